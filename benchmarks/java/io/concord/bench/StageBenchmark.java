package io.concord.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.Envelopes;
import io.concord.crypto.Digests;
import io.concord.crypto.SoftwareKey;
import io.concord.crypto.Suite;
import io.concord.envelope.CanonicalJson;
import io.concord.envelope.Envelope;
import io.concord.evidence.LogEntry;
import io.concord.evidence.SignedText;
import io.concord.platform.ProductFiles;
import io.concord.schema.Catalogue;
import io.concord.schema.RecordTypeDescriptor;
import io.concord.schema.SchemaFault;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What one record costs in each stage of the intake, apart from HTTP and storage.
@State(Scope.Benchmark)
public class StageBenchmark {

    private final byte[] record = Reference.record();
    private final JsonNode tree = CanonicalJson.parse(record);
    private final Envelope envelope = Envelope.of(record, tree);
    private final Catalogue catalogue = new Catalogue(ProductFiles.read(Path.of(""), "schemas"));
    private final RecordTypeDescriptor type =
            catalogue.find(envelope.recordType(), "1.0.0").orElseThrow();
    private final SoftwareKey key = SoftwareKey.generate(Suite.SM2_SM3, new SecureRandom());
    private final SignedText text = SignedText.of(SignedText.SUBMIT, Envelopes.UNION, key.publicKey(), record);
    private final byte[] signature = key.sign(text.bytes());
    private final byte[] salt = new byte[LogEntry.SALT_BYTES];

    @Benchmark
    public JsonNode gateAndParse() {
        CanonicalJson.check(record, 1 << 20);
        return CanonicalJson.parse(record);
    }

    @Benchmark
    public List<SchemaFault> schemaEnvelope() {
        return catalogue.checkEnvelope(tree);
    }

    @Benchmark
    public List<SchemaFault> schemaPayload() {
        return catalogue.checkPayload(type, tree);
    }

    @Benchmark
    public byte[] sha256() {
        return Digests.sha256(record);
    }

    @Benchmark
    public byte[] sm3() {
        return Digests.sm3(record);
    }

    @Benchmark
    public boolean verifySm2() {
        return key.publicKey().verify(text.bytes(), signature);
    }

    @Benchmark
    public byte[] logEntry() {
        return LogEntry.of("record", Instant.EPOCH, salt, text.bytes(), signature)
                .bytes();
    }
}
