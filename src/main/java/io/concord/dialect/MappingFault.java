package io.concord.dialect;

import io.concord.problem.Reason;
import java.util.List;
import java.util.stream.Collectors;

/// A native document cannot be mapped; says every field that stands against it, where it stands, where it was to go and
/// what is wrong.
public final class MappingFault extends RuntimeException {

    static final String CODE = "mapping-failed";

    private final List<Reason> reasons;

    MappingFault(List<Reason> reasons) {
        super(
                reasons.stream().map(r -> r.pointer() + ": " + r.en()).collect(Collectors.joining("; ")),
                null,
                false,
                false);
        this.reasons = List.copyOf(reasons);
    }

    MappingFault(String pointer, String zh, String en) {
        this(List.of(new Reason(CODE, pointer, zh, en)));
    }

    /// @param limit in bytes
    public static MappingFault tooLarge(int limit) {
        return new MappingFault("", "文书超过 " + limit + " 字节", "the document has more than " + limit + " bytes");
    }

    public List<Reason> reasons() {
        return reasons;
    }
}
