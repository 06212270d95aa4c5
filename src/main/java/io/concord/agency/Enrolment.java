package io.concord.agency;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.crypto.Certificate;
import io.concord.crypto.Digests;
import io.concord.envelope.AgencyCode;
import io.concord.envelope.CanonicalJson;
import io.concord.ledger.Ledger;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Changes the register; saying the same again changes nothing. Every change of a key is an entry of the public
/// log.
@Component
public class Enrolment {

    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final Agencies agencies;
    private final Ledger ledger;
    private final InstantSource clock;

    Enrolment(
            DataSource database,
            TransactionTemplate transaction,
            Agencies agencies,
            Ledger ledger,
            InstantSource clock) {
        this.sql = JdbcClient.create(database);
        this.transaction = transaction;
        this.agencies = agencies;
        this.ledger = ledger;
        this.clock = clock;
    }

    /// Enters agencies and agreements.
    public void enter(List<Agency> entered, List<Agreement> agreements) {
        transaction.executeWithoutResult(status -> {
            int changes = 0;
            for (Agency agency : entered) {
                changes += sql.sql("insert into agency.agency values (?, ?, ?, ?) on conflict (code) do update"
                                + " set name = excluded.name, valid_from = excluded.valid_from, valid_to = excluded.valid_to"
                                + " where (agency.name, agency.valid_from, agency.valid_to)"
                                + " is distinct from (excluded.name, excluded.valid_from, excluded.valid_to)")
                        .params(agency.code().value(), agency.name(), agency.validFrom(), agency.validTo())
                        .update();
            }
            for (Agreement a : agreements) {
                changes += sql.sql("insert into agency.agreement values (?, ?, ?, ?, ?) on conflict do nothing")
                        .params(a.recordType(), a.sender(), a.recipient(), a.validFrom(), a.validTo())
                        .update();
            }
            raiseVersion(changes);
        });
        agencies.refreshNow();
    }

    /// Enters a key by its certificate, which must name the agency and come from the authority.
    ///
    /// @throws IllegalArgumentException when it does not
    public void enterKey(AgencyCode agency, Certificate certificate, Certificate authority) {
        if (!certificate.commonName().equals(agency.value())) {
            throw new IllegalArgumentException(
                    "the certificate is for " + certificate.commonName() + ", not " + agency);
        }
        if (!certificate.issuedBy(authority)) {
            throw new IllegalArgumentException("the certificate is not issued by that authority");
        }
        if (agencies.register().findKey(certificate.key().id()).isPresent()) {
            return;
        }
        // The public entry first: a key that may be used is never without one.
        ObjectNode act = act("ENTER", agency, certificate.key().id());
        act.put("suite", certificate.key().suite().id());
        act.put("spki", Base64.getEncoder().encodeToString(certificate.key().spki()));
        ledger.appendAct("key", CanonicalJson.write(act));
        transaction.executeWithoutResult(status -> raiseVersion(
                sql.sql("insert into agency.signing_key values (?, ?, ?, ?, ?, ?, ?, ?, null) on conflict do nothing")
                        .params(
                                certificate.key().id(),
                                agency.value(),
                                certificate.key().suite().id(),
                                certificate.key().spki(),
                                certificate.pem(),
                                authority.pem(),
                                Timestamp.from(certificate.notBefore()),
                                Timestamp.from(certificate.notAfter()))
                        .update()));
        agencies.refreshNow();
    }

    /// Ends the use of a key from now on. Records accepted before stay valid.
    public void revokeKey(AgencyCode agency, String keyId) {
        boolean valid = agencies.register()
                .findKey(keyId)
                .filter(key -> key.agency().equals(agency) && key.revokedAt() == null)
                .isPresent();
        if (!valid) {
            return;
        }
        // The public entry first, as for a new key.
        ledger.appendAct("key", CanonicalJson.write(act("REVOKE", agency, keyId)));
        Instant now = clock.instant();
        transaction.executeWithoutResult(status -> raiseVersion(sql.sql(
                        "update agency.signing_key set revoked_at = ? where key_id = ? and agency_code = ? and revoked_at is null")
                .params(Timestamp.from(now), keyId, agency.value())
                .update()));
        agencies.refreshNow();
    }

    /// Enters a bearer token; only its digest is kept.
    public void enterToken(AgencyCode agency, String token) {
        transaction.executeWithoutResult(status ->
                raiseVersion(sql.sql("insert into agency.token values (?, ?, null) on conflict do nothing")
                        .params(Digests.sha256(token.getBytes(StandardCharsets.UTF_8)), agency.value())
                        .update()));
        agencies.refreshNow();
    }

    /// Lets an agency's systems in by these tokens and certificates and no others; what it had before ends.
    ///
    /// @param tokens their SHA-256, lower-case hex
    /// @param certificates client certificates for TLS
    public void enterAccess(AgencyCode agency, List<String> tokens, List<X509Certificate> certificates) {
        byte[][] tokenDigests = tokens.stream().map(Digests::unhex).toArray(byte[][]::new);
        byte[][] certificateDigests =
                certificates.stream().map(Register::digest).toArray(byte[][]::new);
        transaction.executeWithoutResult(status -> {
            int changes = sql.sql("delete from agency.token where agency_code = ? and sha256 <> all (?)")
                    .params(agency.value(), tokenDigests)
                    .update();
            changes += sql.sql("delete from agency.client_certificate where agency_code = ? and sha256 <> all (?)")
                    .params(agency.value(), certificateDigests)
                    .update();
            // What was another agency's is this one's now.
            for (byte[] token : tokenDigests) {
                changes += sql.sql(
                                "insert into agency.token values (?, ?, null) on conflict (sha256) do update"
                                        + " set agency_code = excluded.agency_code where token.agency_code <> excluded.agency_code")
                        .params(token, agency.value())
                        .update();
            }
            for (X509Certificate certificate : certificates) {
                changes += sql.sql(
                                "insert into agency.client_certificate values (?, ?, ?) on conflict (sha256) do update"
                                        + " set agency_code = excluded.agency_code"
                                        + " where client_certificate.agency_code <> excluded.agency_code")
                        .params(
                                Register.digest(certificate),
                                agency.value(),
                                Timestamp.from(certificate.getNotAfter().toInstant()))
                        .update();
            }
            raiseVersion(changes);
        });
        agencies.refreshNow();
    }

    private static ObjectNode act(String action, AgencyCode agency, String keyId) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("action", action)
                .put("agencyCode", agency.value())
                .put("keyId", keyId);
    }

    private void raiseVersion(int changes) {
        if (changes > 0) {
            sql.sql("update agency.version set number = number + 1").update();
        }
    }
}
