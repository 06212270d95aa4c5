package io.concord.witness;

import io.concord.ledger.LogKeys;
import io.concord.ledger.LogReader;
import io.concord.platform.ConcordSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
@EnableConfigurationProperties(WitnessConfiguration.Settings.class)
class WitnessConfiguration {

    /// @param policy file with the witnesses, their addresses and the quorum (C2SP tlog-policy); empty for none
    /// @param every pause between two rounds of asking
    /// @param patience how long a witness may take to answer
    @ConfigurationProperties("concord.witness")
    record Settings(
            @DefaultValue("") String policy,
            @DefaultValue("5s") Duration every,
            @DefaultValue("10s") Duration patience) {}

    @Bean
    Witnesses witnesses(
            DataSource database,
            LogReader log,
            LogKeys keys,
            ConcordSettings concord,
            Settings settings,
            InstantSource clock) {
        // An edge elsewhere has an idle ledger; nobody watches that.
        Path file = settings.policy().isEmpty() || !concord.isHub() ? null : Path.of(settings.policy());
        return new Witnesses(database, log, new PolicyFile(file, keys.keys()), clock);
    }

    @Bean
    WitnessRounds witnessRounds(Witnesses witnesses, LogReader log, LogKeys keys, Settings settings) {
        return new WitnessRounds(witnesses, log, keys, settings.every(), settings.patience());
    }
}
