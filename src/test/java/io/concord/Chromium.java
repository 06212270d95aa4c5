package io.concord;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/// A real browser, Debian's Chromium; tests skip where there is none.
final class Chromium implements AutoCloseable {

    private static final Path BINARY = Path.of(System.getProperty("concord.chromium", "/usr/bin/chromium"));
    private static final Path SHOTS = Path.of("target/screenshots");

    private final Playwright playwright;
    private final Browser browser;
    /// What pages complained of since it was last asked.
    private final List<String> complaints = new ArrayList<>();

    private Chromium() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(BINARY)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--no-first-run")));
    }

    static Chromium open() {
        Assumptions.assumeTrue(
                Files.isExecutable(BINARY), BINARY + " is missing: install chromium, or give -Dconcord.chromium");
        return new Chromium();
    }

    /// A visitor of their own, with cookies of their own.
    ///
    /// @param language `zh-CN` or `en`
    BrowserContext visitor(String language, int width, boolean scripts) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setLocale(language)
                .setViewportSize(width, 900)
                .setJavaScriptEnabled(scripts));
        context.setDefaultTimeout(15_000);
        context.onConsoleMessage(message -> {
            // What a server refuses is looked at by the test itself.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(message.text());
            }
        });
        context.onWebError(error -> complaints.add(error.error()));
        return context;
    }

    /// What holds for every page: nothing complained, nobody is shut out (WCAG 2.2 AA as far as axe sees it), nothing
    /// sticks out to the side.
    void check(Page page, String name) {
        Path shot = SHOTS.resolve(name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(shot).setFullPage(true));
        assertThat(complaints).as(name).isEmpty();
        List<String> violations = new AxeBuilder(page)
                        .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                        .analyze()
                        .getViolations()
                        .stream()
                        .map(rule -> rule.getId() + ": " + rule.getHelp() + " "
                                + rule.getNodes().stream()
                                        .limit(3)
                                        .map(node -> node.getHtml())
                                        .toList())
                        .toList();
        assertThat(violations).as(name + " " + page.url()).isEmpty();
        int beyond = ((Number)
                        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .intValue();
        assertThat(beyond).as(name + " sticks out").isLessThanOrEqualTo(0);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
