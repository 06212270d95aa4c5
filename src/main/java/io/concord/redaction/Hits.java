package io.concord.redaction;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/// The findings of one text so far, none over another: what is found first keeps its place.
final class Hits {

    private final List<Hit> hits = new ArrayList<>();
    private final BitSet taken = new BitSet();

    boolean isFree(int start, int end) {
        int next = taken.nextSetBit(start);
        return next < 0 || next >= end;
    }

    /// Adds one unless its place is taken.
    boolean add(Hit hit) {
        if (hit.start() >= hit.end() || !isFree(hit.start(), hit.end())) {
            return false;
        }
        taken.set(hit.start(), hit.end());
        hits.add(hit);
        return true;
    }

    /// In the order of the text.
    List<Hit> inOrder() {
        return hits.stream().sorted(Comparator.comparingInt(Hit::start)).toList();
    }
}
