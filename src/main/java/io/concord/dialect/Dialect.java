package io.concord.dialect;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An agency's native format, as its folder under `routes/edge` says: `dialect.yaml`, and a `<type>.map.yaml` for each
/// record type.
///
/// @param dialect name, also the folder's
/// @param form how documents are written
/// @param key path of the native field that identifies a document
/// @param kind path of the native field that says which kind of document it is; empty where there is one kind
/// @param officer who acts for the agency where its system names nobody
/// @param codes code tables: native code → code of the exchange, by the table's name
/// @param receipt how an officer signs for a record in this system; null where nobody does
/// @param answer how the system is told what became of a document; null where it has a table of its own for that
public record Dialect(
        String dialect,
        Form form,
        String key,
        @Nullable String kind,
        String officer,
        Map<String, Map<String, String>> codes,
        @Nullable SignOff receipt,
        @Nullable AnswerForm answer) {

    @SuppressWarnings("NullAway") // Jackson gives null for what the file does not have.
    public Dialect {
        codes = codes == null ? Map.of() : Map.copyOf(codes);
    }

    /// How documents are written.
    ///
    /// @param charset of text forms; UTF-8 where none is named
    /// @param root XML: name of the root element
    /// @param document package: name of the file in it that holds the document
    /// @param separator CSV: between fields, a comma where none is named
    /// @param json table: columns that hold JSON, whose fields paths can name
    public record Form(
            Kind kind,
            @Nullable String charset,
            @Nullable String root,
            @Nullable String document,
            @Nullable String separator,
            List<String> json) {

        @SuppressWarnings("NullAway") // Jackson gives null for a list that the file does not have.
        public Form {
            json = json == null ? List.of() : List.copyOf(json);
        }

        /// XML in a charset, with an outermost element.
        static Form xml(@Nullable String charset, @Nullable String root) {
            return new Form(Kind.XML, charset, root, null, null, List.of());
        }
    }

    /// Kinds of native form.
    public enum Kind {
        TABLE,
        XML,
        JSON,
        CSV,
        XLSX,
        PACKAGE
    }

    /// @param kind native kind of such documents
    /// @param record path of the field with the record id
    /// @param officer path of the field with the name of who signs
    /// @param concludes path of the field with the record that is thereby concluded
    public record SignOff(
            String kind,
            String record,
            String officer,
            @Nullable String concludes) {}

    /// @param root XML: name of the root element
    /// @param fields native field → `key`, `state`, `at`, `recordId`, `receipt`, `message`, `kind` or `by`
    /// @param states native state by kind of answer: ACCEPTED, REFUSED, DELIVERED, SIGNED
    public record AnswerForm(
            @Nullable String root,
            Map<String, String> fields,
            @Nullable Map<String, String> states) {}

    /// How one record type is written in this dialect, both ways.
    ///
    /// @param type record type; `*` is for every type without a mapping of its own, inwards only; null for a part
    /// to include
    /// @param version schema version of what goes out
    /// @param kind native kind
    /// @param include names of further lists of fields beside this file
    /// @param fields one row a field
    /// @param loses pointers of the record that this native form has no place for
    public record Mapping(
            @Nullable String type,
            @Nullable String version,
            @Nullable String kind,
            List<String> include,
            List<Field> fields,
            List<String> loses) {

        @SuppressWarnings("NullAway") // Jackson gives null for a list that the file does not have.
        public Mapping {
            include = include == null ? List.of() : List.copyOf(include);
            fields = fields == null ? List.of() : List.copyOf(fields);
            loses = loses == null ? List.of() : List.copyOf(loses);
        }
    }

    /// One field, both ways.
    ///
    /// @param nativePath path in the native document, names separated by `/`
    /// @param at JSON pointer in the record, or in the element of a list
    /// @param as conversion, see `routes/README.md`
    /// @param value what goes out where the native field is empty or there is none; without `at`, what is written
    /// natively
    /// @param when native field that must not be empty for this row to go out
    /// @param only `out` or `in` where the row is for one way
    /// @param out JSLT that gives the value of the record, over `{row, agency, officer}`
    /// @param in JSLT that gives the native value, over the record or the element of a list
    /// @param fields rows of the elements, where this is a list
    public record Field(
            @Nullable @JsonProperty("native") String nativePath,
            @Nullable String at,
            @Nullable String as,
            @Nullable JsonNode value,
            @Nullable String when,
            @Nullable String only,
            @Nullable String out,
            @Nullable String in,
            @Nullable List<Field> fields) {

        boolean goesOut() {
            return at != null && !"in".equals(only) && (nativePath != null || value != null || out != null);
        }

        boolean comesIn() {
            return nativePath != null && !"out".equals(only);
        }
    }
}
