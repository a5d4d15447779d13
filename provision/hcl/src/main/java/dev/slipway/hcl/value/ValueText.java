package dev.slipway.hcl.value;

import dev.slipway.hcl.text.GoQuote;
import java.util.List;
import java.util.Map;

/// Values as a console shows them: in the syntax they could be written in, over several lines.
/// Stateless.
public final class ValueText {
    private static final int STEP = 2;

    private ValueText() {}

    public static String of(Value value) {
        StringBuilder out = new StringBuilder();
        append(value, 0, out);
        return out.toString();
    }

    private static void append(Value value, int indent, StringBuilder out) {
        switch (value) {
            case Value.Marked marked -> marked(marked, indent, out);
            case Value.Unknown ignored -> out.append("(known after apply)");
            case Value.Null none -> out.append(nullText(none.type()));
            case Value.Text text -> text(text.text(), indent, out);
            case Value.Numeric number -> out.append(number.number());
            case Value.Bool bool -> out.append(bool.isTrue());
            case Value.Sequence sequence -> sequence(sequence, indent, out);
            case Value.Mapping mapping -> mapping(mapping, indent, out);
        }
    }

    private static void marked(Value.Marked marked, int indent, StringBuilder out) {
        if (!marked.isKnown()) {
            append(marked.inner(), indent, out);
        } else if (marked.has(Mark.SENSITIVE)) {
            out.append("(sensitive value)");
        } else if (marked.has(Mark.EPHEMERAL)) {
            out.append("(ephemeral value)");
        } else {
            append(marked.inner(), indent, out);
        }
    }

    private static String nullText(Type type) {
        return switch (type) {
            case Type.Any ignored -> "null";
            case Type.Primitive primitive -> "to" + primitive.friendlyName() + "(null)";
            case Type.ListOf list -> nullOf("tolist", list.element());
            case Type.SetOf set -> nullOf("toset", set.element());
            case Type.MapOf map -> nullOf("tomap", map.element());
            case Type.TupleOf tuple -> "null /* " + tuple.friendlyName() + " */";
            case Type.ObjectOf object -> "null /* " + object.friendlyName() + " */";
        };
    }

    private static String nullOf(String function, Type element) {
        return function + "(null) /* of " + element.friendlyName() + " */";
    }

    private static void text(String text, int indent, StringBuilder out) {
        if (text.indexOf('\n') < 0) {
            out.append(GoQuote.quoted(text));
            return;
        }
        List<String> lines = List.of(text.split("\n", -1));
        String marker = "EOT";
        while (lines.contains(marker)) {
            marker += "_";
        }
        out.append(indent == 0 ? "<<" : "<<-").append(marker).append('\n');
        for (String line : lines) {
            out.append(" ".repeat(indent)).append(line).append('\n');
        }
        out.append(" ".repeat(indent)).append(marker);
    }

    private static void sequence(Value.Sequence sequence, int indent, StringBuilder out) {
        String function =
                switch (sequence.type()) {
                    case Type.ListOf ignored -> "tolist";
                    case Type.SetOf ignored -> "toset";
                    default -> "";
                };
        open(function, '[', out);
        for (Value each : sequence.elements()) {
            line(indent + STEP, out);
            append(each, indent + STEP, out);
            out.append(',');
        }
        close(function, ']', sequence.elements().isEmpty(), indent, out);
    }

    private static void mapping(Value.Mapping mapping, int indent, StringBuilder out) {
        String function = mapping.type() instanceof Type.MapOf ? "tomap" : "";
        open(function, '{', out);
        for (Map.Entry<String, Value> each : mapping.elements().entrySet()) {
            line(indent + STEP, out);
            text(each.getKey(), indent + STEP, out);
            out.append(" = ");
            append(each.getValue(), indent + STEP, out);
        }
        close(function, '}', mapping.elements().isEmpty(), indent, out);
    }

    private static void open(String function, char bracket, StringBuilder out) {
        out.append(function).append(function.isEmpty() ? "" : "(").append(bracket);
    }

    private static void close(
            String function, char bracket, boolean empty, int indent, StringBuilder out) {
        if (!empty) {
            line(indent, out);
        }
        out.append(bracket).append(function.isEmpty() ? "" : ")");
    }

    private static void line(int indent, StringBuilder out) {
        out.append('\n').append(" ".repeat(indent));
    }
}
