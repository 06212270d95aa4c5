package io.concord.envelope;

import java.util.regex.Pattern;

/// Names an agency: `{GB/T 2260 region, 6 digits}-{kind}-{2-digit serial}`, for example `519901-TRADE_UNION-01`.
///
/// @param value the code as written on the wire
public record AgencyCode(String value) {
    private static final Pattern FORM = Pattern.compile("[1-9][0-9]{5}-[A-Z][A-Z_]{1,29}-[0-9]{2}");

    public AgencyCode {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not an agency code: " + value);
        }
    }

    public static boolean isValid(String value) {
        return FORM.matcher(value).matches();
    }

    /// The six-digit region of the agency.
    public String region() {
        return value.substring(0, 6);
    }

    /// The kind of agency, for example `TRADE_UNION`.
    public String kind() {
        return value.substring(7, value.length() - 3);
    }

    @Override
    public String toString() {
        return value;
    }
}
