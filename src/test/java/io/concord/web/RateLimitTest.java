package io.concord.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RateLimitTest {

    @Test
    void saysTheSameTimeInBothHeadersWhenNothingIsLeft() {
        RateLimit limit = new RateLimit(2);
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/v1/cases");
        limit.preHandle(request, new MockHttpServletResponse(), this);
        limit.preHandle(request, new MockHttpServletResponse(), this);
        MockHttpServletResponse refused = new MockHttpServletResponse();
        assertThatThrownBy(() -> limit.preHandle(request, refused, this)).isInstanceOf(Refusal.class);
        assertThat(refused.getHeader("Retry-After")).isNotNull().isEqualTo(refused.getHeader("RateLimit-Reset"));
    }
}
