package io.concord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigstore.encryption.signers.Verifiers;
import dev.sigstore.merkle.InclusionProofVerifier;
import dev.sigstore.rekor.client.Checkpoints;
import dev.sigstore.rekor.client.RekorEntry;
import io.concord.evidence.Bundle;
import io.concord.evidence.Merkle;
import io.concord.evidence.NoteKey;
import io.concord.evidence.TlogProof;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Objects;

/// Inclusion and checkpoint of a bundle, checked by the client of another transparency log.
final class SigstoreCheck {

    private SigstoreCheck() {}

    /// @param vkey the log's Ed25519 verifier key
    static void verify(Bundle bundle, String vkey) throws Exception {
        String text =
                new String(Objects.requireNonNull(bundle.files().get("proof.tlog-proof")), StandardCharsets.UTF_8);
        TlogProof proof = TlogProof.parse(text);
        RekorEntry.Checkpoint checkpoint = Checkpoints.from(proof.checkpoint());
        byte[] leaf = Merkle.leafHash(Objects.requireNonNull(bundle.files().get("entry.json")));
        InclusionProofVerifier.verify(
                leaf,
                proof.index(),
                checkpoint.getSize(),
                proof.path(),
                Base64.getDecoder().decode(checkpoint.getBase64Hash()));
        NoteKey key = NoteKey.parse(vkey);
        PublicKey publicKey = KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(key.key().spki()));
        boolean signed = false;
        for (RekorEntry.CheckpointSignature signature : checkpoint.getSignatures()) {
            if (java.util.HexFormat.of().formatHex(signature.getKeyHint()).equals(key.id())) {
                signed = Verifiers.newVerifier(publicKey)
                        .verify(checkpoint.getSignedData().getBytes(StandardCharsets.UTF_8), signature.getSignature());
            }
        }
        assertThat(signed).as("signed by the log, says the other client").isTrue();
    }
}
