package io.concord.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class PdfTest {

    private static final String PAGE = """
            <!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>x</title>
            <link rel="stylesheet" href="/assets/print.css"></head><body class="letter file pdf">
            <p>劳动者权益 <b>加粗</b><br>第二行</p><img src="file:///etc/hostname"><script>alert(1)</script>
            <table><tr><td class="leaf"><a class="at" href="#there"></a></td></tr></table>
            <section class="piece" id="there"><h1>下一页</h1></section></body></html>""";

    private final Pdf pdf = new Pdf(new PrintSettings(List.of("wqy-zenhei.ttc"), List.of("/usr/share/fonts")));

    @Test
    void saysItInChineseWithItsFaceInsideAndKnowsItsPages() throws IOException {
        assumeThat(pdf.isReady()).as("Debian's fonts-wqy-zenhei").isTrue();
        for (int i = 0; i < 2; i++) {
            try (PDDocument made = Loader.loadPDF(pdf.of(PAGE))) {
                assertThat(made.getNumberOfPages()).isEqualTo(2);
                String text = new PDFTextStripper().getText(made);
                assertThat(text).contains("劳动者权益", "加粗", "第二行", "下一页").doesNotContain("alert");
                // The page of the link, its own foot, and the next one's.
                assertThat(text.lines().map(String::strip).filter("2"::equals)).hasSize(2);
                assertThat(made.getPage(0).getResources().getFontNames())
                        .anySatisfy(name -> assertThat(made.getPage(0)
                                        .getResources()
                                        .getFont(name)
                                        .isEmbedded())
                                .isTrue());
            }
        }
    }

    @Test
    void withoutATypeFaceItSaysSo() {
        Pdf none = new Pdf(new PrintSettings(List.of("nowhere.ttf", "/nowhere.ttc"), List.of("/nowhere", "~")));
        assertThat(none.isReady()).isFalse();
        assertThatThrownBy(() -> none.of(PAGE)).isInstanceOf(IllegalStateException.class);
    }
}
