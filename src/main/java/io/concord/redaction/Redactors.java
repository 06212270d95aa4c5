package io.concord.redaction;

import io.concord.schema.Catalogue;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// Gives out the redactor of a day, since rules have dates; making one reads them all.
public final class Redactors {

    private final Catalogue catalogue;
    /// Guarded by this.
    private @Nullable Redactor last;

    private LocalDate day = LocalDate.MIN;

    public Redactors(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    public synchronized Redactor on(LocalDate wanted) {
        Redactor known = last;
        if (known == null || !wanted.equals(day)) {
            known = new Redactor(catalogue, wanted);
            last = known;
            day = wanted;
        }
        return known;
    }
}
