package io.concord.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.concord.dialect.Dialects;
import io.concord.edge.EdgeAgencies;
import io.concord.edge.FrontEnds;
import io.concord.platform.ConcordSettings;
import io.concord.platform.ProductFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Loads the route files of the roles that this process has: what both share, `routes/hub`, `routes/edge/templates`,
/// and the
/// connections of those agencies that this edge acts for.
@Component
class RouteFiles implements CamelContextConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);
    private static final String TEMPLATES = "edge/templates/";

    private final ConcordSettings settings;
    private final EdgeAgencies agencies;
    private final FrontEnds frontEnds;
    private final Dialects dialects;

    RouteFiles(ConcordSettings settings, EdgeAgencies agencies, FrontEnds frontEnds, Dialects dialects) {
        this.dialects = dialects;
        this.settings = settings;
        this.agencies = agencies;
        this.frontEnds = frontEnds;
    }

    @Override
    public void beforeApplicationStart(CamelContext context) {
        Map<String, String> files = ProductFiles.read(settings.home(), "routes");
        List<String> wanted = new ArrayList<>();
        // Connections name templates, so these come first.
        files.keySet().stream().filter(path -> !path.contains("/")).forEach(wanted::add);
        files.keySet().stream()
                .filter(path -> settings.isHub() && path.startsWith("hub/"))
                .forEach(wanted::add);
        if (settings.isEdge()) {
            frontEnds.all().forEach((name, database) -> context.getRegistry().bind(name, database));
            files.keySet().stream().filter(path -> path.startsWith(TEMPLATES)).forEach(wanted::add);
            files.keySet().stream()
                    .filter(path -> path.startsWith("edge/") && !path.startsWith(TEMPLATES))
                    .filter(path -> path.endsWith(".camel.yaml") && isOurs(path, String.valueOf(files.get(path))))
                    .forEach(wanted::add);
        }
        for (String path : wanted) {
            if (path.endsWith(".camel.yaml")) {
                start(context, path, String.valueOf(files.get(path)));
            }
        }
    }

    /// A connection that cannot be made is one agency's trouble; everything else is the program's.
    private static void start(CamelContext context, String path, String text) {
        try {
            load(context, ResourceHelper.fromString(path, text));
        } catch (IllegalStateException e) {
            if (!path.startsWith("edge/") || path.startsWith(TEMPLATES)) {
                throw e;
            }
            LOG.error("{}: this connection is not started", e.getMessage());
        }
    }

    /// Whether this edge has what the file's connections need.
    private boolean isOurs(String path, String text) {
        try {
            JsonNode file = new YAMLMapper().readTree(text);
            for (JsonNode entry : file) {
                for (JsonNode parameter : entry.at("/templatedRoute/parameters")) {
                    String missing = missing(
                            parameter.path("name").asText(),
                            parameter.path("value").asText());
                    if (!missing.isEmpty()) {
                        LOG.warn("routes/{} is not started: {}", path, missing);
                        return false;
                    }
                }
            }
            return true;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("routes/" + path + ": " + e.getOriginalMessage(), e);
        }
    }

    /// What this edge lacks for a parameter of a connection; empty where it lacks nothing.
    private String missing(String name, String value) {
        return switch (name) {
            case "agency" ->
                agencies.has(value) ? "" : "this edge has no keys for " + value + " (concord.edge.agencies)";
            case "dialect" -> dialects.has(value) ? "" : "there is no routes/edge/" + value + "/dialect.yaml";
            case "dataSource" ->
                frontEnds.all().containsKey(value) ? "" : "set concord.edge.databases." + value + ".url";
            default -> "";
        };
    }

    private static void load(CamelContext context, Resource resource) {
        try {
            PluginHelper.getRoutesLoader(context).loadRoutes(resource);
        } catch (Exception e) {
            throw new IllegalStateException("routes/" + resource.getLocation() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void afterApplicationStart(CamelContext context) {}
}
