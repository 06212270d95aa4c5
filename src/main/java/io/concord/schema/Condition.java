package io.concord.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A condition of a descriptor, in the Common Expression Language.
///
/// It may speak of `record` (the envelope), `payload`, `target` (the record that it is about, as the matter
/// knows it)
/// and
/// `matter`.
public final class Condition {

    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("record", SimpleType.DYN)
            .addVar("payload", SimpleType.DYN)
            .addVar("target", SimpleType.DYN)
            .addVar("matter", SimpleType.DYN)
            .build();
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.standardCelRuntimeBuilder().build();

    private final String text;
    private final CelRuntime.Program program;

    private Condition(String text, CelRuntime.Program program) {
        this.text = text;
        this.program = program;
    }

    /// @throws IllegalArgumentException when the text is no condition
    static Condition compile(String text) {
        try {
            return new Condition(
                    text, RUNTIME.createProgram(COMPILER.compile(text).getAst()));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalArgumentException("not a condition: " + text + ": " + e.getMessage(), e);
        }
    }

    /// Whether it holds.
    ///
    /// @param variables by name; values as [#value] makes them
    /// @throws IllegalStateException when it cannot be said, for example where it speaks of a field that is not
    /// there
    /// without asking `has(…)`
    public boolean holds(Map<String, Object> variables) {
        try {
            return Boolean.TRUE.equals(program.eval(variables));
        } catch (CelEvaluationException e) {
            throw new IllegalStateException("cannot say whether " + text + ": " + e.getMessage(), e);
        }
    }

    /// A JSON value as conditions see it: a view, since most conditions look at few fields of a record.
    public static Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> new ObjectView((ObjectNode) node);
            case ARRAY -> new ArrayView(node);
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.longValue();
            default -> node.asText();
        };
    }

    private static final class ObjectView extends AbstractMap<String, Object> {
        private final ObjectNode node;

        ObjectView(ObjectNode node) {
            this.node = node;
        }

        @Override
        public boolean containsKey(Object key) {
            return key instanceof String name && node.has(name);
        }

        @Override
        public @Nullable Object get(Object key) {
            JsonNode field = key instanceof String name ? node.get(name) : null;
            return field == null ? null : value(field);
        }

        @Override
        public int size() {
            return node.size();
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            Map<String, Object> all = new LinkedHashMap<>();
            node.properties().forEach(entry -> all.put(entry.getKey(), value(entry.getValue())));
            return all.entrySet();
        }
    }

    private static final class ArrayView extends AbstractList<Object> implements RandomAccess {
        private final JsonNode node;

        ArrayView(JsonNode node) {
            this.node = node;
        }

        @Override
        public Object get(int index) {
            return value(node.get(index));
        }

        @Override
        public int size() {
            return node.size();
        }
    }
}
