package io.concord.redaction;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;

/// Cleans a PDF: everything but what is seen on the pages goes, and the file is written anew, so that earlier
/// versions inside it go too.
final class PdfMetadata {

    private static final long IN_MEMORY = 32L << 20;
    private static final long ON_DISK = 512L << 20;
    private static final int PAGES = 5000;

    private static final List<Gone> CATALOG = List.of(
            new Gone("Metadata", "XMP 元数据", "XMP metadata"),
            new Gone("PieceInfo", "应用程序私有数据", "private data of programs"),
            new Gone("OpenAction", "打开时执行的动作", "actions on opening"),
            new Gone("AA", "自动执行的动作", "automatic actions"),
            new Gone("AcroForm", "表单和签名域", "forms and signature fields"),
            new Gone("AF", "关联文件", "associated files"),
            new Gone("Collection", "附件集", "a collection of attachments"),
            new Gone("Outlines", "书签", "bookmarks"),
            new Gone("StructTreeRoot", "结构树（含替代文字）", "the structure tree with its alternative texts"),
            new Gone("MarkInfo", "结构标记", "marks of structure"),
            new Gone("Perms", "权限签名", "signatures of permission"),
            new Gone("DSS", "签名验证数据", "data to check signatures"),
            new Gone("Legal", "法律声明", "legal attestations"),
            new Gone("SpiderInfo", "网页抓取信息", "web capture data"),
            new Gone("URI", "链接基址", "the base of links"));

    private static final List<Gone> PAGE = List.of(
            new Gone("Metadata", "XMP 元数据", "XMP metadata"),
            new Gone("PieceInfo", "应用程序私有数据", "private data of programs"),
            new Gone("Annots", "批注、链接和签名", "annotations, links and signatures"),
            new Gone("AA", "自动执行的动作", "automatic actions"),
            new Gone("Thumb", "缩略图", "a thumbnail"),
            new Gone("AF", "关联文件", "associated files"),
            new Gone("B", "文章线索", "article beads"),
            new Gone("LastModified", "修改时间", "a time of change"));

    /// An entry that goes wherever it stands in its dictionary.
    private record Gone(String key, String zh, String en) {
        void from(COSDictionary dictionary, String where, Metadata.Report report) {
            COSName name = COSName.getPDFName(key);
            if (dictionary.containsKey(name)) {
                dictionary.removeItem(name);
                report.add(where, zh, en, 1);
            }
        }
    }

    private PdfMetadata() {}

    static Metadata.Cleaned strip(byte[] file) {
        Metadata.Report report = new Metadata.Report();
        MemoryUsageSetting memory = MemoryUsageSetting.setupMixed(IN_MEMORY, ON_DISK);
        try (PDDocument document =
                Loader.loadPDF(new RandomAccessReadBuffer(file), "", null, null, memory.streamCache)) {
            if (document.isEncrypted()) {
                throw new Unreadable("PDF 已加密，请先解除", "the PDF is encrypted");
            }
            if (document.getNumberOfPages() > PAGES) {
                throw new Unreadable("PDF 页数过多", "the PDF has too many pages");
            }
            clean(document, report);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return new Metadata.Cleaned(bytes.toByteArray(), report.all());
        } catch (org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException e) {
            throw new Unreadable("PDF 已加密，请先解除", "the PDF is encrypted", e);
        } catch (Unreadable e) {
            throw e;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // The parser meets broken files with many kinds of exceptions.
            throw new Unreadable("PDF 已损坏或过大", "the PDF is broken or too large", e);
        }
    }

    private static void clean(PDDocument document, Metadata.Report report) throws IOException {
        COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
        names(catalog, report);
        PdfLayers layers = PdfLayers.of(catalog);
        for (int i = 0; i < document.getNumberOfPages(); i++) {
            COSDictionary page = document.getPage(i).getCOSObject();
            String where = "page " + (i + 1);
            PAGE.forEach(gone -> gone.from(page, where, report));
            layers.drop(document, document.getPage(i), where, report);
        }
        if (catalog.containsKey(COSName.OCPROPERTIES)) {
            catalog.removeItem(COSName.OCPROPERTIES);
            report.add("catalog", "图层设置", "settings of layers", 1);
        }
        CATALOG.forEach(gone -> gone.from(catalog, "catalog", report));
        COSDictionary trailer = document.getDocument().getTrailer();
        if (trailer.containsKey(COSName.INFO)) {
            report.add("trailer", "文档信息（作者、标题、软件、时间）", "document information: author, title, program, times", 1);
        }
        document.setDocumentInformation(new PDDocumentInformation());
        trailer.removeItem(COSName.ID);
        everywhere(catalog, report);
    }

    private static void names(COSDictionary catalog, Metadata.Report report) {
        COSDictionary names = catalog.getCOSDictionary(COSName.NAMES);
        if (names != null) {
            new Gone("EmbeddedFiles", "附件", "attachments").from(names, "names", report);
            new Gone("JavaScript", "脚本", "scripts").from(names, "names", report);
            catalog.removeItem(COSName.NAMES);
        }
    }

    /// Metadata and private data of any object, and what pictures say of their making.
    private static void everywhere(COSDictionary root, Metadata.Report report) throws IOException {
        Set<COSBase> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<COSBase> open = new ArrayList<>(List.of(root));
        while (!open.isEmpty()) {
            COSBase next = open.removeLast();
            COSBase object = next instanceof COSObject reference ? reference.getObject() : next;
            if (object == null || !seen.add(object)) {
                continue;
            }
            if (object instanceof COSDictionary dictionary) {
                new Gone("Metadata", "XMP 元数据", "XMP metadata").from(dictionary, "objects", report);
                new Gone("PieceInfo", "应用程序私有数据", "private data of programs").from(dictionary, "objects", report);
                new Gone("ActualText", "替代文字", "alternative texts").from(dictionary, "objects", report);
                new Gone("Alt", "替代文字", "alternative texts").from(dictionary, "objects", report);
                if (dictionary instanceof COSStream stream) {
                    picture(stream, report);
                }
                open.addAll(dictionary.getValues());
            } else if (object instanceof COSArray array) {
                array.forEach(open::add);
            }
        }
    }

    private static void picture(COSStream stream, Metadata.Report report) throws IOException {
        if (COSName.DCT_DECODE.equals(stream.getFilters())) {
            byte[] raw;
            try (InputStream in = stream.createRawInputStream()) {
                raw = in.readAllBytes();
            }
            byte[] stripped = Pictures.strip(raw);
            if (stripped != raw) {
                try (java.io.OutputStream out = stream.createRawOutputStream()) {
                    out.write(stripped);
                }
                report.add("objects", "图片元数据（拍摄地点、设备等）", "metadata of a picture: place, device", 1);
            }
        }
    }
}
