package dev.slipway.hcl.syntax;

import dev.slipway.hcl.source.SourceRange;

/// Resolves the escapes of template literals: `$${` and `%%{` everywhere, backslashes in quotes.
final class Escapes {
    private static final String SUMMARY = "Invalid escape sequence";

    private Escapes() {}

    static String resolve(String raw, boolean quoted, SourceRange range) throws SyntaxException {
        if (raw.indexOf('\\') < 0 && !raw.contains("$${") && !raw.contains("%%{")) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length());
        int at = 0;
        while (at < raw.length()) {
            char each = raw.charAt(at);
            if (raw.startsWith("$${", at) || raw.startsWith("%%{", at)) {
                text.append(each).append('{');
                at += 3;
            } else if (quoted && each == '\\') {
                at = backslash(raw, at + 1, text, range);
            } else {
                text.append(each);
                at++;
            }
        }
        return text.toString();
    }

    private static int backslash(String raw, int at, StringBuilder text, SourceRange range)
            throws SyntaxException {
        if (at >= raw.length()) {
            throw new SyntaxException(
                    SUMMARY, "A backslash must be followed by an escape sequence selector.", range);
        }
        char selector = raw.charAt(at);
        switch (selector) {
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case '"' -> text.append('"');
            case '\\' -> text.append('\\');
            case 'u' -> text.appendCodePoint(codePoint(raw, at, 4, range));
            case 'U' -> text.appendCodePoint(codePoint(raw, at, 8, range));
            default ->
                    throw new SyntaxException(
                            SUMMARY,
                            "The symbol \""
                                    + selector
                                    + "\" is not a valid escape sequence selector.",
                            range);
        }
        return at + (selector == 'u' ? 5 : selector == 'U' ? 9 : 1);
    }

    private static int codePoint(String raw, int at, int digits, SourceRange range)
            throws SyntaxException {
        int end = at + 1 + digits;
        String hex = raw.substring(at + 1, Math.min(end, raw.length()));
        if (hex.length() < digits || !hex.chars().allMatch(Escapes::isHexDigit)) {
            throw new SyntaxException(
                    SUMMARY,
                    "The \\"
                            + raw.charAt(at)
                            + " escape sequence must be followed by "
                            + (digits == 4 ? "four" : "eight")
                            + " hexadecimal digits.",
                    range);
        }
        long codePoint = Long.parseLong(hex, 16);
        if (codePoint > Character.MAX_CODE_POINT
                || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)) {
            throw new SyntaxException(
                    SUMMARY, "Cannot encode character U+" + hex + " in UTF-8.", range);
        }
        return (int) codePoint;
    }

    private static boolean isHexDigit(int each) {
        return Character.digit(each, 16) >= 0 && each < 0x80;
    }
}
