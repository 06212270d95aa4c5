package io.concord;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.demo.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// The three scenarios, through the public API of a hub that knows nothing yet.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
@TestMethodOrder(MethodOrderer.DisplayName.class)
class ScenarioIT {

    private static final Hub HUB = Hub.freshDemo();

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        HUB.configure(registry);
        registry.add("concord.demo.letters", () -> false);
        registry.add("concord.roles", () -> "hub");
    }

    static Stream<Path> files() throws IOException {
        return Scenario.in(Path.of("samples/scenarios")).stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void endsAsWritten(Path file) throws IOException {
        Scenario scenario = new Scenario(HUB.url(), HUB.data().resolve("demo/agencies.json"));
        assertThat(faults(scenario, file)).isEmpty();
        assertThat(faults(scenario, file)).as("played again, it is replayed").isEmpty();
    }

    private static List<String> faults(Scenario scenario, Path file) throws IOException {
        List<String> faults = new ArrayList<>();
        scenario.play(
                file, step -> step.faults().forEach(fault -> faults.add(step.no() + " " + step.type() + ": " + fault)));
        return faults;
    }
}
