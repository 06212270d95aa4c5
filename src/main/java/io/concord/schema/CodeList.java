package io.concord.schema;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A list of codes with their names and periods, from `schemas/codes/<list>.yaml`.
///
/// @param list name, also the file's
/// @param name by language
/// @param source where the codes come from
public record CodeList(String list, Map<String, String> name, String source, List<Item> items) {

    /// One code.
    ///
    /// @param validTo null while in force
    public record Item(
            String code,
            String zh,
            String en,
            LocalDate validFrom,
            @Nullable LocalDate validTo) {}

    public Optional<Item> find(String code) {
        return items.stream().filter(item -> item.code().equals(code)).findFirst();
    }
}
