package io.concord.platform;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.validation.annotation.Validated;

/// What every part may need to know of how the program was started.
///
/// @param roles hub, edge or both
/// @param homeFolder where `routes`, `schemas` and `samples` are looked for before the defaults in the jar
/// @param data folder of everything that the program keeps: database, keys, edge files
/// @param publicUrl address under which others reach this hub, without a trailing slash; also the log's origin
@Validated
@ConfigurationProperties("concord")
public record ConcordSettings(
        @DefaultValue({"hub", "edge"}) Set<Role> roles,
        @Name("home") @DefaultValue(".") String homeFolder,
        @DefaultValue("data") Path data,
        @DefaultValue("http://localhost:8080") String publicUrl,
        @DefaultValue Database database,
        @DefaultValue Demo demo) {

    /// What a process does.
    public enum Role {
        HUB,
        EDGE
    }

    /// Where records are kept.
    ///
    /// @param url JDBC URL of a PostgreSQL; empty starts the embedded one in the data folder
    /// @param port of the embedded server on 127.0.0.1; 0 takes any free one
    /// @param poolSize most connections at a time
    public record Database(
            @DefaultValue("") String url,
            @Nullable String user,
            @Nullable String password,
            @DefaultValue("15432") @Min(0) @Max(65535) int port,
            @DefaultValue("16") @Min(4) @Max(100) int poolSize) {}

    /// @param enabled make the fictional agencies, their keys and a first exchange; never on a hub in service
    public record Demo(@DefaultValue("false") boolean enabled) {}

    /// Where `routes`, `schemas` and `samples` are looked for. A text above, since Spring would look for a relative
    /// path in the web
    /// server's own folder first.
    public Path home() {
        return Path.of(homeFolder);
    }

    public boolean isHub() {
        return roles.contains(Role.HUB);
    }

    public boolean isEdge() {
        return roles.contains(Role.EDGE);
    }

    /// The log's name: the public address without its scheme (C2SP tlog-tiles), with `/log`.
    public String logOrigin() {
        return publicUrl.replaceFirst("^[a-z]+://", "") + "/log";
    }
}
