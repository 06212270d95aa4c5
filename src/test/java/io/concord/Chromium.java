package io.concord;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The system's Chromium, for tests that see pages as people do: `@RegisterExtension static final Chromium BROWSER`.
///
/// A test fails when one of its pages said something on the console, broke the content security policy or asked for
/// what it did not get. Where there is no Chromium (`-Dconcord.chromium=FILE`), the tests are skipped and say so.
public final class Chromium implements ExecutionCondition, BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    public static final String CHINESE = "zh-CN";
    public static final String ENGLISH = "en";

    /// In CSS pixels: a telephone, a tablet, a desk.
    public static final List<Integer> WIDTHS = List.of(360, 768, 1280);

    /// WCAG 2.2 at level AA is all of these.
    private static final List<String> RULES = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

    private static final Path PICTURES = Path.of("target/screenshots");

    /// A browser that is new somewhere looks for updates, lists and accounts; tests have no network.
    private static final List<String> QUIET = List.of(
            "--no-sandbox",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-default-apps",
            "--disable-domain-reliability",
            "--disable-sync",
            "--disable-features=OptimizationHints,MediaRouter,Translate",
            "--metrics-recording-only");

    private final Supplier<String> url;
    private final List<String> troubles = new ArrayList<>();
    private @Nullable Playwright playwright;
    private @Nullable Browser browser;

    /// @param url before every path that is opened
    public Chromium(Supplier<String> url) {
        this.url = url;
    }

    private static Path program() {
        return Path.of(System.getProperty("concord.chromium", "/usr/bin/chromium"));
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext test) {
        return Files.isExecutable(program())
                ? ConditionEvaluationResult.enabled("there is a browser")
                : ConditionEvaluationResult.disabled(
                        "skipped: " + program() + " is absent (install chromium or set -Dconcord.chromium=FILE)");
    }

    @Override
    public void beforeAll(ExtensionContext test) {
        Playwright made = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        playwright = made;
        browser = made.chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program())
                        .setArgs(QUIET));
    }

    @Override
    public void afterEach(ExtensionContext test) {
        List<String> said = List.copyOf(troubles);
        troubles.clear();
        started().contexts().forEach(BrowserContext::close);
        assertThat(said).as("what the pages complained of").isEmpty();
    }

    @Override
    public void afterAll(ExtensionContext test) {
        if (playwright != null) {
            playwright.close();
        }
    }

    private Browser started() {
        if (browser == null) {
            throw new IllegalStateException("register it as a static field with @RegisterExtension");
        }
        return browser;
    }

    /// A page of a visitor of its own.
    public Page page(String language, int width) {
        return page(language, width, true);
    }

    /// @param scripts whether the visitor's browser runs them
    public Page page(String language, int width, boolean scripts) {
        Page page = started()
                .newContext(new Browser.NewContextOptions()
                        .setBaseURL(url.get())
                        .setLocale(language)
                        .setTimezoneId("Asia/Shanghai")
                        .setJavaScriptEnabled(scripts)
                        .setViewportSize(width, 900))
                .newPage();
        page.setDefaultTimeout(15_000);
        page.onPageError(error -> troubles.add(page.url() + " script: " + error));
        page.onConsoleMessage(message -> {
            // That the page itself is a 404 is no trouble; what it loads is watched below.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                troubles.add(page.url() + " console: " + message.text());
            }
        });
        page.onResponse(response -> {
            if (response.status() >= 400 && !response.request().isNavigationRequest()) {
                troubles.add(page.url() + " got " + response.status() + " for " + response.url());
            }
        });
        page.onRequestFailed(request -> {
            // A page that is left, and a file that is saved, end what they load; that is not the page's fault.
            if (!"net::ERR_ABORTED".equals(request.failure())) {
                troubles.add(page.url() + " did not get " + request.url() + ": " + request.failure());
            }
        });
        return page;
    }

    /// Opens a path and waits for its type faces and requests.
    ///
    /// @return the status
    public int open(Page page, String path) {
        Response response = page.navigate(path);
        settle(page);
        return response.status();
    }

    /// Waits until the page is whole and asks for nothing.
    public void settle(Page page) {
        page.waitForLoadState();
        page.waitForCondition(() -> Boolean.TRUE.equals(
                page.evaluate("() => document.fonts.status === 'loaded' && !document.querySelector('.htmx-request')")));
    }

    /// Takes a picture, then fails where the page breaks WCAG 2.2 AA or must be scrolled sideways.
    ///
    /// @param name of the picture in `target/screenshots`
    public void check(Page page, String name) {
        settle(page);
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
        assertThat(page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("pixels that %s is too wide: %s", name, page.evaluate(WIDE))
                .isEqualTo(0);
        List<Rule> broken = new AxeBuilder(page).withTags(RULES).analyze().getViolations();
        assertThat(broken.stream().map(Chromium::said).collect(Collectors.joining("\n")))
                .as("what axe found on %s", page.url())
                .isEmpty();
    }

    /// The elements that stick out.
    private static final String WIDE = "() => [...document.body.querySelectorAll('*')]"
            + ".filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth)"
            + ".slice(0, 5).map(e => e.outerHTML.slice(0, 120))";

    private static String said(Rule rule) {
        return rule.getId() + " (" + rule.getImpact() + "): " + rule.getHelp()
                + rule.getNodes().stream()
                        .map(node -> "\n    " + node.getTarget() + " " + node.getHtml() + "\n      "
                                + String.valueOf(node.getFailureSummary()).replace("\n", "\n      "))
                        .collect(Collectors.joining());
    }
}
