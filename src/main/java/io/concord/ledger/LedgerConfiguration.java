package io.concord.ledger;

import io.concord.platform.ConcordSettings;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.annotation.Validated;

@Configuration
@EnableConfigurationProperties(LedgerConfiguration.Settings.class)
class LedgerConfiguration {

    /// @param maxBatch most records in one commit
    /// @param queueSize records that may wait for a commit before more are turned away
    @Validated
    @ConfigurationProperties("concord.ledger")
    record Settings(
            @DefaultValue("256") @Min(1) @Max(4096) int maxBatch,
            @DefaultValue("4096") @Min(1) int queueSize) {}

    @Bean
    LogReader logReader(DataSource database) {
        return new LogReader(database);
    }

    @Bean
    LogKeys logKeys(ConcordSettings settings, SecureRandom random) throws IOException {
        // An edge elsewhere has a ledger too, if an idle one; its keys must not be taken for the hub's.
        Path folder = settings.data().resolve(settings.isHub() ? "keys" : "edge/keys");
        return LogKeys.open(folder, settings.logOrigin(), random);
    }

    @Bean
    Ledger ledger(
            DataSource database,
            LogKeys keys,
            LogReader reader,
            List<CommitParticipant> participants,
            ObjectProvider<CommitJudge> judge,
            List<StartCheck> checks,
            InstantSource clock,
            SecureRandom random,
            ConcordSettings concord,
            Settings settings)
            throws IOException {
        Files.createDirectories(concord.data().resolve("log"));
        LastCheckpoint last = new LastCheckpoint(concord.data().resolve("log/checkpoint"));
        reader.latest().ifPresent(keys::requireOwn);
        last.compareWith(reader);
        checks.forEach(StartCheck::beforeSigning);
        BatchWriter writer =
                new BatchWriter(database, keys, reader, participants, judge.getIfAvailable(), clock, random, last);
        return new Ledger(writer, last, settings.maxBatch(), settings.queueSize());
    }
}
