package io.concord.evidence;

import io.concord.crypto.Digests;
import io.concord.crypto.VerifyingKey;
import java.nio.charset.StandardCharsets;

/// The short text that is signed in place of a record (`docs/protocol.md` §3): one `name value` a line, each line
/// ended by LF, so that anybody can rebuild it with an editor and check it with `openssl dgst`.
///
/// @param context what the signature is for; a signature made for one context is worth nothing in another
/// @param suite name of the signature suite, which is thereby signed too
/// @param signer agency code of the signer, or the log's origin for acts of the hub
/// @param keyId lower-case hex SHA-256 of the signer's SubjectPublicKeyInfo, 64 characters
/// @param sha256 lower-case hex SHA-256 of the canonical record bytes
/// @param sm3 lower-case hex SM3 of the same bytes
public record SignedText(String context, String suite, String signer, String keyId, String sha256, String sm3) {

    /// A record handed to the hub by its sender, receipts included.
    public static final String SUBMIT = "submit";

    /// An act of the hub itself, for example the entry of an agency's key.
    public static final String ACT = "act";

    /// The text for some record bytes.
    public static SignedText of(String context, String signer, VerifyingKey key, byte[] canonical) {
        return new SignedText(
                context,
                key.suite().id(),
                signer,
                key.id(),
                Digests.hex(Digests.sha256(canonical)),
                Digests.hex(Digests.sm3(canonical)));
    }

    /// The exact bytes to sign.
    public byte[] bytes() {
        return ("concord/v1 " + context
                        + "\nsuite " + suite
                        + "\nsigner " + signer
                        + "\nkey " + keyId
                        + "\nsha256 " + sha256
                        + "\nsm3 " + sm3
                        + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
