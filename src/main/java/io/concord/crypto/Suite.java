package io.concord.crypto;

import java.util.Arrays;
import java.util.Optional;

/// A signature algorithm with its digest, by the name that is itself signed (`docs/protocol.md` §3).
public enum Suite {
    /// SM2 (GB/T 32918) over SM3, user id `1234567812345678`, DER SEQUENCE{r,s}.
    SM2_SM3("sm2-sm3"),
    /// ECDSA P-256 over SHA-256, DER SEQUENCE{r,s}.
    P256_SHA256("p256-sha256"),
    /// Ed25519 (RFC 8032), 64 bytes.
    ED25519("ed25519");

    private final String id;

    Suite(String id) {
        this.id = id;
    }

    /// The name on the wire.
    public String id() {
        return id;
    }

    public static Optional<Suite> find(String id) {
        return Arrays.stream(values()).filter(s -> s.id.equals(id)).findFirst();
    }
}
