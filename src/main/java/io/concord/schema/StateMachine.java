package io.concord.schema;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A procedure: which states a record may be in and which step leads from one to the next, from
/// `schemas/machines/<machine>.yaml`.
///
/// @param machine name, for example `SM-X`
/// @param name by language
/// @param born states that a record has passed when it is accepted; the last is the one it is in
/// @param implied steps that a later one proves and that are then entered before it, one by one: whoever
/// answers has
/// received
/// @param states in the order of the procedure
/// @param clocks that run for every record of this procedure
public record StateMachine(
        String machine,
        Map<String, String> name,
        List<String> born,
        List<String> implied,
        Map<String, State> states,
        List<Transition> transitions,
        List<RecordTypeDescriptor.ClockRule> clocks) {

    public StateMachine {
        clocks = clocks == null ? List.of() : List.copyOf(clocks);
    }

    /// @param end whether nothing more is expected
    public record State(
            String zh,
            String en,

            @com.fasterxml.jackson.annotation.JsonProperty("final")
            boolean end) {}

    /// @param event name of the step
    /// @param by who may take it: `sender` or `recipient` of the record, `hub`
    public record Transition(String event, List<String> from, String to, List<String> by) {}

    public String initial() {
        return born.getLast();
    }

    public boolean isFinal(String state) {
        State s = states.get(state);
        return s != null && s.end();
    }

    public Optional<Transition> find(String state, String event) {
        return transitions.stream()
                .filter(t -> t.event().equals(event) && t.from().contains(state))
                .findFirst();
    }

    /// The steps that lead from a state through an event: implied ones, then the event itself. Empty when the
    /// event is
    /// not legal there.
    public List<Transition> path(String state, String event) {
        Map<String, List<Transition>> reached = new HashMap<>();
        reached.put(state, List.of());
        Deque<String> open = new ArrayDeque<>(List.of(state));
        Set<String> seen = new HashSet<>(Set.of(state));
        while (!open.isEmpty()) {
            String at = open.poll();
            List<Transition> so = reached.getOrDefault(at, List.of());
            Optional<Transition> last = find(at, event);
            if (last.isPresent()) {
                List<Transition> path = new ArrayList<>(so);
                path.add(last.get());
                return path;
            }
            for (String step : implied) {
                find(at, step).filter(t -> seen.add(t.to())).ifPresent(t -> {
                    List<Transition> path = new ArrayList<>(so);
                    path.add(t);
                    reached.put(t.to(), path);
                    open.add(t.to());
                });
            }
        }
        return List.of();
    }

    /// The events that are legal in a state for someone.
    ///
    /// @param roles `sender`, `recipient`, `hub`
    public Set<String> legal(String state, Set<String> roles) {
        Set<String> events = new LinkedHashSet<>();
        for (Transition t : transitions) {
            if (t.by().stream().anyMatch(roles::contains)
                    && !path(state, t.event()).isEmpty()) {
                events.add(t.event());
            }
        }
        return events;
    }
}
