package io.concord.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concord.envelope.CanonicalJson;
import io.concord.envelope.Gate;
import java.io.IOException;
import org.erdtman.jcs.JsonCanonicalizer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The strict gate against a plain parse and against the Java RFC 8785 peer, on the reference record.
@State(Scope.Benchmark)
public class CanonicalBenchmark {

    private final byte[] record = Reference.record();
    private final ObjectMapper mapper = new ObjectMapper();
    private final JsonNode tree = CanonicalJson.parse(record);

    @Benchmark
    public Gate gate() {
        return CanonicalJson.check(record, 1 << 20);
    }

    @Benchmark
    public JsonNode jacksonTree() throws IOException {
        return mapper.readTree(record);
    }

    @Benchmark
    public byte[] writeFromTree() {
        return CanonicalJson.write(tree);
    }

    @Benchmark
    public byte[] canonicalise() {
        return CanonicalJson.canonicalise(record);
    }

    @Benchmark
    public byte[] peerErdtman() throws IOException {
        return new JsonCanonicalizer(record).getEncodedUTF8();
    }
}
