package io.concord.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// One record as it travels: header and payload in canonical bytes, with the parts of the header that the exchange
/// acts on.
///
/// Made only from bytes that passed the gate and the envelope schema (`domain.md` §3.0.1), so every part is present
/// and well formed. The bytes are kept verbatim; nobody serialises the tree again.
///
/// @param bytes the canonical form; not to be modified
/// @param tree the same, parsed
/// @param recordVersion from 1; a correction is one higher
/// @param recipients agencies only, in the order of the envelope; parties outside the network are served on paper
public record Envelope(
        byte[] bytes,
        JsonNode tree,
        UUID messageId,
        RecordType recordType,
        String schemaVersion,
        String recordId,
        int recordVersion,
        String matterId,
        AgencyCode sender,
        List<Recipient> recipients) {

    /// Whom a record is for.
    public enum Role {
        MAIN,
        COPY,
        INFO
    }

    /// One agency that a record is delivered to.
    public record Recipient(AgencyCode agency, Role role) {}

    /// Reads an envelope that has passed the envelope schema.
    public static Envelope of(byte[] canonical, JsonNode tree) {
        List<Recipient> recipients = new ArrayList<>();
        for (JsonNode recipient : tree.path("recipients")) {
            if (recipient.has("agencyCode")) {
                recipients.add(new Recipient(
                        new AgencyCode(recipient.path("agencyCode").asText()),
                        Role.valueOf(recipient.path("role").asText())));
            }
        }
        return new Envelope(
                canonical,
                tree,
                UUID.fromString(tree.path("messageId").asText()),
                new RecordType(tree.path("recordType").asText()),
                tree.path("schemaVersion").asText(),
                tree.path("recordId").asText(),
                tree.path("recordVersion").asInt(),
                tree.path("matterId").asText(),
                new AgencyCode(tree.path("sender").path("agencyCode").asText()),
                List.copyOf(recipients));
    }

    public JsonNode payload() {
        return tree.path("payload");
    }
}
