package io.concord.delivery;

import io.concord.envelope.AgencyCode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The long poll: answers at once when something waits, otherwise as soon as something arrives.
@Component
public class MailboxPoll {

    /// How often a waiting poll looks by itself, for offers that lapse and rings that are lost.
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Mailboxes mailboxes;
    private final MailboxBell bell;
    private final DeliverySettings settings;

    MailboxPoll(Mailboxes mailboxes, MailboxBell bell, DeliverySettings settings) {
        this.mailboxes = mailboxes;
        this.bell = bell;
        this.settings = settings;
    }

    /// @param stored see [Mailboxes#offer]
    /// @param wait how long to wait when nothing is there
    /// @return items in order, empty when the time is over or the hub is stopping
    public List<MailboxItem> poll(AgencyCode agency, @Nullable Long after, List<Long> stored, Duration wait)
            throws InterruptedException {
        Duration limit = wait.compareTo(settings.longestWait()) > 0 ? settings.longestWait() : wait;
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            try (MailboxBell.Ear ear = bell.listen(agency)) {
                List<MailboxItem> items = mailboxes.offer(agency, after, stored, settings.pageSize());
                Duration left = Duration.ofNanos(end - System.nanoTime());
                if (!items.isEmpty() || left.isNegative() || left.isZero() || !bell.isOpen()) {
                    return items;
                }
                ear.await(left.compareTo(LOOK) < 0 ? left : LOOK);
            }
        }
    }
}
