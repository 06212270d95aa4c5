package io.concord.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RevalidationTest {

    private static MockHttpServletResponse get(MockHttpServletRequest request) throws ServletException, IOException {
        MockHttpServletResponse response = new MockHttpServletResponse();
        new Revalidation()
                .doFilter(
                        request,
                        response,
                        (in, out) -> out.getOutputStream().write("text".getBytes(StandardCharsets.UTF_8)));
        return response;
    }

    @Test
    void saysThatNothingHasChanged() throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/v1/cases/3456-789B-CDF");
        MockHttpServletResponse first = get(request);
        assertThat(first.getHeader("Cache-Control")).isEqualTo("no-cache");
        MockHttpServletRequest again = new MockHttpServletRequest("GET", "/api/v1/cases/3456-789B-CDF");
        again.addHeader("If-None-Match", String.valueOf(first.getHeader("ETag")));
        MockHttpServletResponse second = get(again);
        assertThat(second.getStatus()).isEqualTo(304);
        assertThat(second.getContentAsString()).isEmpty();
    }

    @Test
    void keepsAnAgencysAnswersFromOthers() throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/v1/cases/3456-789B-CDF");
        request.setUserPrincipal(() -> "519901-COURT-01");
        assertThat(get(request).getHeader("Cache-Control")).contains("private");
    }

    @Test
    void holdsNoExport() {
        assertThat(Revalidation.keeps("/api/v1/cases/export")).isFalse();
        assertThat(Revalidation.keeps("/api/v1/cases/report")).isFalse();
        assertThat(Revalidation.keeps("/sitemap/2.xml")).isTrue();
        assertThat(Revalidation.keeps("/oai")).isTrue();
    }
}
