package dev.slipway.hcl.json;

import dev.slipway.hcl.value.Value;
import java.util.Iterator;
import java.util.Map;

/// Writes values as JSON without blanks, keys in order; what would be markup in HTML is escaped.
/// Values must be wholly known. Stateless.
public final class JsonText {
    private JsonText() {}

    public static String of(Value value) {
        StringBuilder out = new StringBuilder();
        append(value, out);
        return out.toString();
    }

    private static void append(Value value, StringBuilder out) {
        switch (value) {
            case Value.Text text -> quote(text.text(), out);
            case Value.Numeric number -> out.append(number.number());
            case Value.Bool bool -> out.append(bool.isTrue());
            case Value.Null ignored -> out.append("null");
            case Value.Unknown unknown ->
                    throw new IllegalStateException(
                            "JSON of an unknown " + unknown.type().friendlyName());
            case Value.Marked marked -> append(marked.inner(), out);
            case Value.Sequence sequence -> {
                out.append('[');
                Iterator<Value> elements = sequence.elements().iterator();
                while (elements.hasNext()) {
                    append(elements.next(), out);
                    out.append(elements.hasNext() ? "," : "");
                }
                out.append(']');
            }
            case Value.Mapping mapping -> {
                out.append('{');
                Iterator<Map.Entry<String, Value>> entries =
                        mapping.elements().entrySet().iterator();
                while (entries.hasNext()) {
                    Map.Entry<String, Value> entry = entries.next();
                    quote(entry.getKey(), out);
                    out.append(':');
                    append(entry.getValue(), out);
                    out.append(entries.hasNext() ? "," : "");
                }
                out.append('}');
            }
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int index = 0; index < text.length(); index++) {
            char each = text.charAt(index);
            switch (each) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '<', '>', '&', '\u2028', '\u2029' -> escape(each, out);
                default -> {
                    if (each < ' ') {
                        escape(each, out);
                    } else {
                        out.append(each);
                    }
                }
            }
        }
        out.append('"');
    }

    private static void escape(char each, StringBuilder out) {
        out.append(String.format("\\u%04x", (int) each));
    }
}
