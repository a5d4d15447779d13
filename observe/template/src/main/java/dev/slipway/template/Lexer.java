package dev.slipway.template;

import dev.slipway.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Cuts a template into tokens. A mistake becomes a last token of kind `ERROR`, so that the parser
/// reports whichever mistake comes first.
final class Lexer {
    private static final String LEFT = "{{";
    private static final String RIGHT = "}}";
    private static final Set<String> KEYWORDS =
            Set.of(
                    "block",
                    "break",
                    "continue",
                    "define",
                    "else",
                    "end",
                    "if",
                    "range",
                    "template",
                    "with");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int parens;

    // The last position asked for; positions are asked for in ascending order.
    private int measured;
    private int line = 1;
    private int column;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        boolean trimBefore = false;
        while (true) {
            int open = text.indexOf(LEFT, at);
            boolean trimAfter = open >= 0 && isLeftTrim(open + 2);
            int start = trimBefore ? afterSpaces(at) : at;
            int end = open < 0 ? text.length() : open;
            int keptEnd = trimAfter ? beforeSpaces(end) : end;
            if (keptEnd > start) {
                add(Kind.TEXT, start, keptEnd);
            }
            if (open < 0) {
                at = text.length();
                add(Kind.END, at, at);
                return;
            }
            at = open + 2;
            int inside = trimAfter ? at + 2 : at;
            if (text.startsWith("/*", inside)) {
                trimBefore = comment(inside);
            } else {
                add(Kind.LEFT_DELIMITER, open, at);
                at = trimAfter ? at + 1 : at;
                trimBefore = action();
            }
            if (failed()) {
                return;
            }
        }
    }

    private boolean failed() {
        return !tokens.isEmpty() && tokens.getLast().is(Kind.ERROR);
    }

    private boolean isLeftTrim(int offset) {
        return offset + 1 < text.length()
                && text.charAt(offset) == '-'
                && isSpace(text.charAt(offset + 1));
    }

    private boolean isRightTrim(int offset) {
        return offset + 1 < text.length()
                && isSpace(text.charAt(offset))
                && text.charAt(offset + 1) == '-'
                && text.startsWith(RIGHT, offset + 2);
    }

    /// Skips a comment; says whether the text after it is to be trimmed.
    private boolean comment(int start) {
        int close = text.indexOf("*/", start + 2);
        if (close < 0) {
            fail(start, "unclosed comment");
            return false;
        }
        at = close + 2;
        boolean trim = isRightTrim(at);
        at = trim ? at + 2 : at;
        if (!text.startsWith(RIGHT, at)) {
            fail(start, "comment ends before closing delimiter");
            return false;
        }
        at += 2;
        return trim;
    }

    /// Takes everything up to the closing delimiter; says whether what follows is to be trimmed.
    private boolean action() {
        parens = 0;
        while (true) {
            boolean trim = at < text.length() && isRightTrim(at);
            if (trim || text.startsWith(RIGHT, at)) {
                at = trim ? at + 2 : at;
                if (parens > 0) {
                    fail(at, "unclosed left paren");
                    return false;
                }
                add(Kind.RIGHT_DELIMITER, at, at + 2);
                at += 2;
                return trim;
            }
            if (at >= text.length()) {
                fail(at, "unclosed action");
                return false;
            }
            inside();
            if (failed()) {
                return false;
            }
        }
    }

    private void inside() {
        int start = at;
        char c = text.charAt(at);
        switch (c) {
            case ' ', '\t', '\r', '\n' -> spaces();
            case '=' -> take(Kind.ASSIGN, 1);
            case ':' -> {
                if (text.startsWith(":=", at)) {
                    take(Kind.DECLARE, 2);
                } else {
                    fail(start, "expected :=");
                }
            }
            case '|' -> take(Kind.PIPE, 1);
            case ',' -> take(Kind.COMMA, 1);
            case '"' -> string();
            case '`' -> rawString();
            case '\'' -> character();
            case '$' -> variable();
            case '.' -> dot();
            case '(' -> {
                parens++;
                take(Kind.LEFT_PAREN, 1);
            }
            case ')' -> {
                parens--;
                if (parens < 0) {
                    fail(start, "unexpected right paren");
                } else {
                    take(Kind.RIGHT_PAREN, 1);
                }
            }
            default -> word(c);
        }
    }

    private void word(char c) {
        if (c == '+' || c == '-' || isDigit(c)) {
            number();
        } else if (isNamePart(text.codePointAt(at))) {
            identifier();
        } else {
            fail(
                    at,
                    "unrecognized character in action: " + GoQuote.described(text.codePointAt(at)));
        }
    }

    private void spaces() {
        int start = at;
        while (at < text.length() && isSpace(text.charAt(at)) && !isRightTrim(at)) {
            at++;
        }
        add(Kind.SPACE, start, at);
    }

    private void string() {
        int start = at;
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != '"') {
            if (text.charAt(end) == '\n') {
                break;
            }
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length() || text.charAt(end) != '"') {
            fail(start, "unterminated quoted string");
        } else {
            take(Kind.STRING, end + 1 - start);
        }
    }

    private void rawString() {
        int end = text.indexOf('`', at + 1);
        if (end < 0) {
            fail(at, "unterminated raw quoted string");
        } else {
            take(Kind.RAW_STRING, end + 1 - at);
        }
    }

    private void character() {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != '\'' && text.charAt(end) != '\n') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length() || text.charAt(end) != '\'') {
            fail(at, "unterminated character constant");
        } else {
            take(Kind.CHARACTER, end + 1 - at);
        }
    }

    private void variable() {
        int end = nameEnd(at + 1);
        if (isTerminator(end)) {
            take(Kind.VARIABLE, end - at);
        } else {
            fail(at, "bad character " + GoQuote.described(text.codePointAt(end)));
        }
    }

    private void dot() {
        if (at + 1 < text.length() && isDigit(text.charAt(at + 1))) {
            number();
            return;
        }
        int end = nameEnd(at + 1);
        if (!isTerminator(end)) {
            fail(at, "bad character " + GoQuote.described(text.codePointAt(end)));
        } else {
            take(end == at + 1 ? Kind.DOT : Kind.FIELD, end - at);
        }
    }

    private void identifier() {
        int end = nameEnd(at);
        String word = text.substring(at, end);
        if (!isTerminator(end)) {
            fail(at, "bad character " + GoQuote.described(text.codePointAt(end)));
        } else if (KEYWORDS.contains(word)) {
            take(Kind.KEYWORD, word.length());
        } else if (word.equals("nil")) {
            take(Kind.NIL, word.length());
        } else if (word.equals("true") || word.equals("false")) {
            take(Kind.BOOL, word.length());
        } else {
            take(Kind.IDENTIFIER, word.length());
        }
    }

    private void number() {
        int end = NumberScanner.end(text, at);
        boolean goesOn = end < text.length() && isNamePart(text.codePointAt(end));
        if (end == at || goesOn) {
            int shown = goesOn ? end + Character.charCount(text.codePointAt(end)) : at + 1;
            fail(at, "bad number syntax: " + GoQuote.quoted(text.substring(at, shown)));
        } else {
            take(Kind.NUMBER, end - at);
        }
    }

    /// Whether a name may end here: what follows cannot be mistaken for more of it.
    private boolean isTerminator(int end) {
        if (end >= text.length() || text.startsWith(RIGHT, end)) {
            return true;
        }
        return isSpace(text.charAt(end)) || ".,|:()=".indexOf(text.charAt(end)) >= 0;
    }

    private int nameEnd(int from) {
        int end = from;
        while (end < text.length() && isNamePart(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    private int afterSpaces(int from) {
        int start = from;
        while (start < text.length() && isSpace(text.charAt(start))) {
            start++;
        }
        return start;
    }

    private int beforeSpaces(int from) {
        int end = from;
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private void take(Kind kind, int length) {
        add(kind, at, at + length);
        at += length;
    }

    private void add(Kind kind, int start, int end) {
        tokens.add(new Token(kind, text.substring(start, end), position(start)));
    }

    private void fail(int offset, String message) {
        tokens.add(new Token(Kind.ERROR, message, position(Math.max(offset, measured))));
    }

    private Position position(int offset) {
        for (; measured < offset; measured++) {
            char c = text.charAt(measured);
            if (c == '\n') {
                line++;
                column = 0;
            } else {
                column += Character.isSurrogate(c) ? 2 : c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            }
        }
        return new Position(line, column);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNamePart(int point) {
        return point == '_' || Character.isLetter(point) || Character.isDigit(point);
    }
}
