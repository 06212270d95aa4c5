package io.concord.schema;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.format.Format;
import io.concord.envelope.CheckDigits;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Predicate;

/// The formats of the field beyond those of JSON Schema.
final class Formats {

    private Formats() {}

    static List<Format> all() {
        return List.of(
                format("uscc", CheckDigits::isUnifiedSocialCreditCode),
                format("citizen-number", CheckDigits::isCitizenNumber),
                format("due-time", Formats::isDueTime));
    }

    /// RFC 3339, where the end of a day may be written `24:00:00` as deadlines are in Chinese documents.
    private static boolean isDueTime(String text) {
        try {
            OffsetDateTime.parse(text.replace("T24:00:00", "T23:59:59"));
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static Format format(String name, Predicate<String> test) {
        return new Format() {
            @Override
            public String getName() {
                return name;
            }

            @Override
            public boolean matches(ExecutionContext context, String value) {
                return test.test(value);
            }
        };
    }
}
