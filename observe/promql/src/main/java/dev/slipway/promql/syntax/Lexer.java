package dev.slipway.promql.syntax;

import dev.slipway.promql.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/// Splits a text into tokens. Used once, by one thread.
final class Lexer {
    private static final List<String> SYMBOLS =
            List.of(
                    "==", "!=", "!~", "=~", "<=", ">=", "</", ">/", "=", "<", ">", "+", "-", "*",
                    "/", "%", "^", "(", ")", "{", "}", "[", "]", ",", "@");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private boolean inBrackets;
    private int parentheses;
    private int braces;

    private Lexer(String text) {
        this.text = text;
    }

    /// All tokens, the last of kind `END`.
    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        while (lexer.skipBlanks()) {
            lexer.next();
        }
        lexer.add(Kind.END, "", text.length());
        return lexer.tokens;
    }

    /// False at the end.
    private boolean skipBlanks() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '#') {
                int end = text.indexOf('\n', position);
                position = end < 0 ? text.length() : end;
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                position++;
            } else {
                return true;
            }
        }
        return false;
    }

    private void next() {
        int start = position;
        char c = text.charAt(start);
        if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            number(start);
        } else if (c == '"' || c == '\'' || c == '`') {
            string(start, c);
        } else if (inBrackets && c == ':') {
            position++;
            add(Kind.SYMBOL, ":", start);
        } else if (isNameStart(c)) {
            position = endOfName(start);
            add(Kind.IDENTIFIER, text.substring(start, position), start);
        } else {
            symbol(start, c);
        }
    }

    private void symbol(int start, char c) {
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, start)) {
                count(symbol, start);
                inBrackets = symbol.equals("[") || (inBrackets && !symbol.equals("]"));
                position += symbol.length();
                add(Kind.SYMBOL, symbol, start);
                return;
            }
        }
        int point = text.codePointAt(start);
        String where = braces > 0 ? " inside braces" : "";
        if (c == '!' && start + 1 < text.length()) {
            String after = Character.toString(text.codePointAt(start + 1));
            throw error(start, start + 1, "unexpected character after '!': '" + after + "'");
        }
        throw error(
                start,
                start + Character.charCount(point),
                "unexpected character%s: '%s'".formatted(where, Character.toString(point)));
    }

    /// What closes must have been opened.
    private void count(String symbol, int start) {
        switch (symbol) {
            case "(" -> parentheses++;
            case "{" -> braces++;
            case ")" -> {
                if (--parentheses < 0) {
                    throw error(start + 1, start + 1, "unexpected right parenthesis ')'");
                }
            }
            case "}" -> {
                if (--braces < 0) {
                    throw error(start, start + 1, "unexpected character: '}'");
                }
            }
            default -> {
                // Nothing that is closed.
            }
        }
    }

    private void number(int start) {
        if (text.startsWith("0x", start) || text.startsWith("0X", start)) {
            position = endOfName(start);
            add(Kind.NUMBER, text.substring(start, position), start);
            return;
        }
        position = endOfDigits(start);
        if (isUnit(position) && allDigits(start, position)) {
            position = endOfDuration();
            add(Kind.DURATION, text.substring(start, position), start);
        } else {
            position = endOfFraction();
            add(Kind.NUMBER, text.substring(start, position), start);
        }
        if (position < text.length()
                && isNamePart(text.charAt(position))
                && text.charAt(position) != ':') {
            throw error(
                    start,
                    position + 1,
                    "bad number or duration syntax: \""
                            + text.substring(start, position + 1)
                            + "\"");
        }
    }

    private int endOfFraction() {
        int end = position;
        if (charAt(end) == '.') {
            end = endOfDigits(end + 1);
        }
        char c = charAt(end);
        if (c == 'e' || c == 'E') {
            int digits = charAt(end + 1) == '+' || charAt(end + 1) == '-' ? end + 2 : end + 1;
            end = isDigit(charAt(digits)) ? endOfDigits(digits) : end;
        }
        return end;
    }

    private int endOfDuration() {
        int end = position;
        while (isUnit(end)) {
            end += text.startsWith("ms", end) ? 2 : 1;
            int digits = endOfDigits(end);
            if (digits == end || !isUnit(digits)) {
                return digits == end ? end : digits;
            }
            end = digits;
        }
        return end;
    }

    private int endOfDigits(int from) {
        int end = from;
        while (isDigit(charAt(end)) || (charAt(end) == '_' && isDigit(charAt(end + 1)))) {
            end++;
        }
        return end;
    }

    private boolean allDigits(int from, int to) {
        return text.substring(from, to).chars().allMatch(c -> isDigit((char) c));
    }

    private boolean isUnit(int at) {
        return at < text.length() && "smhdwy".indexOf(text.charAt(at)) >= 0;
    }

    private void string(int start, char quote) {
        int end = start + 1;
        while (end < text.length() && text.charAt(end) != quote) {
            boolean escape = quote != '`' && text.charAt(end) == '\\';
            if (quote != '`' && text.charAt(end) == '\n') {
                throw error(start, end, "unterminated quoted string");
            }
            end += escape ? 2 : 1;
        }
        if (end >= text.length()) {
            throw error(
                    start,
                    text.length(),
                    quote == '`' ? "unterminated raw string" : "unterminated quoted string");
        }
        position = end + 1;
        String inner = text.substring(start + 1, end);
        SourceSpan span = new SourceSpan(start, position);
        add(Kind.STRING, quote == '`' ? inner : GoEscapes.resolve(inner, span), start);
    }

    private int endOfName(int from) {
        int end = from;
        while (end < text.length()
                && isNamePart(text.charAt(end))
                && !(inBrackets && text.charAt(end) == ':')) {
            end++;
        }
        return end;
    }

    private void add(Kind kind, String value, int start) {
        tokens.add(new Token(kind, value, new SourceSpan(start, position)));
    }

    private char peek(int ahead) {
        return charAt(position + ahead);
    }

    private char charAt(int index) {
        return index < text.length() ? text.charAt(index) : '\0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c);
    }

    private static SyntaxException error(int start, int end, String message) {
        return new SyntaxException(new SourceSpan(start, end), message);
    }
}
