package dev.slipway.terraform.generate;

import dev.slipway.hcl.json.JsonException;
import dev.slipway.hcl.json.JsonValues;
import dev.slipway.hcl.syntax.Lexer;
import dev.slipway.hcl.value.Value;
import org.jspecify.annotations.Nullable;

/// Values as expressions that give them. Stateless.
final class Literals {
    private Literals() {}

    static String of(Value value) {
        StringBuilder out = new StringBuilder();
        append(value, out);
        return out.toString();
    }

    private static void append(Value value, StringBuilder out) {
        switch (value) {
            case Value.Marked marked -> append(marked.inner(), out);
            case Value.Unknown _, Value.Null _ -> out.append("null");
            case Value.Text(String text) -> text(text, out);
            case Value.Numeric number -> out.append(number.number());
            case Value.Bool bool -> out.append(bool.isTrue());
            case Value.Sequence sequence -> {
                out.append('[');
                String separator = "";
                for (Value each : sequence.elements()) {
                    out.append(separator);
                    append(each, out);
                    separator = ", ";
                }
                out.append(']');
            }
            case Value.Mapping mapping -> {
                out.append('{');
                mapping.elements()
                        .forEach((name, each) -> {
                            out.append('\n');
                            if (Lexer.isIdentifier(name)) {
                                out.append(name);
                            } else {
                                quoted(name, out);
                            }
                            out.append(" = ");
                            append(each, out);
                        });
                out.append(mapping.elements().isEmpty() ? "}" : "\n}");
            }
        }
    }

    /// A text that is JSON is easier to read, and to change, as what it means.
    private static void text(String text, StringBuilder out) {
        Value meaning = json(text);
        if (meaning == null) {
            quoted(text, out);
            return;
        }
        out.append("jsonencode(");
        append(meaning, out);
        out.append(')');
    }

    private static @Nullable Value json(String text) {
        String start = text.stripLeading();
        if (!start.startsWith("{") && !start.startsWith("[")) {
            return null;
        }
        try {
            return JsonValues.read(text);
        } catch (JsonException e) {
            return null;
        }
    }

    private static void quoted(String text, StringBuilder out) {
        out.append('"');
        for (int index = 0; index < text.length(); index++) {
            char each = text.charAt(index);
            boolean template =
                    (each == '$' || each == '%')
                            && index + 1 < text.length()
                            && text.charAt(index + 1) == '{';
            switch (each) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (each < ' ' || each == 0x7f) {
                        out.append("\\u%04x".formatted((int) each));
                    } else {
                        out.append(template ? "" + each + each : String.valueOf(each));
                    }
                }
            }
        }
        out.append('"');
    }
}
