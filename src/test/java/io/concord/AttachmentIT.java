package io.concord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.crypto.Digests;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Files that go with records: brought by their digest, whole or in pieces, named by a record, fetched by who takes
/// part.
class AttachmentIT extends FreshHubIT {

    private static final String SENDER = "519901-HRSS-01";
    private static final String RECIPIENT = "519901-COURT-01";
    private static final String STRANGER = "519901-JUSTICE-01";

    private static byte[] file(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static String address(byte[] bytes) {
        return "/api/v1/blobs/sm3:" + Digests.hex(Digests.sm3(bytes));
    }

    private static HttpRequest.Builder to(String agency, String address) {
        return HttpRequest.newBuilder(URI.create(HUB.url() + address))
                .header("Authorization", "Bearer " + HUB.token(agency))
                .header("Accept-Language", "en");
    }

    private static Hub.Reply put(String agency, String address, byte[] bytes) {
        return HUB.send(to(agency, address).PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)));
    }

    private static Hub.Reply piece(String address, byte[] whole, int from, int to) {
        return HUB.send(to(SENDER, address)
                .header("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + whole.length)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(Arrays.copyOfRange(whole, from, to))));
    }

    private static ObjectNode naming(byte[] bytes, long size) {
        ObjectNode clue = Envelopes.clue(
                SENDER,
                RECIPIENT,
                "MT-519901-2026-%06d".formatted(UUID.randomUUID().hashCode() & 0x7ffff));
        clue.putArray("attachments")
                .addObject()
                .put("id", "a1")
                .put("order", 1)
                .put("name", "工资表.xlsx")
                .put("mediaType", "application/octet-stream")
                .put("size", size)
                .put("digestAlg", "SM3")
                .put("digest", Digests.hex(Digests.sm3(bytes)));
        return clue;
    }

    @Test
    void aRecordNamesWhatWasBroughtAndItsPartiesFetchIt() {
        byte[] bytes = file(700_001);
        String address = address(bytes);
        Hub.Reply early = HUB.submit(SENDER, Envelopes.canonical(naming(bytes, bytes.length)));
        assertThat(early.status()).isEqualTo(422);
        assertThat(early.text()).contains("attachment-missing", "/attachments/0", address);
        assertThat(put(SENDER, address, bytes).status()).isEqualTo(201);
        assertThat(put(SENDER, address, bytes).status()).isEqualTo(200);
        assertThat(HUB.submit(SENDER, Envelopes.canonical(naming(bytes, 3))).text())
                .contains("attachment-missing", "700001 bytes");
        assertThat(HUB.get(RECIPIENT, address).status()).as("not named yet").isEqualTo(404);
        Hub.Reply accepted = HUB.submit(SENDER, Envelopes.canonical(naming(bytes, bytes.length)));
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
        assertThat(HUB.get(RECIPIENT, address).body()).isEqualTo(bytes);
        assertThat(HUB.get(RECIPIENT, "/api/v1/blobs/sha256:" + Digests.hex(Digests.sha256(bytes)))
                        .body())
                .isEqualTo(bytes);
        Hub.Reply range = HUB.send(to(RECIPIENT, address).header("Range", "bytes=262140-262150"));
        assertThat(range.status()).isEqualTo(206);
        assertThat(range.body()).isEqualTo(Arrays.copyOfRange(bytes, 262_140, 262_151));
        assertThat(HUB.get(STRANGER, address).status()).isEqualTo(404);
        ObjectNode stolen = naming(bytes, bytes.length);
        stolen.withObject("/sender").put("agencyCode", STRANGER);
        stolen.put("recordId", stolen.path("recordId").asText().replace(SENDER, STRANGER));
        assertThat(HUB.submit(STRANGER, Envelopes.canonical(stolen)).text())
                .as("who only knows the digest names nothing")
                .contains("attachment-missing");
    }

    @Test
    void whatBreaksOffGoesOnWhereItWas() {
        byte[] bytes = file(600_000);
        String address = address(bytes);
        Hub.Reply first = piece(address, bytes, 0, 300_000);
        assertThat(first.status()).as(first.text()).isEqualTo(202);
        assertThat(first.response().headers().firstValue("Upload-Offset")).hasValue("300000");
        assertThat(piece(address, bytes, 400_000, 600_000).text()).contains("blob-offset", "300000 bytes");
        Hub.Reply look = HUB.send(to(SENDER, address).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(look.status()).isEqualTo(404);
        assertThat(look.response().headers().firstValue("Upload-Offset")).hasValue("300000");
        assertThat(piece(address, bytes, 300_000, 600_000).status()).isEqualTo(201);
        assertThat(HUB.get(SENDER, address).body()).isEqualTo(bytes);
    }

    @Test
    void whatIsNotWhatItSaysIsNotKept() {
        byte[] bytes = file(1000);
        assertThat(put(SENDER, address(file(1001)), bytes).text())
                .contains("blob-digest", Digests.hex(Digests.sm3(bytes)));
        assertThat(HUB.get(SENDER, address(file(1001))).status()).isEqualTo(404);
        assertThat(put(SENDER, "/api/v1/blobs/md5:abc", bytes).text()).contains("parameter-invalid");
        assertThat(piece(address(bytes), new byte[1 << 28], 0, 1).text()).contains("blob-too-large");
        assertThat(put(SENDER, address(new byte[0]), new byte[0]).status()).isEqualTo(201);
        assertThat(HUB.get("", address(bytes)).status()).isEqualTo(401);
    }
}
