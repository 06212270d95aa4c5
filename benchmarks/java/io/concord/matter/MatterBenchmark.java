package io.concord.matter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.Envelopes;
import io.concord.bench.Reference;
import io.concord.deadline.Deadline;
import io.concord.deadline.DeadlineRule;
import io.concord.deadline.Deadlines;
import io.concord.envelope.CanonicalJson;
import io.concord.envelope.Envelope;
import io.concord.platform.ProductFiles;
import io.concord.problem.Reason;
import io.concord.schema.Catalogue;
import io.concord.schema.RecordTypeDescriptor;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What a record's place in its matter costs, without storage, and a term.
@State(Scope.Benchmark)
public class MatterBenchmark {

    private static final Instant NOW = Instant.parse("2026-01-15T02:00:00Z");

    private final Catalogue catalogue = new Catalogue(ProductFiles.read(Path.of(""), "schemas"));
    private final Deadlines deadlines = new Deadlines(catalogue);
    private final MatterFold fold = new MatterFold(catalogue, deadlines);
    private final Envelope clue = read(Reference.record());
    private final RecordTypeDescriptor clueType = type(clue);
    private final Envelope receipt = read(CanonicalJson.write(
            Envelopes.receipt(Envelopes.HRSS, Envelopes.UNION, clue.messageId().toString(), "", "", "SIGNED")));
    private final RecordTypeDescriptor receiptType = type(receipt);
    private final Envelope answer = read(CanonicalJson.write(answer()));
    private final RecordTypeDescriptor answerType = type(answer);
    private final LocalDate anchor = LocalDate.of(2025, 12, 22);
    private final DeadlineRule rule = deadlines.find("D-01", "519901", anchor).orElseThrow();

    private ObjectNode answer() {
        ObjectNode feedback = (ObjectNode) receipt.tree().deepCopy();
        feedback.put("recordType", "feedback");
        ObjectNode payload = feedback.putObject("payload");
        payload.put("forRecordId", clue.recordId())
                .put("seq", 1)
                .put("stage", "FINAL")
                .put("outcome", "PAID");
        return feedback;
    }

    private static Envelope read(byte[] canonical) {
        return Envelope.of(canonical, CanonicalJson.parse(canonical));
    }

    private RecordTypeDescriptor type(Envelope envelope) {
        return catalogue.find(envelope.recordType(), "1.0.0").orElseThrow();
    }

    /// A first record, its receipt and its answer: rules, steps, terms; for three records.
    @Benchmark
    public List<Reason> threeRecordsOfAMatter() {
        World world = new World();
        fold.apply(world, new MatterFold.Incoming(clue, clueType, 1, NOW), History.NONE, true);
        fold.apply(world, new MatterFold.Incoming(receipt, receiptType, 2, NOW), History.NONE, true);
        return fold.apply(world, new MatterFold.Incoming(answer, answerType, 3, NOW), History.NONE, true);
    }

    /// One record: the 3 KB clue.
    @Benchmark
    public List<Reason> firstRecord() {
        return fold.apply(new World(), new MatterFold.Incoming(clue, clueType, 1, NOW), History.NONE, true);
    }

    @Benchmark
    public Deadline previewWithSteps() {
        return deadlines.count(rule, OffsetDateTime.parse("2025-12-22T00:00:00+08:00"), 15, List.of(), true);
    }
}
