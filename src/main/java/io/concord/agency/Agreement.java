package io.concord.agency;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// 交换约定: who may send which record type to whom. `*` is any; `519901-*` is every agency of that region.
///
/// @param validTo last day; null while in force
public record Agreement(
        String recordType,
        String sender,
        String recipient,
        LocalDate validFrom,
        @Nullable LocalDate validTo) {

    boolean allows(String type, String from, String to, LocalDate day) {
        return covers(recordType, type)
                && covers(sender, from)
                && covers(recipient, to)
                && !day.isBefore(validFrom)
                && (validTo == null || !day.isAfter(validTo));
    }

    private static boolean covers(String pattern, String value) {
        return pattern.endsWith("*")
                ? value.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equals(value);
    }
}
