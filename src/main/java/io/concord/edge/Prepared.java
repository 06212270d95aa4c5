package io.concord.edge;

import io.concord.crypto.Digests;
import io.concord.envelope.AgencyCode;
import io.concord.evidence.SignedText;
import java.util.UUID;

/// A record whose bytes are fixed and signed, ready to be submitted as often as it takes.
///
/// @param connection over which the native document came
/// @param nativeKey of the document that it was made from
/// @param body canonical bytes
/// @param suite of the key that signed them
/// @param keyId of that key, lower-case hex
/// @param outdated whether the document has changed since; what was fixed first is what counts
public record Prepared(
        AgencyCode agency,
        String connection,
        String nativeKey,
        UUID messageId,
        String recordId,
        byte[] body,
        String suite,
        String keyId,
        byte[] signature,
        boolean outdated) {

    /// What was signed.
    SignedText signed() {
        return new SignedText(
                SignedText.SUBMIT,
                suite,
                agency.value(),
                keyId,
                Digests.hex(Digests.sha256(body)),
                Digests.hex(Digests.sm3(body)));
    }
}
