package io.concord.crypto;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bouncycastle.crypto.Signer;

/// Signers that were initialised for one key and are used again: initialising SM2 for signing costs two more scalar
/// multiplications than the signature itself (`benchmarks/README.md`). A signer serves one thread at a time.
final class KeptSigners {

    /// More than this many at once are made and dropped again.
    private static final int KEPT = 64;

    private final Supplier<Signer> make;
    private final ConcurrentLinkedQueue<Signer> idle = new ConcurrentLinkedQueue<>();

    KeptSigners(Supplier<Signer> make) {
        this.make = make;
    }

    <T> T use(Function<Signer, T> work) {
        Signer signer = idle.poll();
        if (signer == null) {
            signer = make.get();
        }
        T result = work.apply(signer);
        // Only a signer that came through is kept; one that threw may be in any state.
        if (idle.size() < KEPT) {
            signer.reset();
            idle.offer(signer);
        }
        return result;
    }
}
