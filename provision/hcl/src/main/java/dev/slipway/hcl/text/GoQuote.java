package dev.slipway.hcl.text;

/// Texts in double quotes with escapes, as the language's tools show them. Stateless.
public final class GoQuote {
    private static final int DELETE = 0x7f;

    private GoQuote() {}

    /// `"a\tb"`: what cannot be printed is shown as an escape.
    public static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(each -> append(each, out));
        return out.append('"').toString();
    }

    private static void append(int each, StringBuilder out) {
        switch (each) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case 7 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case 11 -> out.append("\\v");
            default -> {
                if (isPrintable(each)) {
                    out.appendCodePoint(each);
                } else if (each < ' ' || each == DELETE) {
                    out.append(String.format("\\x%02x", each));
                } else if (each <= Character.MAX_VALUE) {
                    out.append(String.format("\\u%04x", each));
                } else {
                    out.append(String.format("\\U%08x", each));
                }
            }
        }
    }

    /// Letters, marks, numbers, punctuation, symbols, and the ASCII space.
    public static boolean isPrintable(int codePoint) {
        if (codePoint == ' ') {
            return true;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
