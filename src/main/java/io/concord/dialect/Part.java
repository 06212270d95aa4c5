package io.concord.dialect;

/// A file of a native document; most forms have one, a package has several.
///
/// @param name relative to the document's place, with `/` between folders; empty where it has none of its own
public record Part(String name, byte[] bytes) {}
