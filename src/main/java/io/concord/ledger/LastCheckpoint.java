package io.concord.ledger;

import io.concord.evidence.Checkpoint;
import io.concord.evidence.SignedNote;
import io.concord.platform.CannotStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The newest checkpoint in a second place, outside the database: a database that was set back to an older state is
/// noticed at the next start, before anything is signed on top of it.
///
/// Written behind the commit by a thread of its own, newest only; it may lag by the length of one write.
final class LastCheckpoint implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LastCheckpoint.class);

    private final Path file;
    private final AtomicReference<@Nullable String> waiting = new AtomicReference<>();
    private final Thread writer;
    private volatile boolean closed;

    LastCheckpoint(Path file) {
        this.file = file;
        this.writer = Thread.ofPlatform().name("last-checkpoint").daemon().start(this::run);
    }

    /// Keeps this checkpoint, soon.
    void noteLater(@Nullable String note) {
        if (note != null) {
            waiting.set(note);
            LockSupport.unpark(writer);
        }
    }

    /// @throws LogConflict when the log here does not contain what was signed before
    void compareWith(LogReader log) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            String note = Files.readString(file);
            if (!log.holds(note)) {
                throw new LogConflict("The database does not contain the checkpoint in " + file + " (size "
                        + Checkpoint.parse(SignedNote.parse(note).text()).size() + ", here " + log.size()
                        + "). It was set back or replaced; restore the newer state. Nothing is signed on this one."
                        + " 数据库缺少已签发的检查点，请恢复较新的数据。");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private void run() {
        while (!closed) {
            String note = waiting.getAndSet(null);
            if (note == null) {
                LockSupport.park(this);
                continue;
            }
            write(note);
        }
        String last = waiting.getAndSet(null);
        if (last != null) {
            write(last);
        }
    }

    private void write(String note) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            out.write(ByteBuffer.wrap(note.getBytes(StandardCharsets.UTF_8)));
            out.force(true);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("could not keep the last checkpoint in {}", file, e);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(writer);
        try {
            writer.join(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Storage and what was signed before do not agree; the hub must not sign.
    static final class LogConflict extends CannotStart {
        LogConflict(String message) {
            super(message);
        }
    }
}
