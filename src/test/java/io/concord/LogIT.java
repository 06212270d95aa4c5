package io.concord;

import static io.concord.Envelopes.HRSS;
import static io.concord.Envelopes.UNION;
import static org.assertj.core.api.Assertions.assertThat;

import io.concord.evidence.Checkpoint;
import io.concord.evidence.Merkle;
import io.concord.evidence.NoteKey;
import io.concord.evidence.SignedNote;
import io.concord.evidence.Tiles;
import io.concord.ledger.LogReader;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// The public log as a stranger fetches it.
class LogIT extends HubIT {

    @Autowired
    private LogReader log;

    @Test
    void aStrangerRebuildsTheRootFromEntriesAndFromTiles() throws IOException {
        for (int i = 0; i < 300; i++) {
            hub.submit(UNION, Envelopes.canonical(Envelopes.clue(UNION, HRSS)));
        }
        SignedNote note = SignedNote.parse(hub.get("", "/log/checkpoint").text());
        for (String vkey : Files.readAllLines(hub.data().resolve("keys/log.vkey"))) {
            assertThat(note.isSignedBy(NoteKey.parse(vkey))).isTrue();
        }
        Checkpoint head = Checkpoint.parse(note.text());
        List<byte[]> fromEntries = new ArrayList<>();
        List<byte[]> fromTiles = new ArrayList<>();
        for (long n = 0; n * Tiles.WIDTH < head.size(); n++) {
            int width = Tiles.widthAt(0, n, head.size());
            byte[] tile = fetch(new Tiles.Address(0, n, width));
            for (int i = 0; i < width; i++) {
                fromTiles.add(Arrays.copyOfRange(tile, i * 32, (i + 1) * 32));
            }
            DataInputStream bundle =
                    new DataInputStream(new ByteArrayInputStream(fetch(new Tiles.Address(-1, n, width))));
            for (int i = 0; i < width; i++) {
                byte[] entry = bundle.readNBytes(bundle.readUnsignedShort());
                assertThat(new String(entry, StandardCharsets.UTF_8))
                        .startsWith("{\"kind\":\"")
                        .hasSizeLessThan(1024);
                fromEntries.add(Merkle.leafHash(entry));
            }
        }
        assertThat(Merkle.rootOf(fromEntries)).isEqualTo(head.root());
        assertThat(Merkle.rootOf(fromTiles)).isEqualTo(head.root());
        assertThat(fetch(new Tiles.Address(1, 0, Tiles.widthAt(1, 0, head.size()))))
                .startsWith(Merkle.rootOf(fromEntries.subList(0, 256)));
    }

    @Test
    void servesNothingBeyondTheTree() {
        for (String path : List.of("0/999", "5/000", "entries/999", "0/0", "x", "0/000.p/0")) {
            assertThat(hub.get("", "/log/tile/" + path).status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void everyCheckpointIsAPrefixOfTheNext() {
        List<Checkpoint> heads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            hub.submit(UNION, Envelopes.canonical(Envelopes.clue(UNION, HRSS)));
            heads.add(Checkpoint.parse(
                    SignedNote.parse(hub.get("", "/log/checkpoint.latest").text())
                            .text()));
        }
        for (int i = 1; i < heads.size(); i++) {
            Checkpoint older = heads.get(i - 1);
            Checkpoint newer = heads.get(i);
            List<byte[]> proof = log.consistency(older.size(), newer.size());
            assertThat(Merkle.isPrefix(older.size(), older.root(), newer.size(), newer.root(), proof))
                    .isTrue();
        }
    }

    @Test
    void theAuditFindsNothingAndThenTheOneChangedByte() {
        assertThat(log.audit()).isEmpty();
        String id = hub.submit(UNION, Envelopes.canonical(Envelopes.clue(UNION, HRSS)))
                .json()
                .path("messageId")
                .asText();
        assertThat(sql.sql(
                                "update ledger.record set body = set_byte(body, 40, get_byte(body, 40) # 1) where message_id = ?::uuid")
                        .param(id)
                        .update())
                .isEqualTo(1);
        assertThat(log.audit()).singleElement().asString().contains(id);
        sql.sql("update ledger.record set body = set_byte(body, 40, get_byte(body, 40) # 1) where message_id = ?::uuid")
                .param(id)
                .update();
        assertThat(log.audit()).isEmpty();
    }

    private byte[] fetch(Tiles.Address address) {
        Hub.Reply reply = hub.get("", "/log/tile/" + Tiles.path(address));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.response().headers().firstValue("Cache-Control").orElse(""))
                .contains("immutable");
        return reply.body();
    }
}
