package io.concord.desk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One place of a form, made from a schema; pages draw it, whatever the record type.
///
/// @param pointer JSON pointer in the envelope, also the parameter's name
/// @param label title in the reader's language
/// @param hint what the schema says beyond the title
/// @param value as typed; empty where nothing is there
/// @param values of a field that takes several
/// @param options where only some values are possible
/// @param children parts of a group, or rows of a list
/// @param blank whether nothing is in it
/// @param faults what stands against it
/// @param pick what is looked up while it is typed; empty for nothing
public record Field(
        String pointer,
        Kind kind,
        String label,
        String hint,
        boolean required,
        String value,
        List<String> values,
        List<Option> options,
        List<Field> children,
        boolean blank,
        int longest,
        List<String> faults,
        String pick) {

    /// How it is drawn.
    public enum Kind {
        TEXT,
        LONG_TEXT,
        NUMBER,
        MONEY,
        DATE,
        TIME,
        YES_NO,
        ONE_OF,
        /// One of a long list: typed with suggestions.
        CODE,
        SOME_OF,
        GROUP,
        ROWS
    }

    /// A possible value.
    public record Option(String value, String label) {}

    public String id() {
        return id(pointer);
    }

    static String id(String pointer) {
        return "f" + pointer.replace('/', '-');
    }

    /// Ids of what explains it and of what stands against it; null where there is neither.
    public @Nullable String describedBy() {
        String ids = (hint.isEmpty() ? "" : id() + "-h ") + (faults.isEmpty() ? "" : id() + "-e");
        return ids.isEmpty() ? null : ids.strip();
    }

    /// For `aria-invalid`; null, so that the attribute is left out, where nothing stands against it.
    public @Nullable String invalid() {
        return faults.isEmpty() ? null : "true";
    }

    /// Whether it is one of a list; whether there must be any is said at the list.
    public boolean isRow() {
        return pointer.matches(".*/[0-9]+");
    }

    /// Whether anything in it or below stands wrong, so that it is shown open.
    public boolean faulty() {
        return !faults.isEmpty() || children.stream().anyMatch(Field::faulty);
    }

    public boolean chosen(String option) {
        return value.equals(option) || values.contains(option);
    }
}
