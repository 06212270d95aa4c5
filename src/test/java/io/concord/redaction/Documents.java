package io.concord.redaction;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.optionalcontent.PDOptionalContentGroup;
import org.apache.pdfbox.pdmodel.graphics.optionalcontent.PDOptionalContentProperties;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionJavaScript;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationText;
import org.apache.poi.xwpf.usermodel.XWPFDocument;

/// Files full of what must not be published: everything hidden says SECRET, everything shown says VISIBLE.
public final class Documents {

    public static final String SECRET = "SECRET";

    private Documents() {}

    public static byte[] docx() {
        try (XWPFDocument document = new XWPFDocument()) {
            document.createParagraph().createRun().setText("VISIBLE");
            document.getProperties().getCoreProperties().setCreator(SECRET);
            document.getProperties().getCoreProperties().setTitle(SECRET);
            document.getProperties()
                    .getExtendedProperties()
                    .getUnderlyingProperties()
                    .setCompany(SECRET);
            document.getProperties().getCustomProperties().addProperty("matter", SECRET);
            document.createComments()
                    .createComment(java.math.BigInteger.ONE)
                    .createParagraph()
                    .createRun()
                    .setText(SECRET);
            document.addPictureData(jpeg(), org.apache.poi.xwpf.usermodel.Document.PICTURE_TYPE_JPEG);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.write(bytes);
            Map<String, byte[]> parts = unpack(bytes.toByteArray());
            parts.computeIfPresent("word/document.xml", (name, xml) -> tracked(xml));
            parts.put("docProps/thumbnail.jpeg", jpeg());
            parts.put("customXml/item1.xml", ("<a>" + SECRET + "</a>").getBytes(StandardCharsets.UTF_8));
            return pack(parts);
        } catch (IOException | org.apache.poi.openxml4j.exceptions.InvalidFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] tracked(byte[] xml) {
        String body = """
                <w:p w:rsidR="00SECRET">
                <w:ins w:id="1" w:author="SECRET"><w:r><w:t>INSERTED</w:t></w:r></w:ins>
                <w:del w:id="2" w:author="SECRET"><w:r><w:delText>SECRET</w:delText></w:r></w:del>
                <w:r><w:rPr><w:b/><w:rPrChange w:id="3" w:author="SECRET"><w:rPr/></w:rPrChange></w:rPr><w:t>BOLD</w:t></w:r>
                <w:r><w:rPr><w:vanish/></w:rPr><w:t>SECRET</w:t></w:r>
                <w:commentRangeStart w:id="1"/><w:r><w:t>SPOKEN OF</w:t></w:r><w:commentRangeEnd w:id="1"/>
                <w:r><w:commentReference w:id="1"/></w:r>
                </w:p></w:body>""";
        return new String(xml, StandardCharsets.UTF_8)
                .replace("</w:body>", body)
                .getBytes(StandardCharsets.UTF_8);
    }

    /// A JPEG that says where it was made; no picture in it.
    static byte[] jpeg() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] exif = ("Exif\0\0" + SECRET).getBytes(StandardCharsets.ISO_8859_1);
        bytes.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE1, 0, (byte) (exif.length + 2)});
        bytes.writeBytes(exif);
        bytes.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xDA, 0, 2, 1, 2, 3, (byte) 0xFF, (byte) 0xD9});
        return bytes.toByteArray();
    }

    static byte[] pdf() {
        try (PDDocument document = new PDDocument()) {
            document.getDocumentInformation().setAuthor(SECRET);
            PDMetadata xmp = new PDMetadata(document);
            xmp.importXMPMetadata(("<x>" + SECRET + "</x>").getBytes(StandardCharsets.UTF_8));
            document.getDocumentCatalog().setMetadata(xmp);
            document.getDocumentCatalog().setOpenAction(new PDActionJavaScript("app.alert('" + SECRET + "')"));
            attach(document);
            PDPage page = new PDPage();
            document.addPage(page);
            PDAnnotationText note = new PDAnnotationText();
            note.setContents(SECRET);
            page.getAnnotations().add(note);
            layers(document, page);
            page.getCOSObject().setItem(COSName.getPDFName("PieceInfo"), secret());
            return bytes(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static COSDictionary secret() {
        COSDictionary dictionary = new COSDictionary();
        dictionary.setString(COSName.getPDFName("By"), SECRET);
        return dictionary;
    }

    private static void attach(PDDocument document) throws IOException {
        PDComplexFileSpecification file = new PDComplexFileSpecification();
        file.setFile(SECRET);
        file.setEmbeddedFile(
                new PDEmbeddedFile(document, new ByteArrayInputStream(SECRET.getBytes(StandardCharsets.UTF_8))));
        PDEmbeddedFilesNameTreeNode files = new PDEmbeddedFilesNameTreeNode();
        files.setNames(Map.of(SECRET, file));
        PDDocumentNameDictionary names = new PDDocumentNameDictionary(document.getDocumentCatalog());
        names.setEmbeddedFiles(files);
        document.getDocumentCatalog().setNames(names);
    }

    private static void layers(PDDocument document, PDPage page) throws IOException {
        PDOptionalContentProperties properties = new PDOptionalContentProperties();
        document.getDocumentCatalog().setOCProperties(properties);
        PDOptionalContentGroup hidden = new PDOptionalContentGroup("hidden");
        PDOptionalContentGroup shown = new PDOptionalContentGroup("shown");
        properties.addGroup(hidden);
        properties.addGroup(shown);
        properties.setGroupEnabled(hidden, false);
        properties.setGroupEnabled(shown, true);
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
            content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
            write(content, hidden, SECRET, 100);
            write(content, shown, "VISIBLE", 200);
        }
    }

    private static void write(PDPageContentStream content, PDOptionalContentGroup layer, String text, int y)
            throws IOException {
        content.beginMarkedContent(COSName.OC, layer);
        content.beginText();
        content.newLineAtOffset(50, y);
        content.showText(text);
        content.endText();
        content.endMarkedContent();
    }

    static byte[] encryptedPdf() {
        try (PDDocument document = new PDDocument()) {
            document.addPage(new PDPage());
            document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
            return bytes(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(PDDocument document) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        document.save(bytes);
        return bytes.toByteArray();
    }

    static Map<String, byte[]> unpack(byte[] file) {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.put(entry.getName(), zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parts;
    }

    static byte[] pack(Map<String, byte[]> parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// 200 MB of zeros in a few hundred kilobytes.
    static byte[] bomb() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("word/document.xml"));
            byte[] block = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                zip.write(block);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
