package io.concord.desk;

import java.util.List;

/// Hides identity numbers and telephones on the screen until somebody gives a reason to see them.
final class Masking {

    private Masking() {}

    static List<Field> of(List<Field> fields, boolean unmasked) {
        return unmasked ? fields : fields.stream().map(Masking::masked).toList();
    }

    static boolean hides(List<Field> fields) {
        return fields.stream().anyMatch(field -> isPersonal(field) || hides(field.children()));
    }

    private static boolean isPersonal(Field field) {
        return !field.value().isEmpty()
                && field.pointer().matches(".*/(idNo|idNumber|phone|mobile|account|bankAccount)");
    }

    private static Field masked(Field field) {
        String value = field.value();
        String shown = !isPersonal(field)
                ? value
                : value.length() > 7
                        ? value.substring(0, 3) + "*".repeat(value.length() - 5) + value.substring(value.length() - 2)
                        : "***";
        return new Field(
                field.pointer(),
                field.kind(),
                field.label(),
                field.hint(),
                field.required(),
                shown,
                field.values(),
                field.options(),
                field.children().stream().map(Masking::masked).toList(),
                field.blank(),
                field.longest(),
                field.faults());
    }
}
