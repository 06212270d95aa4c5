package io.concord.intake;

import io.concord.agency.AgencyKey;
import io.concord.agency.Register;
import io.concord.crypto.Suite;
import io.concord.envelope.Envelope;
import io.concord.evidence.SignedText;
import io.concord.problem.Reason;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whose key it is, whether it may be used now, and whether the signature is its.
final class SignatureChecks {

    private SignatureChecks() {}

    /// The text that was signed; null with reasons added where something stands against it.
    static @Nullable SignedText check(
            Submission submission, Envelope envelope, Register register, Instant now, List<Reason> reasons) {
        String keyId = submission.key();
        if (submission.suite() == null || keyId == null || submission.signature() == null) {
            reasons.add(Reason.of(
                    "header-missing",
                    "须有 Concord-Suite、Concord-Key、Concord-Signature",
                    "Concord-Suite, Concord-Key and Concord-Signature are needed"));
            return null;
        }
        Suite suite = Suite.find(submission.suite()).orElse(null);
        if (suite == null) {
            reasons.add(Reason.of(
                    "suite-unknown", "没有套件 " + submission.suite(), "there is no suite " + submission.suite()));
            return null;
        }
        byte[] signature = decode(submission.signature());
        if (signature.length == 0) {
            reasons.add(Reason.of("signature-malformed", "签名不是 Base64", "the signature is not base64"));
            return null;
        }
        AgencyKey key = register.findKey(keyId.toLowerCase(Locale.ROOT)).orElse(null);
        if (key == null) {
            reasons.add(Reason.of("key-unknown", "密钥 " + keyId + " 未登记", "key " + keyId + " is not registered"));
            return null;
        }
        if (!key.agency().equals(envelope.sender())) {
            reasons.add(Reason.of("key-foreign", "该密钥属于 " + key.agency(), "the key belongs to " + key.agency()));
            return null;
        }
        standing(key, now, reasons);
        if (key.key().suite() != suite) {
            reasons.add(Reason.of(
                    "suite-mismatch",
                    "该密钥的套件是 " + key.key().suite().id(),
                    "the key's suite is " + key.key().suite().id()));
            return null;
        }
        SignedText text = SignedText.of(SignedText.SUBMIT, envelope.sender().value(), key.key(), envelope.bytes());
        if (!key.key().verify(text.bytes(), signature)) {
            reasons.add(Reason.of(
                    "signature-invalid",
                    "签名与待签文本不符（sha256 " + text.sha256() + "）",
                    "the signature is not over the text with sha256 " + text.sha256()));
            return null;
        }
        return text;
    }

    private static void standing(AgencyKey key, Instant now, List<Reason> reasons) {
        switch (key.at(now)) {
            case VALID -> {}
            case NOT_YET_VALID ->
                reasons.add(Reason.of(
                        "key-not-yet-valid", "自 " + key.validFrom() + " 起有效", "valid from " + key.validFrom()));
            case EXPIRED ->
                reasons.add(Reason.of("key-expired", "已于 " + key.validTo() + " 过期", "expired at " + key.validTo()));
            case REVOKED ->
                reasons.add(Reason.of("key-revoked", "已于 " + key.revokedAt() + " 吊销", "revoked at " + key.revokedAt()));
        }
    }

    /// The bytes of a base64 text; none where it is not base64.
    static byte[] decode(@Nullable String base64) {
        try {
            return base64 == null ? new byte[0] : Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
