package io.concord.matter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The records that are in view, and what has happened to them since.
final class World {

    private final Map<String, Entry> byRecordId = new HashMap<>();
    private final Map<UUID, Entry> byMessageId = new HashMap<>();
    private final Map<String, List<Entry>> byMatter = new HashMap<>();
    private final List<Transition> transitions = new ArrayList<>();

    /// @param entry of a record; the latest version of a record id counts
    void add(Entry entry) {
        if (byMessageId.put(entry.head().messageId(), entry) != null) {
            return;
        }
        byRecordId.merge(
                entry.head().recordId(),
                entry,
                (a, b) -> a.head().recordVersion() > b.head().recordVersion() ? a : b);
        byMatter.computeIfAbsent(entry.head().matterId(), id -> new ArrayList<>())
                .add(entry);
    }

    void add(Transition transition) {
        transitions.add(transition);
    }

    boolean holds(UUID messageId) {
        return byMessageId.containsKey(messageId);
    }

    /// By record id, or by message id.
    @Nullable
    Entry find(String id) {
        Entry entry = byRecordId.get(id);
        if (entry == null && id.length() == 36) {
            try {
                return byMessageId.get(UUID.fromString(id));
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
        return entry;
    }

    /// The record that an effect acts on.
    ///
    /// @param target pointer to its id; `pointer > fact` for the record whose id that record keeps as a fact
    @Nullable
    Entry target(JsonNode envelope, String target) {
        int chain = target.indexOf(" > ");
        if (chain < 0) {
            return find(Pointers.text(envelope, target));
        }
        Entry first = find(Pointers.text(envelope, target.substring(0, chain)));
        String id = first == null
                ? ""
                : first.head().facts().path(target.substring(chain + 3)).asText();
        return id.isEmpty() ? null : find(id);
    }

    /// The records of a matter that are in view, oldest first.
    List<Entry> matter(String matterId) {
        List<Entry> entries = new ArrayList<>(byMatter.getOrDefault(matterId, List.of()));
        entries.sort(Comparator.comparingLong(entry -> entry.head().leafIndex()));
        return entries;
    }

    Collection<Entry> entries() {
        return byMessageId.values();
    }

    List<Transition> transitions() {
        return transitions;
    }
}
