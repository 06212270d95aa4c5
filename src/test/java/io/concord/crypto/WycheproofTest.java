package io.concord.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concord.Shared;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WycheproofTest {

    @ParameterizedTest
    @ValueSource(strings = {"ecdsa_secp256r1_sha256_test.json", "ed25519_test.json"})
    void verifiesExactlyTheValidSignatures(String file) throws IOException {
        JsonNode vectors = new ObjectMapper()
                .readTree(Shared.path("vectors/wycheproof/" + file).toFile());
        List<String> surprises = new ArrayList<>();
        int seen = 0;
        for (JsonNode group : vectors.path("testGroups")) {
            VerifyingKey key =
                    VerifyingKey.of(Digests.unhex(group.path("publicKeyDer").asText()));
            for (JsonNode test : group.path("tests")) {
                boolean valid = key.verify(
                        Digests.unhex(test.path("msg").asText()),
                        Digests.unhex(test.path("sig").asText()));
                if (valid != test.path("result").asText().equals("valid")) {
                    surprises.add(test.path("tcId") + " " + test.path("comment"));
                }
                seen++;
            }
        }
        assertThat(surprises).isEmpty();
        assertThat(seen).isEqualTo(vectors.path("numberOfTests").asInt());
    }
}
