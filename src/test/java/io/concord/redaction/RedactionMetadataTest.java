package io.concord.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.concord.Seeds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RedactionMetadataTest {

    static LongStream seeds() {
        return Seeds.of(30);
    }

    @Test
    void leavesOfADocxOnlyWhatIsSeen() throws IOException {
        byte[] cleaned = Metadata.strip(Documents.docx(), "case.docx").bytes();
        Documents.unpack(cleaned)
                .forEach((name, bytes) -> assertThat(new String(bytes, StandardCharsets.UTF_8))
                        .as(name)
                        .doesNotContain(Documents.SECRET));
        try (XWPFDocument document = new XWPFDocument(new ByteArrayInputStream(cleaned))) {
            String text =
                    document.getParagraphs().stream().map(p -> p.getText()).reduce("", String::concat);
            assertThat(text).contains("VISIBLE", "INSERTED", "BOLD", "SPOKEN OF");
            assertThat(document.getComments()).isNullOrEmpty();
        }
    }

    @Test
    void reportsWhatItRemovedFromADocx() {
        assertThat(Metadata.strip(Documents.docx(), "case.docx").removed())
                .extracting(removed -> removed.what().en())
                .contains(
                        "document properties: author, company, times",
                        "comments and their authors",
                        "custom data",
                        "a thumbnail",
                        "tracked deletions",
                        "tracked insertions",
                        "tracked changes of form",
                        "hidden text",
                        "marks of editing sessions (rsid)",
                        "metadata of a picture: place, device");
    }

    @Test
    void findsNothingMoreInACleanedDocx() {
        Metadata.Cleaned once = Metadata.strip(Documents.docx(), "case.docx");
        Metadata.Cleaned twice = Metadata.strip(once.bytes(), "case.docx");
        assertThat(twice.removed()).isEmpty();
        assertThat(twice.bytes()).isEqualTo(once.bytes());
    }

    @Test
    void leavesOfAPdfOnlyWhatIsSeen() throws IOException {
        byte[] cleaned = Metadata.strip(Documents.pdf(), "case.pdf").bytes();
        assertThat(new String(cleaned, StandardCharsets.ISO_8859_1)).doesNotContain(Documents.SECRET);
        try (PDDocument document = Loader.loadPDF(cleaned)) {
            assertThat(new PDFTextStripper().getText(document))
                    .contains("VISIBLE")
                    .doesNotContain(Documents.SECRET);
            assertThat(document.getDocumentInformation().getMetadataKeys()).isEmpty();
            assertThat(document.getPage(0).getAnnotations()).isEmpty();
            for (COSStream stream : streams(document)) {
                assertThat(stream.toTextString()).doesNotContain(Documents.SECRET);
            }
        }
    }

    private static java.util.List<COSStream> streams(PDDocument document) {
        return document.getDocument().getXrefTable().keySet().stream()
                .map(key -> document.getDocument().getObjectFromPool(key).getObject())
                .filter(COSStream.class::isInstance)
                .map(COSStream.class::cast)
                .toList();
    }

    @Test
    void reportsWhatItRemovedFromAPdf() {
        assertThat(Metadata.strip(Documents.pdf(), "case.pdf").removed())
                .extracting(removed -> removed.what().en())
                .contains(
                        "document information: author, title, program, times",
                        "XMP metadata",
                        "annotations, links and signatures",
                        "attachments",
                        "actions on opening",
                        "content of hidden layers",
                        "settings of layers",
                        "private data of programs");
    }

    @Test
    void refusesAZipBomb() {
        assertThatExceptionOfType(Unreadable.class)
                .isThrownBy(() -> Metadata.strip(Documents.bomb(), "case.docx"))
                .satisfies(e -> assertThat(e.reason().zh()).contains("过大"));
    }

    @Test
    void refusesAnEncryptedPdf() {
        assertThatExceptionOfType(Unreadable.class)
                .isThrownBy(() -> Metadata.strip(Documents.encryptedPdf(), "case.pdf"))
                .satisfies(e -> assertThat(e.reason().zh()).contains("加密"));
    }

    @Test
    void refusesEntitiesInADocx() {
        Map<String, byte[]> parts = Documents.unpack(Documents.docx());
        parts.put(
                "word/document.xml",
                "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>".getBytes(StandardCharsets.UTF_8));
        assertThatExceptionOfType(Unreadable.class)
                .isThrownBy(() -> Metadata.strip(Documents.pack(parts), "case.docx"));
    }

    @Test
    void refusesAFileThatIsNotWhatItsNameSays() {
        assertThatExceptionOfType(Unreadable.class).isThrownBy(() -> Metadata.strip(Documents.pdf(), "case.docx"));
        assertThatExceptionOfType(Unreadable.class).isThrownBy(() -> Metadata.strip(new byte[] {1, 2, 3}, "case.doc"));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void eitherCleansABrokenFileOrRefusesIt(long seed) {
        Random random = new Random(seed);
        boolean pdf = random.nextBoolean();
        byte[] file = pdf ? Documents.pdf() : Documents.docx();
        byte[] broken = java.util.Arrays.copyOf(file, 16 + random.nextInt(file.length - 16));
        for (int i = 0; i < random.nextInt(20); i++) {
            broken[8 + random.nextInt(broken.length - 8)] = (byte) random.nextInt(256);
        }
        try {
            assertThat(Metadata.strip(broken, pdf ? "a.pdf" : "a.docx").bytes()).isNotEmpty();
        } catch (Unreadable e) {
            assertThat(e.reason().zh()).isNotBlank();
        }
    }
}
