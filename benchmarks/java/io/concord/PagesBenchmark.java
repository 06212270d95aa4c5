package io.concord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/// How long the pages of the desk take, and how many statements each asks the database: with a thousand records and
/// with
/// a hundred thousand, entered through the API. Prints a table for `benchmarks/README.md`.
final class PagesBenchmark {

    private static final int FEW = 1000;
    private static final int MANY = Integer.getInteger("records", 100_000);
    private static final int BATCH = 500;
    private static final int WARM = 30;
    private static final int TIMES = 60;
    private static final String UNION = Envelopes.UNION;
    private static final String HRSS = Envelopes.HRSS;

    private static final AtomicLong STATEMENTS = new AtomicLong();

    private PagesBenchmark() {}

    /// @param millis median and 95th percentile of one page
    private record Taken(double median, double late, long statements) {}

    public static void main(String[] args) {
        Hub hub = Hub.freshDemo();
        System.setProperty(
                "concord.postgres.binaries",
                Path.of("target/postgres").toAbsolutePath().toString());
        SpringApplication program = new SpringApplication(Concord.class);
        program.addInitializers(context -> context.getBeanFactory().addBeanPostProcessor(new Counting()));
        try (ConfigurableApplicationContext context = program.run(
                "--server.port=" + URI.create(hub.url()).getPort(),
                "--concord.data=" + hub.data().toAbsolutePath(),
                "--concord.public-url=" + hub.url(),
                "--concord.roles=hub",
                "--concord.database.port=0",
                "--concord.demo.enabled=true",
                "--concord.demo.quiet=true",
                "--concord.demo.letters=false",
                "--concord.deadline.first-tick=24h",
                "--logging.level.concord.trail=WARN")) {
            JdbcClient sql = JdbcClient.create(context.getBean(DataSource.class));
            enter(hub, 0, FEW);
            Map<String, Taken> few = measure(hub, sql);
            enter(hub, FEW, MANY);
            sql.sql("analyze").update();
            Map<String, Taken> many = measure(hub, sql);
            System.out.printf(
                    "%n| page | p50 ms | p95 ms | statements | to %d records |%n|---|---|---|---|---|%n", FEW);
            many.forEach((page, taken) -> System.out.printf(
                    "| `%s` | %.1f | %.1f | %d | %.2f × |%n",
                    page,
                    taken.median(),
                    taken.late(),
                    taken.statements(),
                    taken.median() / few.get(page).median()));
        }
        System.exit(0);
    }

    /// Two agencies write to each other, three records a matter.
    private static void enter(Hub hub, int from, int to) {
        Random random = new Random(7);
        for (int done = from; done < to; done += BATCH) {
            StringBuilder lines = new StringBuilder();
            StringBuilder others = new StringBuilder();
            for (int i = done; i < done + BATCH; i++) {
                boolean ours = random.nextInt(3) > 0;
                ObjectNode clue =
                        ours ? Envelopes.clue(UNION, HRSS, matter(i)) : Envelopes.clue(HRSS, UNION, matter(i));
                (ours ? lines : others)
                        .append(hub.line(ours ? UNION : HRSS, Envelopes.canonical(clue)))
                        .append('\n');
            }
            hub.batch(UNION, lines.toString());
            hub.batch(HRSS, others.toString());
            if ((done + BATCH) % 10_000 == 0) {
                System.err.println(done + BATCH + " records");
            }
        }
    }

    private static String matter(int i) {
        return "MT-519901-2026-%06d".formatted(100_000 + i / 3);
    }

    private static Map<String, Taken> measure(Hub hub, JdbcClient sql) {
        String message = sql.sql(
                        "select message_id from matter.entry where sender = ? order by leaf_index desc limit 1")
                .param(UNION)
                .query(String.class)
                .single();
        String matter = sql.sql("select matter_id from matter.entry where message_id = ?::uuid")
                .param(message)
                .query(String.class)
                .single();
        Map<String, List<String>> pages = new LinkedHashMap<>();
        pages.put(
                UNION + ".secretariat",
                List.of(
                        "/desk",
                        "/desk?tray=in",
                        "/desk?tray=out",
                        "/desk?tray=due",
                        "/desk?tray=awaited",
                        "/desk?tray=drafts",
                        "/desk/matters",
                        "/desk/matters/" + matter,
                        "/desk/matters/" + matter + "/file",
                        "/desk/records/" + message,
                        "/desk/compose",
                        "/desk/redactions",
                        "/desk/selection",
                        "/desk/meetings",
                        "/desk/board"));
        pages.put("admin", List.of("/desk/operations"));
        pages.put("auditor", List.of("/desk/audit", "/desk/matters"));
        Map<String, Taken> taken = new LinkedHashMap<>();
        pages.forEach((user, paths) -> {
            Visitor visitor = new Visitor(hub.url());
            visitor.signIn(user, "concord-demo");
            for (String path : paths) {
                taken.put(
                        (user.equals("auditor") ? "auditor: " : "")
                                + path.replace(matter, "{id}").replace(message, "{id}"),
                        time(visitor, path));
            }
        });
        return taken;
    }

    private static Taken time(Visitor visitor, String path) {
        double[] millis = new double[TIMES];
        long statements = 0;
        for (int i = -WARM; i < TIMES; i++) {
            long before = STATEMENTS.get();
            long start = System.nanoTime();
            HttpResponse<String> answer = visitor.get(path);
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(path + " " + answer.statusCode());
            }
            if (i >= 0) {
                millis[i] = (System.nanoTime() - start) / 1e6;
                // What goes on beside the page counts too, now and then: the least is the page's own.
                long asked = STATEMENTS.get() - before;
                statements = i == 0 ? asked : Math.min(statements, asked);
            }
        }
        Arrays.sort(millis);
        return new Taken(millis[TIMES / 2], millis[TIMES * 95 / 100], statements);
    }

    /// Counts what is asked of the database.
    private static final class Counting implements BeanPostProcessor {

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean instanceof DataSource source
                    ? new DelegatingDataSource(source) {
                        @Override
                        public Connection getConnection() throws SQLException {
                            return counting(Connection.class, super.getConnection());
                        }
                    }
                    : bean;
        }

        private static <T> T counting(Class<T> type, T counted) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
                        if (method.getName().startsWith("execute")) {
                            STATEMENTS.incrementAndGet();
                        }
                        try {
                            Object answer = method.invoke(counted, given);
                            return answer instanceof PreparedStatement statement
                                    ? counting(PreparedStatement.class, statement)
                                    : answer;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }
    }
}
