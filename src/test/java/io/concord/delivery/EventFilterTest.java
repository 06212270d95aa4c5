package io.concord.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventFilterTest {

    private static final CloudEvent EVENT = CloudEventBuilder.v1()
            .withId("1")
            .withSource(URI.create("https://hub.example"))
            .withType("io.concord.record.accepted")
            .withSubject("519901-HRSS-01-RT01-2026-000001")
            .withExtension("recordtype", "clue-transfer")
            .withExtension("region", "519901")
            .build();

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[]|true",
                "[{\"exact\":{\"recordtype\":\"clue-transfer\"}}]|true",
                "[{\"exact\":{\"recordtype\":\"clue\"}}]|false",
                "[{\"exact\":{\"recordtype\":\"clue-transfer\",\"region\":\"519902\"}}]|false",
                "[{\"prefix\":{\"region\":\"5199\"}}]|true",
                "[{\"suffix\":{\"type\":\".accepted\"}}]|true",
                "[{\"exact\":{\"nosuch\":\"x\"}}]|false",
                "[{\"not\":{\"prefix\":{\"region\":\"5199\"}}}]|false",
                "[{\"any\":[{\"exact\":{\"region\":\"1\"}},{\"prefix\":{\"type\":\"io.\"}}]}]|true",
                "[{\"any\":[]}]|false",
                "[{\"all\":[{\"prefix\":{\"region\":\"5\"}},{\"exact\":{\"region\":\"1\"}}]}]|false",
                "[{\"prefix\":{\"region\":\"5\"}},{\"exact\":{\"region\":\"1\"}}]|false",
            })
    void letsThroughWhatPassesAll(String filters, boolean passes) {
        assertThat(EventFilter.of(filters).test(EVENT)).isEqualTo(passes);
    }

    @ParameterizedTest(name = "‹{0}›")
    @ValueSource(
            strings = {
                "",
                "{}",
                "[",
                "[1]",
                "[{}]",
                "[{\"exact\":{}}]",
                "[{\"exact\":\"x\"}]",
                "[{\"exact\":{\"a\":\"b\"},\"prefix\":{\"a\":\"b\"}}]",
                "[{\"nosuch\":{\"a\":\"b\"}}]",
                "[{\"all\":{\"a\":\"b\"}}]",
                "[{\"sql\":\"region = '519901'\"}]",
                "[{\"not\":{\"not\":{\"not\":{\"not\":{\"not\":{\"not\":{\"not\":{\"not\":{\"any\":[]}}}}}}}}}]",
            })
    void refusesWhatIsNone(String filters) {
        assertThatThrownBy(() -> EventFilter.of(filters)).isInstanceOf(IllegalArgumentException.class);
    }
}
