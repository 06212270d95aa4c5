package io.concord.schema;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A list of codes with their names and periods, from `schemas/codes/<list>.yaml`.
///
/// @param list name, also the file's
/// @param name by language
/// @param source where the codes come from
public record CodeList(
        String list,
        Map<String, String> name,
        String source,
        List<Item> items,
        @JsonIgnore Map<String, Item> byCode) {

    public CodeList {
        Map<String, Item> index = new HashMap<>();
        items.forEach(item -> index.put(item.code(), item));
        byCode = Map.copyOf(index);
    }

    /// One code.
    ///
    /// @param validTo last day; null while in force
    /// @param mapsTo code of a later catalogue that it is counted under, for statistics; null where there is
    /// none
    /// @param refused known, but never let in
    public record Item(
            String code,
            String zh,
            String en,
            LocalDate validFrom,
            @Nullable LocalDate validTo,
            @Nullable String mapsTo,
            boolean refused) {

        /// The Chinese name stands in where there is no English one.
        public String name(boolean chinese) {
            return chinese || en == null || en.isEmpty() ? zh : en;
        }

        public boolean inForce(LocalDate day) {
            return !day.isBefore(validFrom) && (validTo == null || !day.isAfter(validTo));
        }
    }

    public Optional<Item> find(String code) {
        return Optional.ofNullable(byCode.get(code));
    }
}
