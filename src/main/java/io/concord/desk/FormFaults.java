package io.concord.desk;

import io.concord.problem.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What stands against a draft, said at the places of its form: the reasons of the gate, in the form's own words.
///
/// @param told in the order of the checks
record FormFaults(List<Told> told) {

    /// One thing to correct.
    ///
    /// @param pointer of the field that is nearest to it; empty where none is
    /// @param place names of that field and of what it stands in; a bare pointer where there is no field
    /// @param text what to change
    record Told(String pointer, String place, String text, List<String> alternatives) {

        public String id() {
            return Field.id(pointer);
        }
    }

    private record Place(String name, String hint) {}

    static FormFaults of(List<Reason> reasons, List<Field> form, boolean chinese) {
        if (reasons.isEmpty()) {
            return new FormFaults(List.of());
        }
        Map<String, Place> places = new HashMap<>();
        form.forEach(field -> collect(field, "", field.label(), chinese, places));
        return new FormFaults(
                reasons.stream().map(reason -> told(reason, places, chinese)).toList());
    }

    private static void collect(Field field, String before, String label, boolean chinese, Map<String, Place> places) {
        String name = before.isEmpty() ? label : before + " › " + label;
        places.put(field.pointer(), new Place(name, field.hint()));
        int row = 0;
        for (Field child : field.children()) {
            row++;
            boolean isRow = field.kind() == Field.Kind.ROWS;
            collect(child, name, isRow ? (chinese ? "第 " + row + " 行" : "row " + row) : child.label(), chinese, places);
        }
    }

    private static Told told(Reason reason, Map<String, Place> places, boolean chinese) {
        String at = reason.pointer();
        while (!at.isEmpty() && !places.containsKey(at)) {
            at = at.substring(0, at.lastIndexOf('/'));
        }
        Place place = places.get(at);
        boolean exact = at.equals(reason.pointer());
        return new Told(
                at,
                place == null ? reason.pointer() : place.name(),
                text(reason, exact && place != null ? place.hint() : "", chinese),
                reason.alternatives());
    }

    /// The keyword behind a schema's message says nothing to people, and a regular expression says less.
    private static String text(Reason reason, String hint, boolean chinese) {
        if (reason.zh().endsWith("（pattern）")) {
            return chinese
                    ? hint.isEmpty() ? "格式不对，请核对位数和所用字符" : "格式不对：" + hint
                    : hint.isEmpty()
                            ? "is not in the right form; check its length and characters"
                            : "should be: " + hint;
        }
        return reason.code().equals("schema-invalid")
                ? reason.detail(chinese).replaceFirst("\\s?[（(][A-Za-z]+[）)]$", "")
                : reason.detail(chinese);
    }

    /// Texts by pointer, to stand at their fields.
    Map<String, List<String>> byPointer() {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        told.forEach(one ->
                texts.computeIfAbsent(one.pointer(), p -> new ArrayList<>()).add(one.text()));
        return texts;
    }
}
