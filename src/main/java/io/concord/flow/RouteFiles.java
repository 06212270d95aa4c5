package io.concord.flow;

import io.concord.platform.ConcordSettings;
import io.concord.platform.ProductFiles;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.springframework.stereotype.Component;

/// Loads the route files of the roles that this process has: `routes/hub`, `routes/edge`, and what both share.
@Component
class RouteFiles implements CamelContextConfiguration {

    private final ConcordSettings settings;

    RouteFiles(ConcordSettings settings) {
        this.settings = settings;
    }

    @Override
    public void beforeApplicationStart(CamelContext context) {
        Map<String, String> files = ProductFiles.read(settings.home(), "routes");
        files.forEach((path, text) -> {
            boolean wanted = path.endsWith(".camel.yaml")
                    && (!path.contains("/")
                            || path.startsWith("hub/") && settings.isHub()
                            || path.startsWith("edge/") && settings.isEdge());
            if (wanted) {
                load(context, ResourceHelper.fromString(path, text));
            }
        });
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
