package io.concord.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SitemapTest {

    @Test
    void hasAMapForEveryFiftyThousand() {
        assertThat(SitemapController.index("https://x.example", 100_001))
                .contains("<sitemapindex", "https://x.example/sitemap/1.xml", "https://x.example/sitemap/3.xml")
                .doesNotContain("/sitemap/4.xml");
    }
}
