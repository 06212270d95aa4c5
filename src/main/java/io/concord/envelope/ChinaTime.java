package io.concord.envelope;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// How envelopes write moments: RFC 3339 in the field's one zone, always with seconds.
public final class ChinaTime {

    /// Asia/Shanghai, +08:00 without daylight saving.
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private ChinaTime() {}

    /// For example `2026-01-13T08:00:00+08:00`. (`OffsetDateTime.toString` drops the seconds at a full minute.)
    public static String written(Instant moment) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(moment.atZone(ZONE));
    }
}
