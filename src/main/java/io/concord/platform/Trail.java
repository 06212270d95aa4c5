package io.concord.platform;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The trail of a record through the logs of all who handle it: one line a step, with the message id as the one
/// correlation id
/// from the native row to its delivery. It names records and agencies, never people or contents.
///
/// The logger is `concord.trail`; with `logging.structured.format.console=ecs` its fields are fields there too.
public final class Trail {

    private static final Logger LOG = LoggerFactory.getLogger("concord.trail");

    private Trail() {}

    /// @param correlation message id
    /// @param step what has happened, one word of the past
    /// @param detail record, agency, connection or place
    public static void note(Object correlation, String step, Object detail) {
        if (LOG.isInfoEnabled()) {
            LOG.atInfo()
                    .addKeyValue("correlation", correlation)
                    .addKeyValue("step", step)
                    .log("{} {} {}", correlation, step, detail);
        }
    }
}
