package io.concord;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.concord.servers.Ports;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import provider.IdentityProvider;

/// Signing in at an identity provider, in a browser.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
class SignInIT {

    private static final Hub HUB = Hub.freshDemo();
    private static ConfigurableApplicationContext provider;

    @RegisterExtension
    static final Chromium BROWSER = new Chromium(HUB::url);

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) throws IOException {
        int port = Ports.free();
        provider = IdentityProvider.start(port, HUB.url());
        HUB.configureAlone(registry);
        String client = "spring.security.oauth2.client.";
        registry.add(client + "registration.directory.client-id", () -> "concord");
        registry.add(client + "registration.directory.client-secret", () -> "secret");
        registry.add(client + "registration.directory.client-name", () -> "统一身份认证");
        registry.add(client + "registration.directory.scope", () -> "openid,profile");
        registry.add(client + "provider.directory.issuer-uri", () -> "http://localhost:" + port);
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    private Page signIn(String user) {
        Page page = BROWSER.page(Chromium.CHINESE, 1280);
        page.navigate("/desk");
        page.locator("text=用 统一身份认证 登录").click();
        page.fill("input[name=username]", user);
        page.fill("input[name=password]", "pw");
        page.locator("button[type=submit]").click();
        page.waitForURL(url -> url.startsWith(HUB.url()));
        return page;
    }

    @Test
    void theProvidersClaimsSayWhoSomebodyIs() {
        Page page = signIn("hexm");
        assertThat(page.url()).contains("/desk");
        assertThat(page.locator("header").innerText()).contains("蓉川市江东区总工会", "何晓梅", "案例评选");
        assertThat(BROWSER.open(page, "/desk/operations")).isEqualTo(403);
        page.locator("text=退出").click();
        page.waitForURL("**/sign-in**");
        assertThat(BROWSER.open(page, "/desk")).isEqualTo(200);
        assertThat(page.url()).contains("/sign-in");
        page.locator("text=用 统一身份认证 登录").click();
        page.locator("input[name=password]").waitFor();
        assertThat(page.url()).as("the session at the provider has ended too").doesNotStartWith(HUB.url());
    }

    @Test
    void whoHasNoAgencyIsToldSo() {
        Page page = signIn("guest");
        assertThat(page.url()).contains("/sign-in");
        assertThat(page.locator(".alert-warning").first().innerText()).contains("没有给出单位或角色");
    }
}
