package io.concord.crypto;

/// A private key that signs and never shows itself: in memory ([SoftwareKey]) or in a certified device
/// ([DeviceKey]).
public interface SigningKey {

    /// The public half, which also names the suite.
    VerifyingKey publicKey();

    /// Signs a message: strict DER for SM2 and P-256, 64 bytes for Ed25519.
    byte[] sign(byte[] message);
}
