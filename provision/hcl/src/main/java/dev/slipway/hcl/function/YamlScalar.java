package dev.slipway.hcl.function;

import java.nio.charset.StandardCharsets;

/// Texts as they stand in YAML: in quotes, folded where a line gets long, or as a block. What is
/// escaped, and where a line ends, is as in libyaml, so that the same value gives the same bytes.
/// Stateless.
final class YamlScalar {
    /// A space after more columns than this is taken for a line end.
    private static final int WIDTH = 80;

    private static final int SIMPLE_KEY_BYTES_MAX = 128;
    private static final int NEXT_LINE = 0x85;
    private static final int LINE_SEPARATOR = 0x2028;
    private static final int PARAGRAPH_SEPARATOR = 0x2029;
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private YamlScalar() {}

    /// Whether the key stands on one line before its colon.
    static boolean isSimpleKey(String key) {
        return key.getBytes(StandardCharsets.UTF_8).length <= SIMPLE_KEY_BYTES_MAX
                && key.codePoints().noneMatch(YamlScalar::endsLine);
    }

    static void appendKey(String key, StringBuilder out) {
        appendQuoted(key, -1, out);
    }

    /// Appends the text and a line end.
    ///
    /// @param indent where the text's further lines begin
    static void append(String text, int indent, StringBuilder out) {
        if (isBlock(text)) {
            appendBlock(text, indent, out);
        } else {
            appendQuoted(text, indent, out);
            out.append('\n');
        }
    }

    private static boolean isBlock(String text) {
        return text.indexOf('\n') >= 0
                && !text.contains(" \n")
                && !text.endsWith(" ")
                && text.codePoints().allMatch(each -> each == '\n' || isPrintable(each));
    }

    private static void appendBlock(String text, int indent, StringBuilder out) {
        boolean hinted = text.startsWith(" ") || text.startsWith("\n");
        out.append('|').append(hinted ? "2" : "").append(chomping(text)).append('\n');
        String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        for (String line : body.split("\n", -1)) {
            out.append(line.isEmpty() ? "" : " ".repeat(indent)).append(line).append('\n');
        }
    }

    /// How line ends at the end are kept: none, one, or all.
    private static String chomping(String text) {
        if (!text.endsWith("\n")) {
            return "-";
        }
        return text.equals("\n") || text.endsWith("\n\n") ? "+" : "";
    }

    /// @param indent where further lines begin; negative if there must be none
    private static void appendQuoted(String text, int indent, StringBuilder out) {
        out.append('"');
        boolean afterSpace = false;
        int each;
        for (int at = 0; at < text.length(); at += Character.charCount(each)) {
            each = text.codePointAt(at);
            boolean inside = at > 0 && at < text.length() - 1;
            if (each == ' ' && inside && !afterSpace && indent >= 0 && column(out) > WIDTH) {
                out.append('\n').append(" ".repeat(indent));
                out.append(text.charAt(at + 1) == ' ' ? "\\" : "");
            } else {
                append(each, out);
            }
            afterSpace = each == ' ';
        }
        out.append('"');
    }

    private static int column(StringBuilder out) {
        return out.codePointCount(out.lastIndexOf("\n") + 1, out.length());
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
            case NEXT_LINE -> out.append("\\N");
            case LINE_SEPARATOR -> out.append("\\L");
            case PARAGRAPH_SEPARATOR -> out.append("\\P");
            default -> out.append(isPrintable(each) ? Character.toString(each) : escaped(each));
        }
    }

    private static String escaped(int each) {
        if (each <= 0xFF) {
            return String.format("\\x%02X", each);
        }
        return String.format(each <= 0xFFFF ? "\\u%04X" : "\\U%08X", each);
    }

    private static boolean endsLine(int each) {
        return each == '\n'
                || each == '\r'
                || each == NEXT_LINE
                || each == LINE_SEPARATOR
                || each == PARAGRAPH_SEPARATOR;
    }

    /// What stands unescaped: of the basic plane what is neither control nor noncharacter.
    private static boolean isPrintable(int each) {
        return (each >= ' ' && each < 0x7f)
                || (each >= 0xA0 && each < 0xFFFE && each != BYTE_ORDER_MARK);
    }
}
