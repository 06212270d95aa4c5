package io.concord.desk;

import io.concord.access.Person;
import io.concord.delivery.Mailboxes;
import io.concord.ledger.LogReader;
import io.concord.ledger.StoredRecord;
import io.concord.matter.Matters;
import org.springframework.stereotype.Component;

/// What a person's agency may read; everything else is as if it were not there.
@Component
class Visible {

    private final LogReader log;
    private final Mailboxes mailboxes;
    private final Matters matters;

    Visible(LogReader log, Mailboxes mailboxes, Matters matters) {
        this.log = log;
        this.mailboxes = mailboxes;
        this.matters = matters;
    }

    /// Its own, what it received, and what its matters show it.
    StoredRecord record(Person person, String id) {
        StoredRecord record = log.find(Signing.id(id)).orElseThrow(Visible::nothing);
        boolean party = record.sender().equals(person.agencyCode())
                || mailboxes.isRecipient(person.agency(), record.messageId());
        if (!party
                && matters.find(record.matterId(), person.agency()).stream()
                        .flatMap(matter -> matter.entries().stream())
                        .noneMatch(entry -> entry.head().messageId().equals(record.messageId()))) {
            throw nothing();
        }
        return record;
    }

    private static NotHere nothing() {
        return new NotHere("没有这条记录，或本单位无权查看", "there is no such record, or it is not yours to see");
    }

    Matters.Matter matter(Person person, String id) {
        return matters.find(id, person.agency())
                .orElseThrow(() -> new NotHere("没有本单位可见的事项 " + id, "there is no matter that you may see"));
    }
}
