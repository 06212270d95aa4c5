package io.concord.casebook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something published, as it stands now.
///
/// @param humanId see [HumanId]
/// @param state PUBLISHED, SUPERSEDED by another, or WITHDRAWN
/// @param body [CaseBody]; null when it is not to be seen any more
/// @param open whether everybody may see it, or the taking-part agencies alone
/// @param successor that replaces it
/// @param reason of the last correction, replacement or withdrawal
/// @param seq its place in the stream of changes
public record Item(
        UUID id,
        String humanId,
        String kind,
        String sourceId,
        String state,
        int version,
        String title,
        @Nullable ObjectNode body,
        boolean open,
        @Nullable LocalDate embargo,
        LocalDate publishedOn,
        @Nullable String recordId,
        @Nullable UUID successor,
        @Nullable String reason,
        Instant changedAt,
        long seq) {

    public boolean isPublished() {
        return state.equals("PUBLISHED") && body != null;
    }

    /// Day of the judgment, ruling or award, on which the agreement took effect, or of the closing letter; null where
    /// nobody has said it.
    public @Nullable LocalDate decidedOn() {
        String day = body == null ? "" : body.path("decisionDate").asText();
        return day.isEmpty() ? null : LocalDate.parse(day);
    }

    /// The day whose law it shows: that of its decision, otherwise that of its publication.
    public LocalDate lawOf() {
        LocalDate decided = decidedOn();
        return decided == null ? publishedOn : decided;
    }
}
