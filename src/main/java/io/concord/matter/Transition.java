package io.concord.matter;

import java.time.Instant;
import java.time.LocalDate;

/// One step of a record's procedure.
///
/// @param leafIndex of the record that caused it
/// @param seq order among the steps that the same record caused
/// @param recordId of the record that took the step
/// @param event name of the step; `accepted-by-hub` for the states that a record has passed when it is accepted
/// @param from state before; empty for the first
/// @param actor agency that took it
/// @param on day of the act, as the record says
/// @param at moment at which the hub accepted the record that says so
/// @param why `stated` by the record, `implied` by a later step, or `born` at acceptance
public record Transition(
        long leafIndex,
        int seq,
        String recordId,
        int recordVersion,
        String event,
        String from,
        String to,
        String actor,
        LocalDate on,
        Instant at,
        String why,
        String reason) {}
