package io.concord.dialect;

import java.util.Map;

/// An agency's native format, as its `*.dialect.yaml` beside the route says.
///
/// @param dialect name, also the file's
/// @param agency code of the agency that speaks it
/// @param officer who acts for the agency where its system names nobody
/// @param key native field that identifies a row
/// @param kind native field that says which kind of document a row is; empty where there is one kind
/// @param outgoing by value of that field: which record type it becomes, by which mapping
/// @param incoming by record type: which mapping makes the native form
public record Dialect(
        String dialect,
        String agency,
        String officer,
        String key,
        String kind,
        Map<String, Outgoing> outgoing,
        Map<String, Incoming> incoming) {

    /// @param mapping file name beside the dialect
    public record Outgoing(String type, String mapping) {}

    /// @param mapping file name beside the dialect
    /// @param root name of the XML root element
    /// @param charset of the native file
    public record Incoming(String mapping, String root, String charset) {}
}
