package io.concord.evidence;

import io.concord.crypto.SigningKey;
import java.nio.ByteBuffer;
import java.time.Instant;

/// Cosigns checkpoints under a witness's name (C2SP tlog-cosignature).
public final class Cosigner {

    private final NoteKey key;
    private final SigningKey secret;

    public Cosigner(String name, SigningKey secret) {
        this.key = NoteKey.cosigner(name, secret.publicKey());
        this.secret = secret;
    }

    public NoteKey key() {
        return key;
    }

    /// @param text of the checkpoint's note
    /// @param at when the log was seen so; whole seconds are signed
    public SignedNote.Line sign(String text, Instant at) {
        byte[] signature = secret.sign(NoteKey.cosigned(text, at.getEpochSecond()));
        byte[] timed = ByteBuffer.allocate(Long.BYTES + signature.length)
                .putLong(at.getEpochSecond())
                .put(signature)
                .array();
        return new SignedNote.Line(key.name(), key.id(), timed);
    }
}
