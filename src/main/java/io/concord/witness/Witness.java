package io.concord.witness;

import io.concord.crypto.Digests;
import io.concord.evidence.Checkpoint;
import io.concord.evidence.Merkle;
import io.concord.evidence.NoteKey;
import io.concord.evidence.SignedNote;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A witness of logs (C2SP tlog-witness): cosigns a checkpoint only when the log has signed it and it contains the one
/// that was cosigned before, so that a log cannot show two histories.
public final class Witness {

    private static final String TEXT = "text/plain; charset=utf-8";

    private final WitnessFolder folder;
    private final List<NoteKey> logs;
    private final InstantSource clock;

    /// @param status as the specification has it
    /// @param type of the body
    public record Answer(int status, String type, String body) {
        static Answer refused(int status, String why) {
            return new Answer(status, TEXT, why + "\n");
        }
    }

    /// @param logs keys of the logs that it watches
    public Witness(WitnessFolder folder, List<NoteKey> logs, InstantSource clock) {
        this.folder = folder;
        this.logs = List.copyOf(logs);
        this.clock = clock;
    }

    /// Judges a request, and keeps what it cosigns before it answers.
    ///
    /// @throws IOException when its memory cannot be read or written; nothing is cosigned then
    public synchronized Answer addCheckpoint(byte[] request) throws IOException {
        AddCheckpoint asked;
        Checkpoint head;
        try {
            asked = AddCheckpoint.parse(request);
            head = Checkpoint.parse(asked.checkpoint().text());
        } catch (IllegalArgumentException e) {
            return Answer.refused(400, String.valueOf(e.getMessage()));
        }
        SignedNote note = asked.checkpoint();
        List<NoteKey> keys =
                logs.stream().filter(key -> key.name().equals(head.origin())).toList();
        if (keys.isEmpty()) {
            return Answer.refused(404, "this witness does not watch " + head.origin());
        }
        if (keys.stream().noneMatch(note::isSignedBy)) {
            return Answer.refused(403, "not signed by " + head.origin());
        }
        if (asked.oldSize() > head.size()) {
            return Answer.refused(400, "the old size is above the checkpoint's");
        }
        Checkpoint last = last(head.origin());
        if (asked.oldSize() != last.size()) {
            return new Answer(409, "text/x.tlog.size", last.size() + "\n");
        }
        if (last.size() == head.size() && !Arrays.equals(last.root(), head.root())) {
            return Answer.refused(409, "another tree of size " + head.size() + " was cosigned before");
        }
        if (!extend(last, head, asked.proof())) {
            return Answer.refused(422, "the proof does not lead from size " + last.size() + " to " + head.size());
        }
        return cosign(note, keys, head.origin());
    }

    /// The size of what was cosigned last of a log; 0 for none.
    public synchronized long size(String origin) throws IOException {
        return last(origin).size();
    }

    private Checkpoint last(String origin) throws IOException {
        return folder.last(origin)
                .map(note -> Checkpoint.parse(note.text()))
                .orElseGet(() -> new Checkpoint(origin, 0, Digests.sha256()));
    }

    private static boolean extend(Checkpoint last, Checkpoint head, List<byte[]> proof) {
        if (last.size() == 0) {
            return proof.isEmpty() && (head.size() > 0 || Arrays.equals(head.root(), last.root()));
        }
        return Merkle.isPrefix(last.size(), last.root(), head.size(), head.root(), proof);
    }

    private Answer cosign(SignedNote note, List<NoteKey> keys, String origin) throws IOException {
        List<SignedNote.Line> lines = folder.cosigners().stream()
                .map(one -> one.sign(note.text(), clock.instant()))
                .toList();
        // Lines of others are left out: what they say was not checked.
        List<SignedNote.Line> kept = new ArrayList<>(note.signatures().stream()
                .filter(line -> keys.stream()
                        .anyMatch(key ->
                                key.name().equals(line.name()) && key.id().equals(line.keyId())))
                .toList());
        kept.addAll(lines);
        folder.keep(origin, new SignedNote(note.text(), kept));
        StringBuilder body = new StringBuilder();
        lines.forEach(line -> body.append(line.written()));
        return new Answer(200, TEXT, body.toString());
    }
}
