package io.concord.envelope;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Canonical JSON: the one byte form of a record that may be signed, sent, stored and forwarded.
///
/// RFC 8785 over an I-JSON subset: integers within ±(2^53−1) only, no NUL, no noncharacters, at most 64 levels
/// (`docs/protocol.md` §2). The hub only ever [#check]s; [#canonicalise] is for edges and people.
public final class CanonicalJson {

    /// Reads canonical bytes into a tree. Duplicate keys are refused here too, although the gate has refused them
    /// before.
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(CanonicalGate.MAX_DEPTH)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private CanonicalJson() {}

    /// Whether these bytes are canonical.
    ///
    /// @param maxBytes the size limit of the record type, in bytes
    public static Gate check(byte[] bytes, int maxBytes) {
        return new CanonicalGate(bytes).check(maxBytes);
    }

    /// The tree of bytes that have passed the gate.
    public static JsonNode parse(byte[] canonical) {
        try {
            return MAPPER.readTree(canonical);
        } catch (IOException e) {
            throw new IllegalArgumentException("not canonical JSON", e);
        }
    }

    /// The canonical bytes of any JSON text.
    ///
    /// @throws NotCanonicalisable where no canonical form exists, for example for `1.5` or a lone surrogate
    public static byte[] canonicalise(byte[] json) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new NotCanonicalisable(JsonFault.INVALID_UTF8, e.toString());
        }
        if (text.startsWith("\uFEFF")) {
            throw new NotCanonicalisable(JsonFault.BYTE_ORDER_MARK, "offset 0");
        }
        try {
            JsonNode tree = MAPPER.readTree(text);
            if (tree.isMissingNode()) {
                throw new NotCanonicalisable(JsonFault.SYNTAX, "empty");
            }
            return write(tree);
        } catch (StreamConstraintsException e) {
            throw new NotCanonicalisable(JsonFault.TOO_DEEP, e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            JsonFault fault = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field")
                    ? JsonFault.DUPLICATE_KEY
                    : JsonFault.SYNTAX;
            throw new NotCanonicalisable(fault, String.valueOf(e.getOriginalMessage()));
        }
    }

    /// The canonical bytes of a tree.
    ///
    /// @throws NotCanonicalisable where no canonical form exists
    public static byte[] write(JsonNode tree) {
        StringBuilder out = new StringBuilder(4096);
        CanonicalWriter.write(tree, out, 0);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    static boolean isNoncharacter(int codePoint) {
        return codePoint >= 0xFDD0 && codePoint <= 0xFDEF || (codePoint & 0xFFFE) == 0xFFFE;
    }

    /// This JSON has no canonical form.
    public static final class NotCanonicalisable extends IllegalArgumentException {
        private final JsonFault fault;

        NotCanonicalisable(JsonFault fault, String detail) {
            super(fault.code() + ": " + detail);
            this.fault = fault;
        }

        public JsonFault fault() {
            return fault;
        }
    }
}
