package io.concord.desk;

import io.concord.matter.Entry;
import io.concord.matter.Matters;
import io.concord.matter.Transition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// 办理过程: the steps of a matter's records with what they belong to.
final class Timeline {

    private Timeline() {}

    /// @param type of the record that took the step
    record Step(Transition transition, String type, String title) {}

    /// @param recordId only steps of this one; empty for all
    static List<Step> of(Matters.Matter matter, String recordId) {
        Map<String, Entry> entries = new HashMap<>();
        matter.entries().forEach(entry -> entries.put(entry.head().recordId(), entry));
        List<Step> steps = new ArrayList<>();
        for (Transition t : matter.transitions()) {
            Entry entry = entries.get(t.recordId());
            if (entry != null && (recordId.isEmpty() || t.recordId().equals(recordId))) {
                steps.add(new Step(t, entry.head().type(), entry.head().title()));
            }
        }
        return steps;
    }
}
