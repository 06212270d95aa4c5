package io.concord.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
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

    RouteFiles(ConcordSettings settings, EdgeAgencies agencies, FrontEnds frontEnds) {
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
        wanted.stream()
                .filter(path -> path.endsWith(".camel.yaml"))
                .forEach(path -> load(context, ResourceHelper.fromString(path, files.get(path))));
    }

    /// Whether this edge has the keys of every agency that the file's connections act for.
    private boolean isOurs(String path, String text) {
        try {
            JsonNode file = new YAMLMapper().readTree(text);
            for (JsonNode entry : file) {
                for (JsonNode parameter : entry.at("/templatedRoute/parameters")) {
                    String agency = parameter.path("value").asText();
                    if (parameter.path("name").asText().equals("agency") && !agencies.has(agency)) {
                        LOG.warn("routes/{} is not started: this edge has no keys for {}", path, agency);
                        return false;
                    }
                }
            }
            return true;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("routes/" + path + ": " + e.getOriginalMessage(), e);
        }
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
