package io.concord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.crypto.Certificate;
import io.concord.crypto.SoftwareKey;
import io.concord.crypto.Suite;
import io.concord.evidence.Bundle;
import io.concord.evidence.BundleVerifier;
import io.concord.evidence.Check;
import io.concord.evidence.Policy;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The way of one real record, from the union's table to a stranger's proof.
class ExchangeIT extends HubIT {

    static LongStream seeds() {
        return Seeds.of(5);
    }

    @Test
    void bothLettersAreSubmittedDeliveredAndSignedFor() throws IOException {
        for (String row : List.of("2025-0012", "2026-0001")) {
            JsonNode status = hub.get("519901-TRADE_UNION-01", "/api/v1/records/" + finished(row) + "/status")
                    .json();
            assertThat(status.at("/recipients/0/agencyCode").asText()).isEqualTo("519901-HRSS-01");
            assertThat(status.at("/recipients/0/state").asText()).isEqualTo("RECEIVED");
            assertThat(status.path("receipts")).hasSize(2);
        }
        assertThat(column("2025-0012", "hz")).contains("已受理 #", "已送达 519901-HRSS-01", "已签收 519901-HRSS-01");
        Path xml = hub.data().resolve("edge/hrss/received/519901-TRADE_UNION-01-RT04-2026-000001.xml");
        String document = Files.readString(xml, Charset.forName("GB18030"));
        assertThat(document)
                .contains("<WH>江东工监建〔2026〕1号</WH>", "<SJJE>309200.00</SJJE>", "<SFZH>51990119810817007X</SFZH>");
        assertThat(Files.readString(
                        hub.data().resolve("edge/hrss/received/519901-TRADE_UNION-01-RT03-2025-000012.xml"),
                        Charset.forName("GB18030")))
                .as("the list of workers goes with the proposal letter only")
                .contains("<WH>江东工监意〔2025〕12号</WH>")
                .doesNotContain("<RYQD>");
    }

    @Test
    void theEvidenceVerifiesWithTheProgramAndItsLogKeys() throws IOException {
        List<Check> checks = BundleVerifier.verifyZip(evidence(), trusted(), authority());
        assertThat(checks).allMatch(Check::passed, "passed").hasSizeGreaterThan(25);
    }

    @Test
    void theEvidenceOfAnotherLogIsNotTrusted() throws IOException {
        Policy other =
                Policy.parse("log PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\nquorum none\n");
        assertThat(BundleVerifier.verifyZip(evidence(), other, null)).anyMatch(check -> !check.passed());
    }

    @Test
    void agenciesOfAnAuthorityOfSomebodyElseAreNotTrusted() throws IOException {
        SoftwareKey key = SoftwareKey.generate(Suite.SM2_SM3, new SecureRandom());
        Instant now = Instant.now();
        Certificate other =
                Certificate.authority("协和演示签发机构", key, now.minusSeconds(60), now.plusSeconds(60), new SecureRandom());
        assertThat(BundleVerifier.verifyZip(evidence(), trusted(), other))
                .filteredOn(check -> !check.passed())
                .extracting(Check::name)
                .containsExactly("certificate", "receipts/1/ certificate", "receipts/2/ certificate");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noSingleByteOfTheContainerCanChange(long seed) throws IOException {
        byte[] zip = evidence();
        Random random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            byte[] changed = zip.clone();
            int at = random.nextInt(zip.length);
            changed[at] ^= (byte) (1 + random.nextInt(255));
            assertThat(BundleVerifier.verifyZip(changed, trusted(), null))
                    .as("byte %d", at)
                    .anyMatch(check -> !check.passed());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noSingleByteOfAnyFileCanChangeForStockOpenssl(long seed, @TempDir Path folder) throws Exception {
        Bundle bundle = Bundle.unzip(evidence());
        for (Map.Entry<String, byte[]> file : bundle.files().entrySet()) {
            Files.createDirectories(folder.resolve(file.getKey()).getParent());
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        Path keys = hub.data().resolve("keys/log.vkey").toAbsolutePath();
        assertThat(script(folder, keys)).as("unchanged").isZero();
        Random random = new Random(seed);
        List<String> names = new ArrayList<>(bundle.files().keySet());
        for (int i = 0; i < 4; i++) {
            String name = names.get(random.nextInt(names.size()));
            byte[] original = bundle.files().get(name);
            byte[] changed = original.clone();
            int at = random.nextInt(changed.length);
            changed[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(folder.resolve(name), changed);
            if (!name.equals("verify.sh")) {
                assertThat(script(folder, keys)).as("%s byte %d", name, at).isNotZero();
            }
            Files.write(folder.resolve(name), original);
        }
    }

    private static int script(Path folder, Path keys) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "verify.sh", keys.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }

    @Test
    void theSigstoreClientAcceptsInclusionAndCheckpoint() throws Exception {
        Bundle bundle = Bundle.unzip(evidence());
        SigstoreCheck.verify(
                bundle, Files.readAllLines(hub.data().resolve("keys/log.vkey")).getFirst());
    }

    @Test
    void aFaultyRowIsToldWhatToChangeAndGoesOnceCorrected() throws IOException {
        sql.sql("""
                        insert into union_front_end.t_ghjd_ws (wsbh, wslx, sxbh, wh, bt, xzqh, csdw, cwrq, jbr, yj, dwmc, tydm, wflx, sjqk, zgyq,
                            je, rs, jdy, tqrq, tqyj, sdfs, sdrq, qfr, qfzw)
                        select '2025-0013', wslx, sxbh, '江东工监意[2025]13号', bt, xzqh, csdw, cwrq, jbr, yj, dwmc, tydm, wflx, sjqk, zgyq,
                            '三十万', rs, jdy, tqrq, tqyj, sdfs, sdrq, qfr, qfzw from union_front_end.t_ghjd_ws where wsbh = '2025-0012'""").update();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> column("2025-0013", "zt").equals("9"));
        assertThat(column("2025-0013", "cwxx")).contains("je", "不是以元为单位的金额：三十万");

        change("2025-0013", "je = '1,000.50', tydm = '91519901MAFKE0025X'");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> column("2025-0013", "cwxx").contains("uscc"));
        assertThat(column("2025-0013", "zt")).isEqualTo("9");
        assertThat(column("2025-0013", "cwxx")).contains("/payload/employer/uscc", "统一社会信用代码");

        change("2025-0013", "tydm = '91519901MAFKE0025L'");
        String messageId = finished("2025-0013");
        JsonNode record =
                hub.get("519901-TRADE_UNION-01", "/api/v1/records/" + messageId).json();
        assertThat(record.at("/payload/amountFen").asLong()).isEqualTo(100050);

        change("2025-0013", "je = '9.00'");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> column("2025-0013", "zt").equals("9"));
        assertThat(column("2025-0013", "cwxx"))
                .as("what was accepted cannot change")
                .contains("更正");
    }

    /// The union's system finds a row, its contents as JSON, and the signed original.
    @Test
    void whatComesForASystemWithTablesBecomesARow() {
        var clue = Envelopes.clue("519901-HRSS-01", "519901-TRADE_UNION-01");
        clue.put("title", "给工会的线索")
                .with("payload")
                .putArray("workersKnown")
                .addObject()
                .putObject("person")
                .put("name", "王建国");
        assertThat(hub.submit("519901-HRSS-01", Envelopes.canonical(clue)).status())
                .isEqualTo(202);
        String recordId = clue.path("recordId").asText();
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> sql.sql(
                                "select fsdw || ' ' || wslx || ' ' || bt || ' ' || (nr ->> 'sjrs') from union_front_end.t_ghjd_sw where wsbh = ?")
                        .param(recordId)
                        .query(String.class)
                        .single()
                        .equals("519901-HRSS-01 12 给工会的线索 12"));
        assertThat(sql.sql("select yw from union_front_end.t_ghjd_sw where wsbh = ?")
                        .param(recordId)
                        .query(String.class)
                        .single()
                        .getBytes(StandardCharsets.UTF_8))
                .as("the record as it was signed")
                .isEqualTo(Envelopes.canonical(clue));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> hub.get(
                                "519901-HRSS-01",
                                "/api/v1/records/" + clue.path("messageId").asText() + "/status")
                        .json()
                        .at("/recipients/0/state")
                        .asText()
                        .equals("DELIVERED"));
    }

    @Test
    void theFirstPageShowsTheExchangeInBothLanguages() {
        finished("2025-0012");
        assertThat(pages("zh-CN")).contains("已签收", "江东工监意〔2025〕12号", "蓉川市江东区总工会", "/evidence", "防篡改日志");
        assertThat(pages("en"))
                .contains("signed for", "Tamper-evident log", "Union labour-law supervision opinion letter");
        assertThat(hub.get("", "/").text()).as("says plainly that it is a demo").contains("Demonstration");
    }

    private String pages(String language) {
        StringBuilder all = new StringBuilder();
        for (int page = 0; page < 100; page++) {
            String html = hub.get("", "/?lang=" + language + "&page=" + page).text();
            all.append(html);
            if (!html.contains("page=" + (page + 1))) {
                break;
            }
        }
        return all.toString();
    }

    private void change(String row, String set) {
        sql.sql("update union_front_end.t_ghjd_ws set zt = '0', cwxx = '', " + set + " where wsbh = ?")
                .param(row)
                .update();
    }

    private String column(String row, String column) {
        return sql.sql("select coalesce(" + column + ", '') from union_front_end.t_ghjd_ws where wsbh = ?")
                .param(row)
                .query(String.class)
                .single();
    }

    /// Waits until an officer has signed for the letter of a row; its message id.
    private String finished(String row) {
        await().atMost(Duration.ofSeconds(40)).until(() -> column(row, "zt").equals("4"));
        return sql.sql("select message_id::text from edge.outgoing where source = 'union' and native_key = ?")
                .param(row)
                .query(String.class)
                .single();
    }

    private byte[] evidence() {
        String id = finished("2026-0001");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> hub.get("519901-TRADE_UNION-01", "/api/v1/records/" + id + "/status")
                                .json()
                                .path("receipts")
                                .size()
                        == 2);
        return hub.get("519901-TRADE_UNION-01", "/api/v1/records/" + id + "/evidence")
                .body();
    }

    private Certificate authority() throws IOException {
        return Certificate.ofPem(Files.readString(hub.data().resolve("keys/demo-authority.crt")));
    }

    private Policy trusted() throws IOException {
        StringBuilder policy = new StringBuilder();
        try (Stream<String> lines = Files.lines(hub.data().resolve("keys/log.vkey"), StandardCharsets.UTF_8)) {
            lines.forEach(vkey -> policy.append("log ").append(vkey).append('\n'));
        }
        return Policy.parse(policy + "quorum none\n");
    }
}
