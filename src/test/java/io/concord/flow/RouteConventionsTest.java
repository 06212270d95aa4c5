package io.concord.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.concord.operations.Connections;
import io.concord.platform.ProductFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.stereotype.Component;

/// Every route file is one flow that only names things.
class RouteConventionsTest {

    private static final String TEMPLATES = "edge/templates/";
    private static final Map<String, String> FILES = routeFiles();

    private static Map<String, String> routeFiles() {
        Map<String, String> files = new TreeMap<>(ProductFiles.read(Path.of(""), "routes"));
        ProductFiles.read(Path.of(""), "samples").forEach((path, text) -> {
            if (path.startsWith("transports/")) {
                files.put("edge/" + path, text);
            }
        });
        files.keySet().removeIf(path -> !path.endsWith(".camel.yaml"));
        return files;
    }

    static Stream<String> routes() {
        return FILES.keySet().stream().filter(path -> path.startsWith("hub/"));
    }

    static Stream<String> templates() {
        return FILES.keySet().stream().filter(path -> path.startsWith(TEMPLATES));
    }

    static Stream<String> connections() {
        return FILES.keySet().stream().filter(path -> path.startsWith("edge/") && !path.startsWith(TEMPLATES));
    }

    static Stream<String> all() {
        return FILES.keySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("routes")
    void isOneDescribedRouteNamedAsItsFile(String path) throws JsonProcessingException {
        isWellFormed(path, yaml(path).at("/0/route"), yaml(path).at("/0/route/id"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("templates")
    void isOneDescribedTemplateNamedAsItsFile(String path) throws JsonProcessingException {
        isWellFormed(path, yaml(path).at("/0/routeTemplate/route"), yaml(path).at("/0/routeTemplate/id"));
    }

    private static void isWellFormed(String path, JsonNode route, JsonNode id) throws JsonProcessingException {
        assertThat(yaml(path)).hasSize(1);
        assertThat(path).endsWith("/" + id.asText() + ".camel.yaml");
        assertThat(route.path("description").asText()).isNotBlank();
        assertThat(route.path("routeConfigurationId").asText()).startsWith("on-error");
        assertThat(FILES.get(path)).as("opens with why the flow exists").startsWith("# ");
        assertThat(String.valueOf(FILES.get(path)).lines().count()).isLessThanOrEqualTo(70);
        assertThat(FILES.get(path)).as("no scripting").doesNotContain("groovy:", "js:", "python:", "mvel:", "java:");
    }

    /// A connection only gives a template its parameters: all that it asks for, and none that it does not know.
    @Test
    void connectionsFillTheirTemplates() {
        Map<String, String> files = new TreeMap<>(ProductFiles.read(Path.of(""), "routes"));
        files.putAll(FILES);
        assertThat(Connections.faults(files)).isEmpty();
        files.put("edge/bad/connection.camel.yaml", """
                - templatedRoute:
                    routeId: bad
                    routeTemplateRef: folder-in
                    parameters:
                      - {name: connection, value: bad}
                      - {name: dialect, value: klingon}
                      - {name: agency, value: nobody}
                      - {name: foldr, value: x}
                - templatedRoute: {routeId: worse, routeTemplateRef: pigeon}
                """);
        assertThat(Connections.faults(files))
                .containsExactly(
                        "routes/edge/bad/connection.camel.yaml bad: the template folder-in also needs folder",
                        "routes/edge/bad/connection.camel.yaml bad: the template folder-in has no parameter foldr",
                        "routes/edge/bad/connection.camel.yaml bad: there is no routes/edge/klingon/dialect.yaml",
                        "routes/edge/bad/connection.camel.yaml bad: nobody is no agency code",
                        "routes/edge/bad/connection.camel.yaml worse: there is no template pigeon");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("connections")
    void connectionsSayWhoseSystemItIs(String path) {
        assertThat(FILES.get(path)).startsWith("# ");
    }

    @Test
    void everyStepExistsAndIsUsed() throws JsonProcessingException {
        Set<String> used = new TreeSet<>();
        for (String path : FILES.keySet()) {
            yaml(path)
                    .findValues("bean")
                    .forEach(bean -> used.add(bean.path("ref").asText()));
        }
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(Component.class));
        Set<String> steps = scan.findCandidateComponents("io.concord.flow").stream()
                .map(bean -> String.valueOf(bean.getBeanClassName()).replaceFirst(".*\\.", ""))
                .map(name -> name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1))
                .filter(name -> !Set.of(
                                "routeFiles",
                                "routeFigures",
                                "camelChannel",
                                "camelSink",
                                "transportConfiguration",
                                "sometimes")
                        .contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(used).isEqualTo(steps);
    }

    @Test
    void everyDirectEndpointHasOneConsumer() throws JsonProcessingException {
        Set<String> consumers = new TreeSet<>();
        Set<String> producers = new TreeSet<>();
        for (String path : FILES.keySet()) {
            String from = yaml(path).at("/0/route/from/uri").asText();
            if (from.startsWith("direct:")) {
                assertThat(consumers.add(from)).as(from).isTrue();
            }
            yaml(path).findValues("to").forEach(to -> {
                if (to.path("uri").asText().startsWith("direct:")) {
                    producers.add(to.path("uri").asText());
                }
            });
        }
        // The hub's own deliveries call these by the name of the channel.
        consumers.removeIf(from -> from.startsWith("direct:push-"));
        assertThat(producers).isEqualTo(consumers);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void fitsCamelsOwnYamlSchema(String path) throws IOException {
        Schema schema;
        try (InputStream in = RouteConventionsTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(new ObjectMapper().readTree(in));
        }
        List<Error> errors = schema.validate(yaml(path));
        assertThat(errors).isEmpty();
    }

    private static JsonNode yaml(String path) throws JsonProcessingException {
        return new YAMLMapper().readTree(FILES.get(path));
    }
}
