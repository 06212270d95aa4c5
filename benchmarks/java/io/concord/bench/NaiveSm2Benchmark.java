package io.concord.bench;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// SM2 as most write it, for comparison: `Signature.getInstance` and `init` for each message.
@State(Scope.Benchmark)
public class NaiveSm2Benchmark {

    private final byte[] text = "concord/v1 submit\n".repeat(18).getBytes(StandardCharsets.UTF_8);
    private final BouncyCastleProvider provider = new BouncyCastleProvider();
    private final KeyPair pair = pair();

    private KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(new ECGenParameterSpec("sm2p256v1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    public byte[] sign() throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SM3withSM2", provider);
        signature.initSign(pair.getPrivate());
        signature.update(text);
        return signature.sign();
    }
}
