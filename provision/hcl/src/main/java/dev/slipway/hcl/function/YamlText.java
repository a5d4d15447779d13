package dev.slipway.hcl.function;

import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.Map;

/// Writes values as YAML, every text and key in quotes, so that nothing is taken for something
/// else; texts of several lines as blocks. Stateless.
final class YamlText {
    private YamlText() {}

    static Value of(Value value) {
        if (!value.isWhollyKnown()) {
            return Values.unknownNotNull(dev.slipway.hcl.value.Type.Primitive.STRING);
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
            case Value.Numeric number -> out.append(number(number)).append('\n');
            case Value.Text text -> text(text.text(), indent, out);
            case Value.Marked marked -> append(marked.inner(), indent, inline, out);
            case Value.Unknown ignored -> out.append("null\n");
            case Value.Sequence sequence -> sequence(sequence, indent, inline, out);
            case Value.Mapping mapping -> mapping(mapping, indent, inline, out);
        }
    }

    private static String number(Value.Numeric number) {
        if (number.number().isInfinite()) {
            return number.number().signum() < 0 ? "-.inf" : ".inf";
        }
        return number.number().toString();
    }

    private static void text(String text, int indent, StringBuilder out) {
        boolean block =
                text.indexOf('\n') >= 0
                        && !text.contains(" \n")
                        && !text.endsWith(" ")
                        && text.codePoints().allMatch(YamlText::standsInBlock);
        if (!block) {
            out.append(quoted(text)).append('\n');
            return;
        }
        boolean hinted = text.startsWith(" ") || text.startsWith("\n");
        out.append('|').append(hinted ? "2" : "").append(chomping(text)).append('\n');
        String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        for (String line : body.split("\n", -1)) {
            out.append(line.isEmpty() ? "" : " ".repeat(Math.max(indent, 2)));
            out.append(line).append('\n');
        }
    }

    /// How line ends at the end are kept: none, one, or all.
    private static String chomping(String text) {
        if (!text.endsWith("\n")) {
            return "-";
        }
        return text.equals("\n") || text.endsWith("\n\n") ? "+" : "";
    }

    private static boolean standsInBlock(int each) {
        return each == '\n' || (each >= ' ' && each != 0x7f && each != 0xFEFF && each != 0x85);
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(each -> append(each, out));
        return out.append('"').toString();
    }

    private static void append(int each, StringBuilder out) {
        switch (each) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case 0 -> out.append("\\0");
            case 7 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case 11 -> out.append("\\v");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            case 27 -> out.append("\\e");
            case 0x85 -> out.append("\\N");
            case 0xA0 -> out.append("\\_");
            case 0x2028 -> out.append("\\L");
            case 0x2029 -> out.append("\\P");
            default -> {
                if (each < ' ' || (each >= 0x7f && each < 0xA0)) {
                    out.append(String.format("\\x%02X", each));
                } else if (each == 0xFEFF) {
                    out.append("\\uFEFF");
                } else {
                    out.appendCodePoint(each);
                }
            }
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
            out.append(first ? "" : " ".repeat(indent)).append(quoted(each.getKey())).append(':');
            first = false;
            Value value = each.getValue().unmarked();
            boolean nested =
                    (value instanceof Value.Sequence list && !list.elements().isEmpty())
                            || (value instanceof Value.Mapping map && !map.elements().isEmpty());
            out.append(nested ? '\n' : ' ');
            int inner = value instanceof Value.Sequence ? indent : indent + 2;
            append(value, inner, false, out);
        }
    }
}
