package io.concord.redaction;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// Cleans a DOCX: whole parts go, the rest is rewritten by [WordMarkup]. Never more than [#UNPACKED] in memory.
final class DocxMetadata {

    private static final int UNPACKED = 120 << 20;
    private static final int PARTS = 2000;

    /// Parts that show nothing: properties, comments and their authors, thumbnails, data behind forms, macros,
    /// embedded files.
    private static final Map<Pattern, Reason> GONE = parts();

    private static final Pattern MARKUP = Pattern.compile("word/[^/]+\\.xml");
    private static final Pattern PICTURE = Pattern.compile("word/media/.+");
    private static final Pattern RELATIONSHIP = Pattern.compile(
            "<(?:\\w+:)?Relationship\\b[^>]*/>|<(?:\\w+:)?Relationship\\b[^>]*>\\s*</(?:\\w+:)?Relationship>");
    private static final Pattern OVERRIDE =
            Pattern.compile("<(?:\\w+:)?Override\\b[^>]*/>|<(?:\\w+:)?Override\\b[^>]*>\\s*</(?:\\w+:)?Override>");
    private static final Pattern TARGET = Pattern.compile("\\bTarget\\s*=\\s*[\"']([^\"']*)[\"']");
    private static final Pattern PART_NAME = Pattern.compile("\\bPartName\\s*=\\s*[\"']/?([^\"']*)[\"']");

    private DocxMetadata() {}

    private static Map<Pattern, Reason> parts() {
        Map<Pattern, Reason> parts = new LinkedHashMap<>();
        parts.put(
                Pattern.compile("docProps/thumbnail.*|.*thumbnail\\.(?:jpe?g|png|wmf|emf)"),
                new Reason("缩略图", "a thumbnail"));
        parts.put(
                Pattern.compile("docProps/.*"),
                new Reason("文档属性（作者、单位、时间等）", "document properties: author, company, times"));
        parts.put(
                Pattern.compile("word/(?:comments.*|people)\\.xml"),
                new Reason("批注及批注人", "comments and their authors"));
        parts.put(Pattern.compile("customXml/.*|word/customizations\\.xml"), new Reason("自定义数据", "custom data"));
        parts.put(Pattern.compile("word/(?:embeddings|activeX)/.*"), new Reason("嵌入文件", "embedded files"));
        parts.put(Pattern.compile("word/vba.*"), new Reason("宏", "macros"));
        parts.put(Pattern.compile("_xmlsignatures/.*"), new Reason("签名", "signatures"));
        parts.put(Pattern.compile("word/glossary/.*"), new Reason("构建基块", "building blocks"));
        return parts;
    }

    static Metadata.Cleaned strip(byte[] file) {
        Metadata.Report report = new Metadata.Report();
        Map<String, byte[]> parts = unpack(file);
        if (!parts.containsKey("word/document.xml") || !parts.containsKey("[Content_Types].xml")) {
            throw new Unreadable("不是 Word 文档", "not a Word document");
        }
        parts.keySet().removeIf(name -> isGone(name, report));
        Set<String> left = Set.copyOf(parts.keySet());
        parts.replaceAll((name, bytes) -> clean(name, bytes, left, report));
        return new Metadata.Cleaned(pack(parts), report.all());
    }

    private static boolean isGone(String name, Metadata.Report report) {
        for (Map.Entry<Pattern, Reason> part : GONE.entrySet()) {
            if (part.getKey().matcher(name).matches()) {
                report.add(name, part.getValue().zh(), part.getValue().en(), 1);
                return true;
            }
        }
        return false;
    }

    private static byte[] clean(String name, byte[] bytes, Set<String> left, Metadata.Report report) {
        if (name.endsWith(".rels")) {
            return relationships(name, bytes, left);
        }
        if (name.equals("[Content_Types].xml")) {
            return without(bytes, OVERRIDE, element -> {
                Matcher part = PART_NAME.matcher(element);
                return part.find() && !left.contains(part.group(1));
            });
        }
        if (PICTURE.matcher(name).matches()) {
            byte[] stripped = Pictures.strip(bytes);
            report.add(name, "图片元数据（拍摄地点、设备等）", "metadata of a picture: place, device", stripped == bytes ? 0 : 1);
            return stripped;
        }
        return MARKUP.matcher(name).matches() ? WordMarkup.clean(name, bytes, report) : bytes;
    }

    /// Drops relationships to parts that went. External ones, links and linked templates, name servers and people:
    /// only links of the text stay.
    private static byte[] relationships(String name, byte[] bytes, Set<String> left) {
        String folder = name.replaceFirst("_rels/[^/]*$", "");
        return without(bytes, RELATIONSHIP, element -> {
            Matcher target = TARGET.matcher(element);
            if (!target.find()) {
                return true;
            }
            if (element.contains("\"External\"") || element.contains("'External'")) {
                return !element.contains("/hyperlink");
            }
            String path =
                    target.group(1).startsWith("/") ? target.group(1).substring(1) : resolve(folder, target.group(1));
            return !left.contains(path);
        });
    }

    private static String resolve(String folder, String target) {
        return java.net
                .URI
                .create("/" + folder)
                .resolve(target.replace(" ", "%20"))
                .getPath()
                .substring(1);
    }

    private static byte[] without(byte[] xml, Pattern element, java.util.function.Predicate<String> gone) {
        String text = new String(xml, StandardCharsets.UTF_8);
        return element.matcher(text)
                .replaceAll(m -> gone.test(m.group()) ? "" : Matcher.quoteReplacement(m.group()))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> unpack(byte[] file) {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        int left = UNPACKED;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] bytes = zip.readNBytes(left + 1);
                left -= bytes.length;
                if (left < 0 || parts.size() == PARTS) {
                    throw new Unreadable("压缩内容过大，可能是恶意文件", "unpacks to more than is allowed: perhaps a hostile file");
                }
                if (!entry.isDirectory() && parts.put(entry.getName(), bytes) != null) {
                    throw new Unreadable("压缩包内有重名文件", "two parts of one name");
                }
            }
        } catch (IOException e) {
            throw new Unreadable("文件已损坏", "the file is broken", e);
        }
        return parts;
    }

    private static byte[] pack(Map<String, byte[]> parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                ZipEntry entry = new ZipEntry(part.getKey());
                // The time of a part tells when it was made; all get the first of the format.
                entry.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                zip.write(part.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
