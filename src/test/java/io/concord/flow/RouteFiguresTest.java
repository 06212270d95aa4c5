package io.concord.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class RouteFiguresTest {

    private static final Instant NOW = Instant.parse("2026-01-15T02:00:00Z");

    private final RouteFigures figures = new RouteFigures(InstantSource.fixed(NOW), new SimpleMeterRegistry());

    @Test
    void whatEndsWellAndWhatFailsIsCountedOnce() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            figures.beforeApplicationStart(context);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:well?exchangePattern=InOnly").routeId("well").log("${body}");
                    from("direct:dealt-with")
                            .routeId("dealt-with")
                            .onException(IllegalStateException.class)
                            .handled(true)
                            .process(figures::failed)
                            .end()
                            .throwException(new IllegalStateException(
                                    "of 张三", new java.net.ConnectException("Connection refused")));
                    from("direct:fails").routeId("fails").throwException(new IllegalStateException("the record of 李四"));
                }
            });
            context.start();
            for (String route : new String[] {"well", "well", "dealt-with", "fails"}) {
                Exchange sent = context.createProducerTemplate().send("direct:" + route, exchange -> {});
                assertThat(sent.isFailed()).isEqualTo(route.equals("fails"));
            }
            assertThat(figures.all())
                    .extracting(
                            RouteFigures.Standing::id, RouteFigures.Standing::handled, RouteFigures.Standing::failed)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("dealt-with", 1L, 1L),
                            org.assertj.core.groups.Tuple.tuple("fails", 1L, 1L),
                            org.assertj.core.groups.Tuple.tuple("well", 2L, 0L));
            assertThat(figures.all().getFirst().error())
                    .isEqualTo("IllegalStateException ← ConnectException: Connection refused");
            assertThat(figures.all().getFirst().at()).isEqualTo(NOW);
            assertThat(figures.all().get(1).error()).isEqualTo("IllegalStateException");
            assertThat(figures.all().get(2).from()).isEqualTo("direct://well").doesNotContain("?");
        }
    }
}
