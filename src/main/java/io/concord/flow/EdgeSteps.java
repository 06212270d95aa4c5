package io.concord.flow;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/// What edge steps share: the names of the headers that routes set and read.
final class EdgeSteps {

    /// Name of the dialect, set by the route.
    static final String DIALECT = "dialect";
    /// The record that a receipt is about to be sent for.
    static final String ARRIVED = "arrived";

    private EdgeSteps() {}

    static String required(Exchange exchange, String header) {
        @Nullable String value = exchange.getMessage().getHeader(header, String.class);
        if (value == null) {
            throw new IllegalArgumentException("the route sets no header " + header);
        }
        return value;
    }
}
