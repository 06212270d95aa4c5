package io.concord.envelope;

import java.util.regex.Pattern;

/// Names a record type, for example `opinion-letter`; the folder of that name under `schemas/records` describes it.
///
/// @param value lower-case words joined by hyphens
public record RecordType(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    /// The signed receipt, RT-60.
    public static final RecordType RECEIPT = new RecordType("receipt");

    public RecordType {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a record type: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
