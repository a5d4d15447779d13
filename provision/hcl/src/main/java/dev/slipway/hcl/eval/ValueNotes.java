package dev.slipway.hcl.eval;

import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.text.GoQuote;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.TypeNames;
import dev.slipway.hcl.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells the values that an expression refers to, briefly: `var.name is "x"`. Stateless.
public final class ValueNotes {
    private static final int LENGTH_MAX = 60;
    private static final int NOTES_MAX = 10;

    private ValueNotes() {}

    /// The references in the order they are written.
    public static List<String> of(Expression expression, Scope scope) {
        Map<String, String> notes = new LinkedHashMap<>();
        for (Reference reference : References.of(expression)) {
            Value value = resolve(reference, scope);
            if (value != null && notes.size() < NOTES_MAX) {
                notes.put(reference.toString(), describe(value));
            }
        }
        return notes.entrySet().stream()
                .map(note -> note.getKey() + " " + note.getValue())
                .toList();
    }

    /// As far into the value as the reference leads.
    private static @Nullable Value resolve(Reference reference, Scope scope) {
        Value value = scope.variable(reference.root());
        for (Reference.Step step : reference.steps()) {
            if (value == null) {
                return null;
            }
            value = Access.find(value, step.key());
        }
        return value;
    }

    static String describe(Value value) {
        if (value.has(Mark.SENSITIVE)) {
            return "has a sensitive value";
        }
        if (value.has(Mark.EPHEMERAL)) {
            return "has an ephemeral value";
        }
        return switch (value) {
            case Value.Marked marked -> describe(marked.inner());
            case Value.Null ignored -> "is null";
            case Value.Unknown unknown -> unknown(unknown.type());
            case Value.Text text -> "is " + shortened(GoQuote.quoted(text.text()));
            case Value.Numeric number -> "is " + shortened(number.number().toString());
            case Value.Bool bool -> "is " + bool.isTrue();
            case Value.Sequence sequence ->
                    "is " + sized(sequence.type(), sequence.elements().size(), "element");
            case Value.Mapping mapping ->
                    "is "
                            + sized(
                                    mapping.type(),
                                    mapping.elements().size(),
                                    mapping.type() instanceof Type.ObjectOf
                                            ? "attribute"
                                            : "element");
        };
    }

    private static String unknown(Type type) {
        return type.isDynamic()
                ? "will be known only after apply"
                : "is " + TypeNames.withArticle(type) + ", known only after apply";
    }

    private static String shortened(String text) {
        return text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX) + "…";
    }

    private static String sized(Type type, int count, String what) {
        String name = type.friendlyName();
        return count == 0
                ? "empty " + name
                : name + " with " + count + " " + what + (count == 1 ? "" : "s");
    }
}
