package io.concord;

import static io.concord.Envelopes.HRSS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/// Mailboxes of agencies that no edge of the demo empties.
class MailboxIT extends HubIT {

    private static final String COURT = "519901-COURT-01";
    private static final String JUSTICE = "519901-JUSTICE-01";
    private static final String FIC = "519901-FIC-01";
    /// No edge of the demo serves it.
    private static final String ARBITRATION = "519900-TRADE_UNION-01";
    private static final String HOUSING = "519901-HOUSING_CONSTR-01";
    private static final String POLICE = "519901-PUBLIC_SECURITY-01";

    @Test
    void offersAgainUntilTheSignedReceiptArrives() {
        String id = send(HRSS, COURT, "MT-519901-2026-000001");
        JsonNode first = mailbox(COURT, "wait=5");
        assertThat(ids(first)).containsExactly(id);
        long cursor = first.path("cursor").asLong();
        assertThat(ids(mailbox(COURT, "after=" + cursor)))
                .as("offered a moment ago")
                .isEmpty();
        JsonNode second = mailbox(COURT, "wait=10&after=" + cursor);
        assertThat(ids(second)).as("no receipt came").containsExactly(id);
        assertThat(second.at("/items/0/attempt").asInt()).isEqualTo(2);
        assertThat(state(id)).isEqualTo("OFFERED");
        receipt(COURT, id, "SYSTEM");
        assertThat(state(id)).isEqualTo("DELIVERED");
        receipt(COURT, id, "SIGNED");
        assertThat(state(id)).isEqualTo("RECEIVED");
        assertThat(ids(mailbox(COURT, "wait=5&after=" + cursor))).isEmpty();
        assertThat(ids(mailbox(COURT, "wait=3"))).isEmpty();
    }

    @Test
    void aWaitingPollAnswersAsSoonAsSomethingArrives() {
        CompletableFuture<JsonNode> poll = CompletableFuture.supplyAsync(() -> mailbox(JUSTICE, "wait=60"));
        String id = send(HRSS, JUSTICE, "MT-519901-2026-000002");
        assertThat(poll)
                .succeedsWithin(Duration.ofSeconds(10))
                .satisfies(page -> assertThat(ids(page)).contains(id));
        receipt(JUSTICE, id, "SYSTEM");
    }

    @Test
    void withinAMatterNothingIsOfferedBeforeWhatCameEarlier() {
        String first = send(HRSS, FIC, "MT-519901-2026-000003");
        assertThat(ids(mailbox(FIC, "wait=5"))).containsExactly(first);
        String second = send(HRSS, FIC, "MT-519901-2026-000003");
        String other = send(HRSS, FIC, "MT-519901-2026-000004");
        assertThat(ids(mailbox(FIC, "")))
                .as("the first is still out, another matter is free")
                .containsExactly(other);
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            List<String> page = ids(mailbox(FIC, "wait=2"));
            return page.containsAll(List.of(first, second)) && page.indexOf(first) < page.indexOf(second);
        });
    }

    @Test
    void aCursorNeverHidesWhatWasHeldBack() {
        String first = send(HRSS, HOUSING, "MT-519901-2026-000011");
        String second = send(HRSS, HOUSING, "MT-519901-2026-000011");
        JsonNode page = mailbox(HOUSING, "wait=5");
        assertThat(ids(page)).containsExactly(first, second);
        String held = send(HRSS, HOUSING, "MT-519901-2026-000011");
        String other = send(HRSS, HOUSING, "MT-519901-2026-000012");
        JsonNode next = mailbox(HOUSING, "after=" + page.path("cursor").asLong());
        assertThat(ids(next)).as("the earlier ones of the matter are still out").containsExactly(other);
        receipt(HOUSING, first, "SYSTEM");
        receipt(HOUSING, second, "SYSTEM");
        assertThat(ids(mailbox(HOUSING, "wait=5&after=" + next.path("cursor").asLong())))
                .as("although the cursor has passed it")
                .contains(held);
    }

    @Test
    void parallelPullersShareAMailboxWithoutDoubling() throws InterruptedException {
        Set<String> sent = new TreeSet<>();
        for (int i = 0; i < 60; i++) {
            sent.add(send(HRSS, ARBITRATION, "MT-519901-2026-%06d".formatted(1000 + i)));
        }
        ConcurrentLinkedQueue<String> got = new ConcurrentLinkedQueue<>();
        List<Thread> pullers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            pullers.add(Thread.ofVirtual().start(() -> {
                for (JsonNode page = mailbox(ARBITRATION, "");
                        !page.path("items").isEmpty();
                        page = mailbox(ARBITRATION, "")) {
                    ids(page).forEach(id -> {
                        got.add(id);
                        receipt(ARBITRATION, id, "SYSTEM");
                    });
                }
            }));
        }
        for (Thread puller : pullers) {
            puller.join();
        }
        List<String> once = new ArrayList<>(got);
        Collections.sort(once);
        assertThat(once).containsExactlyElementsOf(sent);
    }

    /// A node of the recipient, or the network, dies after the hub has offered: the next fetch, by whomever, must not
    /// skip it.
    @Test
    void aLostAnswerLosesNoReceipt() {
        String first = send(POLICE, FIC, "MT-519901-2026-000061");
        String second = send(POLICE, FIC, "MT-519901-2026-000062");
        long cursor = mailbox(POLICE, "after=-1").path("cursor").asLong(-1);
        String lost = receipt(FIC, first, "SYSTEM");
        assertThat(ids(mailbox(POLICE, "wait=5&after=" + cursor)))
                .as("this answer is lost")
                .contains(lost);
        String later = receipt(FIC, second, "SYSTEM");
        assertThat(ids(mailbox(POLICE, "wait=5&after=" + cursor))).contains(lost, later);
    }

    @Test
    void receiptsNeedNoReceiptOnlyTheNextFetch() {
        String id = send(POLICE, COURT, "MT-519901-2026-000005");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ids(mailbox(COURT, "wait=2")).contains(id));
        String receipt = receipt(COURT, id, "SYSTEM");
        JsonNode page = mailbox(POLICE, "wait=5");
        assertThat(ids(page)).containsExactly(receipt);
        assertThat(ids(mailbox(POLICE, "wait=3"))).as("not said to be stored").containsExactly(receipt);
        assertThat(ids(mailbox(POLICE, "wait=3&after=" + page.path("cursor").asLong())))
                .isEmpty();
        assertThat(ids(mailbox(POLICE, "wait=3"))).isEmpty();
    }

    private String send(String sender, String recipient, String matter) {
        Hub.Reply reply = hub.submit(sender, Envelopes.canonical(Envelopes.clue(sender, recipient, matter)));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.json().path("messageId").asText();
    }

    private String receipt(String recipient, String id, String kind) {
        JsonNode status =
                hub.get(recipient, "/api/v1/records/" + id + "/status").json();
        String sender = status.path("recordId").asText().replaceFirst("-RT.*", "");
        Hub.Reply reply = hub.submit(
                recipient,
                Envelopes.canonical(Envelopes.receipt(
                        recipient,
                        sender,
                        id,
                        status.path("sha256").asText(),
                        status.path("sm3").asText(),
                        kind)));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.json().path("messageId").asText();
    }

    private String state(String id) {
        return hub.get(HRSS, "/api/v1/records/" + id + "/status")
                .json()
                .at("/recipients/0/state")
                .asText();
    }

    private JsonNode mailbox(String agency, String query) {
        return hub.get(agency, "/api/v1/mailbox?" + query).json();
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("items").forEach(item -> ids.add(item.path("messageId").asText()));
        return ids;
    }
}
