package io.concord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.crypto.SoftwareKey;
import io.concord.evidence.OfflinePackage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// Two agencies without a network to the hub: a courier carries packages, loses one, and brings another twice.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
@DirtiesContext
class FerryIT {

    private static final Hub HUB = Hub.freshDemo();
    private static final String UNION = "519901-TRADE_UNION-01";

    @Autowired
    JdbcClient sql;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        HUB.configure(registry);
        registry.add("concord.edge.ferry", () -> true);
        registry.add("concord.edge.ferry-period", () -> "1s");
        registry.add(
                "concord.home",
                () -> Homes.withConnections(HUB.data().toAbsolutePath().resolve("home"), "samples/ferry"));
    }

    /// One round of the courier: everything that lies ready, in both directions.
    private static void carry(boolean twice) {
        for (Map.Entry<String, String> agency :
                Map.of("union", UNION, "hrss", "519901-HRSS-01").entrySet()) {
            Path edge = HUB.data().resolve("edge/" + agency.getKey() + "/ferry");
            move(edge.resolve("out"), HUB.data().resolve("ferry/in"), twice);
            move(HUB.data().resolve("ferry/out/" + agency.getValue()), edge.resolve("in"), twice);
        }
    }

    private static void move(Path from, Path to, boolean twice) {
        for (Path file : zips(from)) {
            try {
                Files.createDirectories(to);
                String name = file.getFileName().toString();
                if (twice) {
                    put(file, to, "again-" + name);
                }
                put(file, to, name);
                Files.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void put(Path file, Path folder, String name) throws IOException {
        Path fresh = folder.resolve("." + name);
        Files.copy(file, fresh, StandardCopyOption.REPLACE_EXISTING);
        Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<Path> zips(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".zip")
                            && !f.getFileName().toString().startsWith("."))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void lettersAreAcceptedDeliveredAndSignedForByCourierAlone() throws IOException {
        Path out = HUB.data().resolve("edge/union/ferry/out");
        await().atMost(Duration.ofSeconds(40)).until(() -> !zips(out).isEmpty());
        assertThat(sql.sql("select count(*) from ledger.record where sender = ?")
                        .param(UNION)
                        .query(Integer.class)
                        .single())
                .as("nothing goes by itself")
                .isZero();
        // The first package is lost on the way; what it carried comes with the next.
        for (Path lost : zips(out)) {
            Files.delete(lost);
        }
        int[] round = {0};
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    carry(round[0]++ % 3 == 0);
                    return sql.sql("select string_agg(zt, '' order by wsbh) from union_front_end.t_ghjd_ws")
                            .query(String.class)
                            .single()
                            .equals("44");
                });
        assertThat(sql.sql("select hz from union_front_end.t_ghjd_ws where wsbh = '2025-0012'")
                        .query(String.class)
                        .single())
                .contains("已受理 #", "已送达 519901-HRSS-01", "已签收 519901-HRSS-01");
        assertThat(sql.sql("select count(*) from ledger.record where sender = ? and record_type like '%-letter'")
                        .param(UNION)
                        .query(Integer.class)
                        .single())
                .as("accepted once however often it came")
                .isEqualTo(2);
    }

    @Test
    void aPackageOfSomebodyElseIsRefused() throws IOException {
        TreeMap<String, byte[]> files = new TreeMap<>();
        files.put("submissions.ndjson", new byte[0]);
        byte[] forged = new OfflinePackage(
                        "submissions", UNION, UUID.randomUUID().toString(), "2026-01-01T00:00:00Z", files)
                .seal(SoftwareKey.load(HUB.data().resolve("keys/519901-COURT-01.pem")), UNION);
        Path in = Files.createDirectories(HUB.data().resolve("ferry/in"));
        Files.write(in.resolve("forged.zip"), forged);
        Files.write(in.resolve("broken.zip"), new byte[] {1, 2, 3});
        for (String name : List.of("forged", "broken")) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Files.exists(HUB.data().resolve("ferry/out/refused/" + name + ".zip.txt")));
            assertThat(in.resolve(".refused/" + name + ".zip")).exists();
        }
    }
}
