package io.concord.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.concord.envelope.AgencyCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What is wrong with connection files before they are started: a template that is not there, parameters that are
/// missing or that it does not know, a dialect without a folder, a code that is none.
public final class Connections {

    private static final String TEMPLATES = "edge/templates/";

    private Connections() {}

    /// @param routes the files of `routes` by path
    /// @return a line for each fault, with the file and the connection
    public static List<String> faults(Map<String, String> routes) {
        List<String> faults = new ArrayList<>();
        routes.forEach((path, text) -> {
            if (path.startsWith("edge/") && !path.startsWith(TEMPLATES) && path.endsWith(".camel.yaml")) {
                try {
                    for (JsonNode entry : new YAMLMapper().readTree(text)) {
                        check(routes, path, entry.path("templatedRoute"), faults);
                    }
                } catch (JsonProcessingException e) {
                    faults.add("routes/" + path + ": " + e.getOriginalMessage());
                }
            }
        });
        return faults;
    }

    private static void check(Map<String, String> routes, String path, JsonNode connection, List<String> faults)
            throws JsonProcessingException {
        String where = "routes/" + path + " " + connection.path("routeId").asText("(no routeId)") + ": ";
        String name = connection.path("routeTemplateRef").asText();
        String template = routes.get(TEMPLATES + name + ".camel.yaml");
        if (template == null) {
            faults.add(where + "there is no template " + name);
            return;
        }
        Set<String> missing = new TreeSet<>();
        Set<String> unknown = new TreeSet<>(connection.path("parameters").findValuesAsText("name"));
        for (JsonNode parameter : new YAMLMapper().readTree(template).at("/0/routeTemplate/parameters")) {
            String id = parameter.path("name").asText();
            if (!unknown.remove(id) && !parameter.has("defaultValue")) {
                missing.add(id);
            }
        }
        if (!missing.isEmpty()) {
            faults.add(where + "the template " + name + " also needs " + String.join(", ", missing));
        }
        if (!unknown.isEmpty()) {
            faults.add(where + "the template " + name + " has no parameter " + String.join(", ", unknown));
        }
        for (JsonNode parameter : connection.path("parameters")) {
            String value = parameter.path("value").asText();
            switch (parameter.path("name").asText()) {
                case "dialect" -> {
                    if (!routes.containsKey("edge/" + value + "/dialect.yaml")) {
                        faults.add(where + "there is no routes/edge/" + value + "/dialect.yaml");
                    }
                }
                case "agency" -> {
                    if (!value.contains("{{") && !AgencyCode.isValid(value)) {
                        faults.add(where + value + " is no agency code");
                    }
                }
                default -> {}
            }
        }
    }
}
