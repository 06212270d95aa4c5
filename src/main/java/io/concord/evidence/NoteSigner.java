package io.concord.evidence;

import io.concord.crypto.SigningKey;
import java.nio.charset.StandardCharsets;

/// Signs notes under a name.
public final class NoteSigner {

    private final NoteKey key;
    private final SigningKey secret;

    public NoteSigner(String name, SigningKey secret) {
        this.key = NoteKey.of(name, secret.publicKey());
        this.secret = secret;
    }

    public NoteKey key() {
        return key;
    }

    /// The private half, for the hub's own acts.
    public SigningKey secret() {
        return secret;
    }

    SignedNote.Line sign(String text) {
        return new SignedNote.Line(key.name(), key.id(), secret.sign(text.getBytes(StandardCharsets.UTF_8)));
    }
}
