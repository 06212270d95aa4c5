package io.concord.bench;

import io.concord.crypto.SoftwareKey;
import io.concord.crypto.Suite;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Our signatures: fast curve, keys and signers kept.
@State(Scope.Benchmark)
public class SignatureBenchmark {

    @Param({"SM2_SM3", "P256_SHA256", "ED25519"})
    public Suite suite = Suite.SM2_SM3;

    private final byte[] text = "concord/v1 submit\n".repeat(18).getBytes(StandardCharsets.UTF_8);

    @Benchmark
    public byte[] sign(Kept kept) {
        return kept.key(suite).sign(text);
    }

    @Benchmark
    public boolean verify(Kept kept) {
        return kept.key(suite).publicKey().verify(text, kept.signature(suite, text));
    }

    /// Keys and one signature of each suite, made once.
    @State(Scope.Benchmark)
    public static class Kept {
        private final Map<Suite, SoftwareKey> keys = new EnumMap<>(Suite.class);
        private final Map<Suite, byte[]> signatures = new EnumMap<>(Suite.class);

        SoftwareKey key(Suite suite) {
            return keys.computeIfAbsent(suite, s -> SoftwareKey.generate(s, new SecureRandom()));
        }

        byte[] signature(Suite suite, byte[] text) {
            return signatures.computeIfAbsent(suite, s -> key(s).sign(text));
        }
    }
}
