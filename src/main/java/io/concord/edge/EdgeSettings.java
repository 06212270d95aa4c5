package io.concord.edge;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How an edge reaches its hub and its agencies.
///
/// @param hub address of the hub, without a trailing slash
/// @param agencies JSON file `[{agencyCode, token, keyFile, clientCertificate, …}]` of the agencies that this edge acts
/// for
/// @param logKeys file with the hub's verifier keys (`log.vkey`); receipts are checked against them. Fetched from
/// the hub
/// and kept at the first use where the file does not exist
/// @param timeout for one call, long polls aside
/// @param longPoll length of a long poll
/// @param ferry whether there is no network to the hub: what waits is packed into files
/// (`routes/edge/templates/ferry-…`)
/// @param ferryPeriod how often a package is made although nothing new waits, to ask for the mailbox
/// @param databases front-end databases of the agencies' own systems, by the names that connections use
@Validated
@ConfigurationProperties("concord.edge")
public record EdgeSettings(
        String hub,
        Path agencies,
        Path logKeys,
        @DefaultValue("20s") Duration timeout,
        @DefaultValue("20s") Duration longPoll,
        @DefaultValue("false") boolean ferry,
        @DefaultValue("1h") Duration ferryPeriod,
        @DefaultValue Map<String, FrontEnd> databases) {

    /// @param url JDBC URL; empty is the edge's own database, as in the demo
    public record FrontEnd(
            @DefaultValue("") String url,
            @DefaultValue("") String user,
            @DefaultValue("") String password) {}
}
