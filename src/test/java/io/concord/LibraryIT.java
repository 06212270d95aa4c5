package io.concord;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The public pages, as readers with a browser see them.
class LibraryIT extends FreshHubIT {

    @RegisterExtension
    static final Chromium BROWSER = new Chromium(HUB::url);

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({"/, zh-CN", "/, en", "/cases, zh-CN", "/cases, en"})
    void firstPagesAreForEverybody(String path, String language) {
        for (int width : Chromium.WIDTHS) {
            Page page = BROWSER.page(language, width);
            assertThat(BROWSER.open(page, path)).isEqualTo(200);
            assertThat(page.locator("html").getAttribute("lang")).isEqualTo(language);
            BROWSER.check(page, "first" + path.replace("/", "") + "-" + language + "-" + width);
        }
    }
}
