package dev.slipway.hcl.function;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.Map;

/// Writes values as YAML, every text and key in quotes, so that nothing is taken for something
/// else; texts of several lines as blocks. Stateless.
final class YamlText {
    private YamlText() {}

    static Value of(Value value) {
        if (!value.isWhollyKnown()) {
            return Values.unknownNotNull(Type.Primitive.STRING);
        }
        StringBuilder out = new StringBuilder();
        append(value, 0, false, out);
        boolean bare =
                value.isNull() || value instanceof Value.Numeric || value instanceof Value.Bool;
        return Value.of(out.append(bare ? "...\n" : "").toString());
    }

    /// Appends the value and a line end; `inline` says that the line already has a key or a dash.
    private static void append(Value value, int indent, boolean inline, StringBuilder out) {
        switch (value) {
            case Value.Null ignored -> out.append("null\n");
            case Value.Bool bool -> out.append(bool.isTrue()).append('\n');
            case Value.Numeric number -> out.append(number.number()).append('\n');
            case Value.Text text -> YamlScalar.append(text.text(), Math.max(indent, 2), out);
            case Value.Marked marked -> append(marked.inner(), indent, inline, out);
            case Value.Unknown ignored -> out.append("null\n");
            case Value.Sequence sequence -> sequence(sequence, indent, inline, out);
            case Value.Mapping mapping -> mapping(mapping, indent, inline, out);
        }
    }

    private static void sequence(
            Value.Sequence sequence, int indent, boolean inline, StringBuilder out) {
        if (sequence.elements().isEmpty()) {
            out.append("[]\n");
            return;
        }
        boolean first = inline;
        for (Value each : sequence.elements()) {
            out.append(first ? "" : " ".repeat(indent)).append("- ");
            append(each, indent + 2, true, out);
            first = false;
        }
    }

    private static void mapping(
            Value.Mapping mapping, int indent, boolean inline, StringBuilder out) {
        if (mapping.elements().isEmpty()) {
            out.append("{}\n");
            return;
        }
        boolean first = inline;
        for (Map.Entry<String, Value> each : mapping.elements().entrySet()) {
            out.append(first ? "" : " ".repeat(indent));
            first = false;
            Value value = each.getValue().unmarked();
            if (YamlScalar.isSimpleKey(each.getKey())) {
                entry(each.getKey(), value, indent, out);
            } else {
                complexEntry(each.getKey(), value, indent, out);
            }
        }
    }

    private static void entry(String key, Value value, int indent, StringBuilder out) {
        YamlScalar.appendKey(key, out);
        boolean nested =
                (value instanceof Value.Sequence list && !list.elements().isEmpty())
                        || (value instanceof Value.Mapping map && !map.elements().isEmpty());
        out.append(nested ? ":\n" : ": ");
        append(value, value instanceof Value.Sequence ? indent : indent + 2, false, out);
    }

    /// With a key that is too long for a line, or has several.
    private static void complexEntry(String key, Value value, int indent, StringBuilder out) {
        YamlScalar.append(key, indent + 2, out.append("? "));
        append(value, indent + 2, true, out.append(" ".repeat(indent)).append(": "));
    }
}
