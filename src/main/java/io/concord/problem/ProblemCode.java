package io.concord.problem;

import java.util.Map;

/// One kind of problem, documented at `/problems/<code>`.
///
/// @param code stable, lower-case words joined by hyphens
/// @param status HTTP status
/// @param title by language, `zh` and `en`
/// @param remedy what the reader should change, by language
public record ProblemCode(String code, int status, Map<String, String> title, Map<String, String> remedy) {}
