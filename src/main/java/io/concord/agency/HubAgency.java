package io.concord.agency;

import io.concord.crypto.Certificate;
import io.concord.crypto.SoftwareKey;
import io.concord.crypto.Suite;
import io.concord.envelope.AgencyCode;
import io.concord.envelope.Envelope;
import io.concord.evidence.SignedText;
import io.concord.ledger.Ledger;
import io.concord.ledger.LogKeys;
import io.concord.ledger.Outcome;
import io.concord.ledger.SignedRecord;
import io.concord.platform.ConcordSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/// The hub as an agency of its own: it urges and states what its log shows, in signed records like everybody's.
@Component
public class HubAgency implements InitializingBean {

    private static final Duration LIFETIME = Duration.ofDays(3650);
    private static final LocalDate SINCE = LocalDate.of(2021, 1, 1);

    private final ConcordSettings settings;
    private final Enrolment enrolment;
    private final Agencies agencies;
    private final Ledger ledger;
    private final LogKeys logKeys;
    private final SecureRandom random;
    private final InstantSource clock;
    private @Nullable SoftwareKey key;

    HubAgency(
            ConcordSettings settings,
            Enrolment enrolment,
            Agencies agencies,
            Ledger ledger,
            LogKeys logKeys,
            SecureRandom random,
            InstantSource clock) {
        this.settings = settings;
        this.enrolment = enrolment;
        this.agencies = agencies;
        this.ledger = ledger;
        this.logKeys = logKeys;
        this.random = random;
        this.clock = clock;
    }

    /// Its code, the same on every node.
    public AgencyCode code() {
        return new AgencyCode("100000-EXCHANGE_HUB-01");
    }

    /// Makes its key at the first start, certified by the log's own key, and enters it like any agency's.
    @Override
    public void afterPropertiesSet() throws IOException {
        if (!settings.isHub()) {
            return;
        }
        Path folder = settings.data().resolve("keys");
        Path keyFile = folder.resolve(code() + ".pem");
        Path certificateFile = folder.resolve(code() + ".crt");
        Path authorityFile = folder.resolve("hub-authority.crt");
        if (!Files.exists(certificateFile)) {
            Instant now = clock.instant();
            Certificate authority = Certificate.authority(
                    logKeys.origin(),
                    logKeys.seal().secret(),
                    now.minus(Duration.ofMinutes(5)),
                    now.plus(LIFETIME),
                    random);
            SoftwareKey fresh = SoftwareKey.generate(Suite.SM2_SM3, random);
            fresh.save(keyFile);
            Files.writeString(authorityFile, authority.pem());
            Files.writeString(
                    certificateFile,
                    authority
                            .issue(
                                    "Concord",
                                    code().value(),
                                    fresh.publicKey(),
                                    logKeys.seal().secret(),
                                    now.minus(Duration.ofMinutes(5)),
                                    now.plus(LIFETIME),
                                    random)
                            .pem());
        }
        key = SoftwareKey.load(keyFile);
        enrolment.enter(
                List.of(new Agency(code(), "交换枢纽", SINCE, null)),
                List.of(
                        new Agreement("*", code().value(), "*", SINCE, null),
                        new Agreement("receipt", "*", code().value(), SINCE, null)));
        enrolment.enterKey(
                code(),
                Certificate.ofPem(Files.readString(certificateFile)),
                Certificate.ofPem(Files.readString(authorityFile)));
    }

    /// Signs a record of the hub's own and has it accepted.
    ///
    /// @param canonical canonical bytes of the envelope
    public CompletableFuture<Outcome> send(Envelope envelope, byte[] canonical) {
        SoftwareKey own = Objects.requireNonNull(key, "this process is not a hub");
        SignedText text = SignedText.of(SignedText.SUBMIT, code().value(), own.publicKey(), canonical);
        Register register = agencies.register();
        Instant validTo =
                register.findKey(own.publicKey().id()).map(AgencyKey::validTo).orElse(Instant.MAX);
        return ledger.append(new SignedRecord(
                envelope, text, own.sign(text.bytes()), "record", "signed", register.version(), validTo));
    }
}
