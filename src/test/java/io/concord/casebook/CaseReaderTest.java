package io.concord.casebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.Shared;
import io.concord.casebook.CaseReader.Unfit;
import io.concord.schema.Catalogues;
import io.concord.search.Lexicon;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaseReaderTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);
    private static final Lexicon LEXICON = Library.lexiconOf(Catalogues.product(), List.of(), TODAY);
    private static final CaseReader READER = new CaseReader(LEXICON, TODAY, false);

    private static ObjectNode line(String facts) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", "A-1")
                .put("title", "高温津贴案")
                .put("facts", facts);
    }

    private static Casebook.Edition read(ObjectNode line) throws Unfit {
        return READER.json(line.toString());
    }

    @Test
    void takesTagsAndNumbersThatFacetsUse() throws Unfit {
        ObjectNode line = line("正文").put("amount", 1234500).put("workers", 12).put("industry", "E");
        line.putArray("field").add("V-01").add("V-02");
        line.put("agency", "519901-COURT-01");
        ObjectNode body = read(line).body();
        assertThat(CaseBody.texts(body.at("/tags/field"))).containsExactly("V-01", "V-02");
        assertThat(CaseBody.texts(body.at("/tags/agency"))).containsExactly("519901-COURT-01");
        assertThat(CaseBody.texts(body.at("/tags/industry"))).containsExactly("E");
        assertThat(body.at("/numbers/amount").asLong()).isEqualTo(1234500);
        assertThat(body.at("/numbers/workers").asLong()).isEqualTo(12);
        assertThatThrownBy(() -> read(line("正文").put("amount", 12.5))).hasMessageContaining("fen");
        assertThatThrownBy(() -> read(line("正文").put("workers", -1))).isInstanceOf(Unfit.class);
    }

    @Test
    void givesNoYearToACaseWithoutADate() throws Unfit {
        Casebook.Edition edition = read(line("正文"));
        assertThat(edition.publishedOn()).isEqualTo(TODAY);
        assertThat(edition.body().at("/tags/year").isMissingNode()).isTrue();
    }

    @Test
    void takesTheDayOfDecision() throws Unfit {
        Casebook.Edition edition = read(line("正文").put("decisionDate", "2025-03-09"));
        assertThat(edition.body().path("decisionDate").asText()).isEqualTo("2025-03-09");
        assertThat(CaseBody.texts(edition.body().at("/tags/year"))).containsExactly("2025");
        assertThat(CaseBody.texts(read(line("正文").put("date", "2026-01-05").put("decisionDate", "2025-03-09"))
                        .body()
                        .at("/tags/year")))
                .as("where the day of publication is known, its year")
                .containsExactly("2026");
        assertThatThrownBy(() -> read(line("正文").put("date", "2025-01-05").put("decisionDate", "2025-03-09")))
                .hasMessageContaining("after the publication");
        assertThatThrownBy(() -> read(line("正文").put("decisionDate", "2025年3月9日")))
                .hasMessageContaining("YYYY-MM-DD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-03-09", "2025年3月9日", "2025.3.9", "2025/03/09"})
    void takesTheDayOfDecisionFromAHeading(String day) throws Unfit {
        ObjectNode body = READER.markdown("M-1", "# 案例\n\n【裁判日期】" + day + "\n\n## 基本案情\n\n正文。\n")
                .body();
        assertThat(body.path("decisionDate").asText()).isEqualTo("2025-03-09");
        assertThat(body.path("sections")).hasSize(1);
    }

    @Test
    void keepsWhatIsNoSingleDayAsText() throws Unfit {
        ObjectNode body = READER.markdown("M-1", "# 案例\n\n【裁判日期】一审2024年，二审2025年\n\n## 基本案情\n\n正文。\n")
                .body();
        assertThat(body.has("decisionDate")).isFalse();
        assertThat(body.path("sections")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1949-09-30", "2026-03-03", "2026-02-30"})
    void refusesDaysThatCannotBe(String date) {
        assertThatThrownBy(() -> read(line("正文").put("date", date))).hasMessageContaining(date);
    }

    @Test
    void readsUtf8AloneAndNoOtherBytes() throws Unfit {
        assertThat(CaseReader.utf8("\uFEFF案".getBytes(StandardCharsets.UTF_8))).isEqualTo("案");
        assertThatThrownBy(() -> CaseReader.utf8("用人单位拖欠工资".getBytes(Charset.forName("GB18030"))))
                .hasMessageContaining("GB18030");
        assertThatThrownBy(() -> CaseReader.utf8(new byte[] {(byte) 0xff, (byte) 0xff, 0x00}))
                .hasMessage("not a text in UTF-8");
        assertThatThrownBy(() -> CaseReader.utf8(new byte[] {'a', 0, 'b'})).hasMessageContaining("control");
        assertThatThrownBy(() -> read(line("正\u0000文"))).hasMessageContaining("control");
    }

    @Test
    void refusesNumbersThatLeadToAPersonAndDoesNotRepeatThem() {
        for (String number : List.of("11010519491231002X", "13900000001", "6222 0212 3456 7890 128")) {
            assertThatThrownBy(() -> read(line("甲，号码" + number + "，入职。")))
                    .as(number)
                    .isInstanceOfSatisfying(
                            Unfit.class,
                            unfit -> assertThat(unfit.zh).contains("基本案情第 5 字").doesNotContain(number.substring(4)));
        }
    }

    @Test
    void takesThemWhereItIsTold() throws Unfit {
        CaseReader reader = new CaseReader(LEXICON, TODAY, true);
        assertThat(reader.json(line("电话13900000001").toString()).sourceId()).isEqualTo("A-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2019-01-012020-02-02", "138****0001", "统一社会信用代码91350100M000100Y43", "工程款15000000000元"})
    void leavesWhatOnlyLooksLikeOne(String text) throws Unfit {
        assertThat(read(line(text)).sourceId()).isEqualTo("A-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3456-789B-CDF", "lc-519901-2026-01-01", "ＬＣ-519901-2026-01-01"})
    void leavesTheCasebooksOwnIdsAlone(String id) {
        assertThatThrownBy(() -> read(line("正文").put("id", id))).hasMessageContaining("casebook's own");
    }

    @Test
    void readsTheTablesOfADocument() throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (XWPFDocument document = new XWPFDocument()) {
            document.createParagraph().createRun().setText("欠薪案");
            XWPFTable table = document.createTable(2, 2);
            table.getRow(0).getCell(0).setText("月份");
            table.getRow(0).getCell(1).setText("欠付");
            table.getRow(1).getCell(0).setText("一月");
            table.getRow(1).getCell(1).setText("三千元");
            document.createParagraph().createRun().setText("以上属实。");
            document.write(file);
        }
        Casebook.Edition edition = READER.docx("d", file.toByteArray());
        assertThat(edition.title()).isEqualTo("欠薪案");
        assertThat(CaseBody.text(edition.body())).isEqualTo("月份\t欠付\n一月\t三千元\n以上属实。\n");
    }

    @Test
    void saysInItsOwnWordsThatAFileIsAZipBomb() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("[Content_Types].xml"));
            zip.write(new byte[64 << 20]);
            zip.closeEntry();
        }
        assertThatThrownBy(() -> READER.docx("z", file.toByteArray())).isInstanceOfSatisfying(Unfit.class, unfit -> {
            assertThat(unfit.zh).contains("压缩炸弹");
            assertThat(unfit.en).contains("zip bomb").doesNotContain("bugzilla");
        });
    }

    @Test
    void takesThePublicCasesThatItIsMeantFor() throws IOException, Unfit {
        Path folder = Shared.path("data/cases");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".md")).toList()) {
                READER.markdown(String.valueOf(file.getFileName()), CaseReader.utf8(Files.readAllBytes(file)));
            }
        }
    }
}
