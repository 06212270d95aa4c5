package io.concord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;

/// The catalogue as people and programs see it.
class TypesIT extends FreshHubIT {

    @Test
    void everyTypeHasItsPageInBothLanguages() {
        JsonNode types = HUB.get("", "/api/v1/types").json();
        assertThat(types.size()).isEqualTo(71);
        for (JsonNode type : types) {
            for (String language : new String[] {"zh-CN", "en"}) {
                Hub.Reply page = HUB.get("", "/types/" + type.path("type").asText() + "?lang=" + language);
                assertThat(page.status()).as(type.toString()).isEqualTo(200);
                assertThat(page.text())
                        .contains(type.at("/name/" + language.substring(0, 2)).asText())
                        .doesNotContain("??");
            }
        }
        assertThat(HUB.get("", "/types?lang=en").text()).contains("RT-85", "Promoted practice");
    }

    @Test
    void saysAllThatAFormNeeds() {
        JsonNode type = HUB.get("", "/api/v1/types/RT-04").json();
        assertThat(type.path("type").asText()).isEqualTo("proposal-letter");
        assertThat(type.at("/schema/required").toString()).contains("ground");
        assertThat(type.at("/machine/machine").asText()).isEqualTo("SM-L");
        assertThat(type.path("deadlines").toString()).contains("D-02", "D-51");
        assertThat(type.path("form").toString()).contains("/employer/uscc");
        assertThat(type.path("examples")).isNotEmpty();
        assertThat(HUB.get("", "/api/v1/types/love-letter").status()).isEqualTo(404);
        assertThat(HUB.get("", "/api/v1/codes/violation").text()).contains("V03");
    }

    @Test
    void explainsATermInTheReadersLanguage() {
        String path = "/api/v1/deadlines/preview?rule=D-01&region=510000&anchor=2025-12-22";
        assertThat(HUB.get("", path).json().path("dueAt").asText()).isEqualTo("2026-01-13T24:00:00+08:00");
        assertThat(HUB.get("", path).text()).contains("make-up working day");
        Hub.Reply zh =
                HUB.send(HttpRequest.newBuilder(URI.create(HUB.url() + path)).header("Accept-Language", "zh-CN"));
        assertThat(zh.text()).contains("调休上班");
        assertThat(HUB.get("", path.replace("2025-12-22", "2025-02-30"))
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("parameter-invalid");
        assertThat(HUB.get("", path.replace("D-01", "D-42").replace("2025-12-22", "2029-04-30"))
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("calendar-missing");
        assertThat(HUB.get("", path + "&extension=1").json().path("code").asText())
                .isEqualTo("extension-over-cap");
    }
}
