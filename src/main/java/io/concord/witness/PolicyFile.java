package io.concord.witness;

import io.concord.evidence.NoteKey;
import io.concord.evidence.Policy;
import io.concord.platform.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The policy that is in force: read again when its file has changed; a file that cannot be read any more changes
/// nothing.
final class PolicyFile {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyFile.class);

    private final @Nullable Path file;
    private final List<NoteKey> logs;
    private String text = "";
    private String broken = "";
    private volatile Policy policy;

    /// @param file null for no witnesses
    /// @param logs the keys of the log here, whatever logs the file names
    /// @throws CannotStart when there is no policy in it
    PolicyFile(@Nullable Path file, List<NoteKey> logs) {
        this.file = file;
        this.logs = logs;
        this.policy = Policy.of(logs);
        if (file != null) {
            try {
                text = Files.readString(file);
                policy = Policy.parse(text).withLogs(logs);
            } catch (IOException | IllegalArgumentException e) {
                throw new CannotStart("The witness policy " + file + " cannot be used: " + e
                        + ". Correct it, or clear concord.witness.policy. 见证策略文件不可用，请改正或清空该设置。");
            }
        }
    }

    Policy current() {
        return policy;
    }

    synchronized void refresh() {
        if (file != null) {
            String now = "";
            try {
                now = Files.readString(file);
                if (!now.equals(text)) {
                    policy = Policy.parse(now).withLogs(logs);
                    text = now;
                    LOG.info("the witness policy is now that of {}", file);
                }
                broken = "";
            } catch (IOException | IllegalArgumentException e) {
                if (!broken.equals(Objects.toString(e.getMessage()))) {
                    broken = Objects.toString(e.getMessage());
                    LOG.error("the changed witness policy {} cannot be used; the one before stays: {}", file, broken);
                }
            }
        }
    }
}
