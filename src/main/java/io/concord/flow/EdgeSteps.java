package io.concord.flow;

import io.concord.dialect.Scope;
import io.concord.edge.CaseMatters;
import io.concord.edge.Outbox;
import io.concord.envelope.AgencyCode;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/// What edge steps share: the names of the properties that routes set and steps read. Properties, since headers would
/// travel with what is sent.
final class EdgeSteps {

    /// Name of the connection: one agency's system, over one transport.
    static final String CONNECTION = "connection";
    /// Name of the dialect that is spoken there.
    static final String DIALECT = "dialect";
    /// Code of the agency.
    static final String AGENCY = "agency";
    /// The record that is being handed over.
    static final String ARRIVED = "arrived";

    private EdgeSteps() {}

    static String required(Exchange exchange, String property) {
        @Nullable String value = exchange.getProperty(property, String.class);
        if (value == null) {
            throw new IllegalArgumentException("the route sets no property " + property);
        }
        return value;
    }

    static AgencyCode agency(Exchange exchange) {
        return new AgencyCode(required(exchange, AGENCY));
    }

    /// What this edge knows of numbers, for mappings.
    static Scope scope(AgencyCode agency, Outbox outbox, CaseMatters matters) {
        return new Scope() {
            @Override
            public Optional<String> recordOf(String nativeKey) {
                return outbox.recordOf(agency, nativeKey);
            }

            @Override
            public Optional<String> keyOf(String recordId) {
                return outbox.keyOf(agency, recordId);
            }

            @Override
            public String matterOf(String nativeCase) {
                return matters.of(agency, nativeCase);
            }
        };
    }
}
