package io.concord.redaction;

/// How many cases are like one, so that a rare one is told in less detail.
@FunctionalInterface
public interface CaseCounts {

    /// Published and registered cases of the same county, trade, year and band of amount, this one included.
    int sharing(Facts facts);
}
