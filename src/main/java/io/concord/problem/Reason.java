package io.concord.problem;

import java.util.List;

/// One thing that stands against a request.
///
/// @param code of the problem, see [Problems]
/// @param pointer JSON pointer to the place, or empty where there is none
/// @param zh detail in Chinese
/// @param en detail in English
/// @param alternatives what would be possible instead; empty where nothing is to be said
public record Reason(String code, String pointer, String zh, String en, List<String> alternatives) {

    public Reason(String code, String pointer, String zh, String en) {
        this(code, pointer, zh, en, List.of());
    }

    public static Reason of(String code, String zh, String en) {
        return new Reason(code, "", zh, en);
    }

    public String detail(boolean chinese) {
        return chinese ? zh : en;
    }
}
