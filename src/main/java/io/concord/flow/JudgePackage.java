package io.concord.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.agency.Agencies;
import io.concord.agency.AgencyKey;
import io.concord.delivery.MailboxItem;
import io.concord.delivery.Mailboxes;
import io.concord.envelope.AgencyCode;
import io.concord.evidence.OfflinePackage;
import io.concord.intake.Intake;
import io.concord.intake.Submission;
import io.concord.ledger.LogKeys;
import io.concord.ledger.LogReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// A package from an agency without a network → its records judged one after the other, and the package that answers
/// it, with
/// what waits in the agency's mailbox. The property `outcome` is `done`, or `refused` where it is damaged or not the
/// agency's.
@Component
class JudgePackage {

    private static final Logger LOG = LoggerFactory.getLogger(JudgePackage.class);
    private static final int MOST_ITEMS = 2000;

    /// In characters; well below what the other side unpacks.
    private static final int LARGEST = 24 << 20;

    private final Intake intake;
    private final Agencies agencies;
    private final Mailboxes mailboxes;
    private final LogReader log;
    private final LogKeys keys;
    private final InstantSource clock;
    private final ObjectMapper json = new ObjectMapper();

    JudgePackage(
            Intake intake, Agencies agencies, Mailboxes mailboxes, LogReader log, LogKeys keys, InstantSource clock) {
        this.intake = intake;
        this.agencies = agencies;
        this.mailboxes = mailboxes;
        this.log = log;
        this.keys = keys;
        this.clock = clock;
    }

    @Handler
    public void judge(Exchange exchange) throws InterruptedException, IOException {
        String name = exchange.getMessage().getHeader(Exchange.FILE_NAME_ONLY, String.class);
        exchange.setProperty("outcome", "refused");
        try {
            OfflinePackage.Opened opened =
                    OfflinePackage.open(exchange.getMessage().getBody(byte[].class));
            AgencyCode agency = signer(opened);
            byte[] answer = answer(opened.content(), agency);
            exchange.setProperty("outcome", "done");
            exchange.getMessage().setHeader(Exchange.FILE_NAME, agency + "/answer-" + name);
            exchange.getMessage().setBody(answer);
        } catch (OfflinePackage.Damaged | IllegalArgumentException e) {
            LOG.error("the package {} is refused: {}", name, e.getMessage());
            exchange.getMessage().setHeader(Exchange.FILE_NAME, "refused/" + name + ".txt");
            exchange.getMessage().setBody(("拒收 refused: " + e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private AgencyCode signer(OfflinePackage.Opened opened) {
        AgencyCode agency = new AgencyCode(opened.content().agency());
        Instant now = clock.instant();
        AgencyKey key = agencies.register()
                .findKey(opened.keyId())
                .filter(k -> k.agency().equals(agency) && k.at(now) == AgencyKey.Standing.VALID)
                .orElseThrow(() -> new IllegalArgumentException("no valid key of " + agency + " has signed it"));
        boolean signed = opened.content().kind().equals("submissions")
                && opened.signer().equals(agency.value())
                && opened.isSignedBy(key.key());
        if (!signed) {
            throw new IllegalArgumentException("its signature does not hold");
        }
        return agency;
    }

    private byte[] answer(OfflinePackage content, AgencyCode agency) throws InterruptedException, IOException {
        StringBuilder answers = new StringBuilder();
        byte[] submissions = content.files().getOrDefault("submissions.ndjson", new byte[0]);
        for (String line :
                new String(submissions, StandardCharsets.UTF_8).lines().toList()) {
            ObjectNode answer = judged(json.readTree(line), agency);
            answers.append(answer).append('\n');
        }
        StringBuilder items = new StringBuilder();
        byte[] confirmed = content.files().getOrDefault("stored.txt", new byte[0]);
        List<Long> stored = new String(confirmed, StandardCharsets.UTF_8)
                .lines()
                .map(Long::valueOf)
                .toList();
        List<MailboxItem> waiting = mailboxes.offer(agency, null, stored, MOST_ITEMS);
        for (MailboxItem item : waiting) {
            if (items.length() > LARGEST) {
                // Offered again when its pause is over.
                break;
            }
            byte[] body = log.find(item.messageId()).orElseThrow().body();
            items.append(json.createObjectNode()
                            .put("leafIndex", item.leafIndex())
                            .put("messageId", item.messageId().toString())
                            .put("record", new String(body, StandardCharsets.UTF_8)))
                    .append('\n');
        }
        TreeMap<String, byte[]> files = new TreeMap<>();
        files.put("answers.ndjson", answers.toString().getBytes(StandardCharsets.UTF_8));
        files.put("stored.txt", confirmed);
        files.put("mailbox.ndjson", items.toString().getBytes(StandardCharsets.UTF_8));
        return new OfflinePackage(
                        "answers",
                        agency.value(),
                        content.id(),
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
                        files)
                .seal(keys.seal().secret(), keys.origin());
    }

    /// One after the other: a later one may refer to an earlier one. What could not be stored is answered so and comes
    /// again.
    private ObjectNode judged(JsonNode line, AgencyCode agency) throws InterruptedException {
        Object outcome;
        try {
            outcome = intake.submit(new Submission(
                            line.path("record").asText().getBytes(StandardCharsets.UTF_8),
                            line.path("suite").asText(),
                            line.path("key").asText(),
                            line.path("signature").asText(),
                            agency))
                    .get(Judge.PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            outcome = e;
        }
        ObjectNode answer = json.createObjectNode();
        answer.put("messageId", messageId(line));
        answer.set("answer", Answers.of(outcome, "zh-CN"));
        return answer;
    }

    private String messageId(JsonNode line) {
        try {
            return json.readTree(line.path("record").asText()).path("messageId").asText();
        } catch (IOException e) {
            return "";
        }
    }
}
