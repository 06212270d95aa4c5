package io.concord.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.crypto.Certificate;
import io.concord.crypto.Digests;
import io.concord.crypto.Suite;
import io.concord.crypto.VerifyingKey;
import io.concord.envelope.CanonicalJson;
import io.concord.envelope.Gate;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Checks an evidence bundle without network and without database, trusting only the log keys it is given.
public final class BundleVerifier {

    private final Bundle bundle;
    private final Policy policy;
    private final @Nullable Certificate trustedAuthority;
    private final List<Check> checks = new ArrayList<>();

    private BundleVerifier(Bundle bundle, Policy policy, @Nullable Certificate trustedAuthority) {
        this.bundle = bundle;
        this.policy = policy;
        this.trustedAuthority = trustedAuthority;
    }

    /// Checks the container's bytes and all that is in it.
    ///
    /// @param trusted the logs and witnesses to trust; null takes those in the bundle, which then prove only
    /// that it agrees with itself
    /// @param authority the authority to trust for the agencies' certificates; null takes that in the bundle
    public static List<Check> verifyZip(byte[] zip, @Nullable Policy trusted, @Nullable Certificate authority) {
        Bundle bundle;
        try {
            bundle = Bundle.unzip(zip);
        } catch (java.io.IOException e) {
            return List.of(new Check("container", false, String.valueOf(e.getMessage())));
        }
        List<Check> checks = new ArrayList<>();
        checks.add(
                Arrays.equals(bundle.zip(), zip)
                        ? new Check("container", true, zip.length + " bytes, packed as the hub packs")
                        : new Check(
                                "container",
                                false,
                                "the ZIP is not as the hub packed it; if it was repacked, verify the unpacked folder"));
        checks.addAll(verify(bundle, trusted, authority));
        return checks;
    }

    /// Checks the files of a bundle.
    public static List<Check> verify(Bundle bundle, @Nullable Policy trusted, @Nullable Certificate authority) {
        Policy policy;
        try {
            List<NoteKey> keys = new ArrayList<>();
            for (String line :
                    string(bundle.files().getOrDefault("log.vkey", new byte[0])).split("\n")) {
                keys.add(NoteKey.parse(line));
            }
            Policy own = Policy.parse(string(bundle.files().getOrDefault("policy.txt", new byte[0])));
            policy = trusted == null ? own.withLogs(keys) : trusted;
        } catch (IllegalArgumentException e) {
            return List.of(new Check("log keys and policy", false, String.valueOf(e.getMessage())));
        }
        BundleVerifier verifier = new BundleVerifier(bundle, policy, authority);
        verifier.all();
        return verifier.checks;
    }

    private void all() {
        check("manifest", this::manifest);
        check("manifest signature", this::manifestSignature);
        exhibit("");
        for (int i = 1; bundle.files().containsKey("receipts/" + i + "/record.json"); i++) {
            String folder = "receipts/" + i + "/";
            exhibit(folder);
            check(folder + " belongs to the record", () -> receiptFits(folder));
        }
    }

    private void exhibit(String folder) {
        check(folder + " record", () -> record(folder));
        check(folder + " signed text", () -> signedText(folder));
        check(folder + " signature", () -> signature(folder));
        check(folder + " certificate", () -> certificate(folder));
        check(folder + " log entry", () -> entry(folder));
        check(folder + " inclusion", () -> inclusion(folder));
        check(folder + " checkpoint", () -> checkpoint(folder));
        check(folder + " witnesses", () -> witnesses(folder));
        check(folder + " status at acceptance", () -> status(folder));
    }

    private String manifest() {
        Map<String, byte[]> listed = new LinkedHashMap<>(bundle.files());
        listed.remove(Bundle.MANIFEST);
        listed.remove(Bundle.MANIFEST_SIGNATURE);
        require(
                Arrays.equals(Bundle.manifest(listed), file(Bundle.MANIFEST)),
                "files are changed, missing or added: " + new TreeSet<>(changed(listed)));
        return listed.size() + " files as listed";
    }

    private List<String> changed(Map<String, byte[]> files) {
        List<String> lines = List.of(string(file(Bundle.MANIFEST)).split("\n"));
        List<String> names = new ArrayList<>();
        files.forEach((name, bytes) -> {
            if (!lines.contains(Digests.hex(Digests.sha256(bytes)) + "  " + name)) {
                names.add(name);
            }
        });
        return names;
    }

    private String manifestSignature() {
        String origin = proof("").head().origin();
        NoteKey sm2 = policy.logs().stream()
                .filter(key -> key.suite() == Suite.SM2_SM3 && key.name().equals(origin))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no SM2 key of the log to check it with"));
        require(sm2.key().verify(file(Bundle.MANIFEST), file(Bundle.MANIFEST_SIGNATURE)), "not the log's signature");
        return "sealed by " + sm2.name();
    }

    private String record(String folder) {
        byte[] bytes = file(folder + "record.json");
        Gate gate = CanonicalJson.check(bytes, Integer.MAX_VALUE);
        return switch (gate) {
            case Gate.Passed passed -> bytes.length + " bytes of canonical JSON, " + recordId(folder);
            case Gate.Refused refused ->
                throw new IllegalArgumentException(refused.fault().code() + " at byte " + refused.offset());
        };
    }

    private String signedText(String folder) {
        byte[] bytes = file(folder + "record.json");
        JsonNode record = CanonicalJson.parse(bytes);
        SignedText expected =
                SignedText.of(SignedText.SUBMIT, record.at("/sender/agencyCode").asText(), signerKey(folder), bytes);
        require(
                Arrays.equals(expected.bytes(), file(folder + "signed.txt")),
                "does not say these digests, this sender and this key");
        return "sha256 and sm3 of the record, signer " + expected.signer();
    }

    private String signature(String folder) {
        VerifyingKey key = signerKey(folder);
        require(key.verify(file(folder + "signed.txt"), file(folder + "signature.der")), "does not verify");
        return key.suite().id() + " by key " + key.id().substring(0, 16) + "…";
    }

    private String certificate(String folder) {
        Certificate certificate = Certificate.ofPem(string(file(folder + "signer.crt")));
        Certificate authority = Certificate.ofPem(string(file(folder + "chain.crt")));
        String sender = CanonicalJson.parse(file(folder + "record.json"))
                .at("/sender/agencyCode")
                .asText();
        require(certificate.commonName().equals(sender), "is for " + certificate.commonName() + ", not " + sender);
        require(certificate.issuedBy(authority), "is not issued by the authority in chain.crt");
        require(
                trustedAuthority == null || authority.pem().equals(trustedAuthority.pem()),
                "the authority in chain.crt is not the one that you trust");
        Instant accepted = acceptedAt(folder);
        require(certificate.validAt(accepted), "was not valid at " + accepted);
        require(authority.validAt(accepted), "the authority was not valid at " + accepted);
        return certificate.organisation() + ", issued by " + authority.organisation();
    }

    private String entry(String folder) {
        JsonNode entry = CanonicalJson.parse(file(folder + "entry.json"));
        LogEntry expected = LogEntry.of(
                entry.path("kind").asText(),
                acceptedAt(folder),
                file(folder + "salt.bin"),
                file(folder + "signed.txt"),
                file(folder + "signature.der"));
        require(file(folder + "salt.bin").length == LogEntry.SALT_BYTES, "the salt is not 32 bytes long");
        require(Arrays.equals(expected.bytes(), file(folder + "entry.json")), "does not commit to this statement");
        return expected.kind() + " accepted at " + LogEntry.written(expected.time());
    }

    private String inclusion(String folder) {
        TlogProof proof = proof(folder);
        require(proof.proves(file(folder + "entry.json")), "the proof does not lead to the checkpoint's root");
        return "leaf " + proof.index() + " of " + proof.head().size();
    }

    private String checkpoint(String folder) {
        TlogProof proof = proof(folder);
        String origin = proof.head().origin();
        List<NoteKey> keys =
                policy.logs().stream().filter(key -> key.name().equals(origin)).toList();
        require(!keys.isEmpty(), "no trusted key for the log " + origin);
        for (NoteKey key : keys) {
            require(proof.note().isSignedBy(key), "not signed by " + key.suite().id() + " key " + key.id());
        }
        return "of " + origin + ", " + keys.size() + " log signatures";
    }

    private String witnesses(String folder) {
        Set<String> cosigners = policy.cosigners(proof(folder).note());
        String seen = cosigners.size() + " of " + policy.names().size()
                + (cosigners.isEmpty() ? "" : " (" + String.join(", ", cosigners) + ")");
        require(
                policy.isWitnessed(proof(folder).note()),
                "cosigned by " + seen + ", which is less than the quorum " + policy.quorum());
        return policy.quorum() == null ? "no quorum is asked; cosigned by " + seen : "cosigned by " + seen;
    }

    private String status(String folder) {
        JsonNode status = CanonicalJson.parse(file(folder + "status.json"));
        require(status.path("keyId").asText().equals(signerKey(folder).id()), "is about another key");
        require(status.path("recordId").asText().equals(recordId(folder)), "is about another record");
        require(status.path("acceptedAt").asText().equals(LogEntry.written(acceptedAt(folder))), "gives another time");
        require(status.path("acceptedAtEpoch").asLong() == acceptedAt(folder).getEpochSecond(), "gives another second");
        require(status.path("keyStatus").asText().equals("valid"), "says the key was not valid");
        return "key valid when accepted";
    }

    private String receiptFits(String folder) {
        JsonNode receipt = CanonicalJson.parse(file(folder + "record.json"));
        JsonNode payload = receipt.path("payload");
        byte[] record = file("record.json");
        require(receipt.path("recordType").asText().equals("receipt"), "is not a receipt");
        String signer = receipt.at("/sender/agencyCode").asText();
        boolean recipient = false;
        for (JsonNode one : CanonicalJson.parse(record).path("recipients")) {
            recipient |= one.path("agencyCode").asText().equals(signer);
        }
        require(recipient, signer + " is not a recipient of the record");
        require(
                payload.path("forMessageId")
                        .asText()
                        .equals(CanonicalJson.parse(record).path("messageId").asText()),
                "is a receipt for another record");
        require(
                payload.at("/digest/sha256").asText().equals(Digests.hex(Digests.sha256(record)))
                        && payload.at("/digest/sm3").asText().equals(Digests.hex(Digests.sm3(record))),
                "carries other digests than the record's");
        return payload.path("kind").asText() + " receipt with the same digests";
    }

    private String recordId(String folder) {
        return CanonicalJson.parse(file(folder + "record.json"))
                .path("recordId")
                .asText();
    }

    private VerifyingKey signerKey(String folder) {
        return Certificate.ofPem(string(file(folder + "signer.crt"))).key();
    }

    private Instant acceptedAt(String folder) {
        return Instant.parse(
                CanonicalJson.parse(file(folder + "entry.json")).path("time").asText());
    }

    private TlogProof proof(String folder) {
        return TlogProof.parse(string(file(folder + "proof.tlog-proof")));
    }

    private byte[] file(String name) {
        byte[] bytes = bundle.files().get(name);
        if (bytes == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return bytes;
    }

    private static String string(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /// Files of a bundle come from anybody: whatever they make a parser throw is a failed check, never a failed
    /// verifier.
    private void check(String name, Supplier<String> body) {
        try {
            checks.add(new Check(name.strip(), true, body.get()));
        } catch (RuntimeException e) {
            checks.add(new Check(name.strip(), false, String.valueOf(e.getMessage())));
        }
    }
}
