package io.concord.matter;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.deadline.Clock;
import io.concord.problem.Reason;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// A record as its matter knows it: what it is, how far its procedure has come, and the terms that run for it.
public final class Entry {

    /// What never changes.
    ///
    /// @param line `major.minor` of its schema
    /// @param mains agencies that it is addressed to
    /// @param copies agencies that have it for information
    /// @param external names of parties outside the network among its main recipients
    /// @param facts what its type keeps for later checks
    public record Head(
            long leafIndex,
            UUID messageId,
            String recordId,
            int recordVersion,
            String matterId,
            String type,
            String line,
            String sender,
            List<String> mains,
            List<String> copies,
            List<String> external,
            String region,
            LocalDate docDate,
            Instant acceptedAt,
            String title,
            String docNo,
            boolean replyRequired,
            JsonNode facts) {}

    private final Head head;
    private final boolean fresh;
    private String state;
    private final Set<String> flags = new TreeSet<>();
    private final List<Reason> remarks = new ArrayList<>();
    private final List<Clock> clocks = new ArrayList<>();
    private boolean changed;

    Entry(Head head, String state, boolean fresh) {
        this.head = head;
        this.state = state;
        this.fresh = fresh;
    }

    public Head head() {
        return head;
    }

    public String state() {
        return state;
    }

    /// What is to be known beside the state, for example `ESCALATED` or `COLLECTIVE`.
    public Set<String> flags() {
        return flags;
    }

    /// What was remarked when it was accepted.
    public List<Reason> remarks() {
        return remarks;
    }

    public List<Clock> clocks() {
        return clocks;
    }

    boolean fresh() {
        return fresh;
    }

    boolean changed() {
        return changed;
    }

    void move(String to) {
        state = to;
        changed = true;
    }

    void flag(String flag) {
        changed |= flags.add(flag);
    }

    /// What an agency is to this record: `sender`, `recipient`, `copy`; empty for everyone else. Who sent
    /// something to
    /// a party outside the network also enters what that party answers on paper.
    Set<String> roles(String agency) {
        Set<String> roles = new LinkedHashSet<>();
        if (head.sender().equals(agency)) {
            roles.add("sender");
            if (!head.external().isEmpty()) {
                roles.add("recipient");
            }
        }
        if (head.mains().contains(agency)) {
            roles.add("recipient");
        }
        if (head.copies().contains(agency)) {
            roles.add("copy");
        }
        return roles;
    }

    /// Whether a duty of it was overdue when a day began.
    boolean isOverdue(LocalDate day) {
        return clocks.stream().anyMatch(clock -> clock.isOverdue(day));
    }
}
