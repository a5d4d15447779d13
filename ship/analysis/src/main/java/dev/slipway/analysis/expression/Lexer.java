package dev.slipway.analysis.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Splits a text into words. One use.
final class Lexer {
    private static final int LENGTH_MAX = 16_384;

    /// Longer ones first: `..` is not two dots.
    private static final List<String> OPERATORS =
            List.of(
                    "&&", "||", "==", "!=", "<=", ">=", "??", "?.", "..", "**", "+", "-", "*", "/",
                    "%", "^", "<", ">", "!", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}", "#",
                    "|");

    /// Names that are operators.
    static final Set<String> WORDS =
            Set.of("and", "or", "not", "in", "matches", "contains", "startsWith", "endsWith");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int position;

    private Lexer(String text) {
        this.text = text;
    }

    /// The words of the text; the last is of the type END.
    static List<Token> tokens(String text) {
        if (text.length() > LENGTH_MAX) {
            throw new ExpressionException(
                    LENGTH_MAX,
                    "an expression of "
                            + text.length()
                            + " characters (expected: at most "
                            + LENGTH_MAX
                            + ")");
        }
        return new Lexer(text).read();
    }

    private List<Token> read() {
        while (true) {
            while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
                position++;
            }
            if (position == text.length()) {
                tokens.add(new Token(Token.Type.END, "", position));
                return List.copyOf(tokens);
            }
            char next = text.charAt(position);
            if (isDigit(next) || (next == '.' && isDigit(at(position + 1)) && !afterValue())) {
                number();
            } else if (Character.isLetter(next) || next == '_' || next == '$') {
                name();
            } else if (next == '"' || next == '\'') {
                quoted(next);
            } else if (next == '`') {
                raw();
            } else {
                operator();
            }
        }
    }

    /// Whether a dot here would belong to what stands before it, as in `a.1`.
    private boolean afterValue() {
        if (tokens.isEmpty()) {
            return false;
        }
        Token last = tokens.getLast();
        return last.type() != Token.Type.OPERATOR || last.is(")") || last.is("]");
    }

    private void number() {
        int start = position;
        while (isDigit(at(position)) || at(position) == '_') {
            position++;
        }
        if (at(position) == '.' && isDigit(at(position + 1))) {
            position++;
            digits();
        }
        if (at(position) == 'e' || at(position) == 'E') {
            int sign = at(position + 1) == '+' || at(position + 1) == '-' ? 1 : 0;
            if (isDigit(at(position + 1 + sign))) {
                position += 1 + sign;
                digits();
            }
        }
        if (Character.isLetter(at(position))) {
            throw new ExpressionException(
                    position, "`" + at(position) + "` after a number (expected: an operator)");
        }
        tokens.add(new Token(Token.Type.NUMBER, text.substring(start, position), start));
    }

    private void digits() {
        while (isDigit(at(position))) {
            position++;
        }
    }

    private void name() {
        int start = position;
        while (Character.isLetterOrDigit(at(position))
                || at(position) == '_'
                || at(position) == '$') {
            position++;
        }
        String name = text.substring(start, position);
        boolean member =
                !tokens.isEmpty() && (tokens.getLast().is(".") || tokens.getLast().is("?."));
        Token.Type type = WORDS.contains(name) && !member ? Token.Type.OPERATOR : Token.Type.NAME;
        tokens.add(new Token(type, name, start));
    }

    private void quoted(char quote) {
        int start = position++;
        StringBuilder content = new StringBuilder();
        while (at(position) != quote) {
            if (position >= text.length()) {
                throw new ExpressionException(start, "a string without end");
            }
            char next = text.charAt(position++);
            content.append(next == '\\' ? escaped() : next);
        }
        position++;
        tokens.add(new Token(Token.Type.STRING, content.toString(), start));
    }

    private char escaped() {
        char next = at(position++);
        return switch (next) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '\\', '"', '\'', '`' -> next;
            case 'u' -> unicode();
            default ->
                    throw new ExpressionException(
                            position - 1,
                            "`\\" + next + "` in a string (expected: one of \\n \\t \\r \\u \\\\)");
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(at(position), 16);
            if (digit < 0) {
                throw new ExpressionException(position, "`\\u` needs four hexadecimal digits");
            }
            code = code * 16 + digit;
            position++;
        }
        return (char) code;
    }

    private void raw() {
        int end = text.indexOf('`', position + 1);
        if (end < 0) {
            throw new ExpressionException(position, "a string without end");
        }
        tokens.add(new Token(Token.Type.STRING, text.substring(position + 1, end), position));
        position = end + 1;
    }

    private void operator() {
        for (String operator : OPERATORS) {
            // In `a ?.5 : 1` the question mark stands alone.
            boolean condition = operator.equals("?.") && isDigit(at(position + 2));
            if (text.startsWith(operator, position) && !condition) {
                tokens.add(new Token(Token.Type.OPERATOR, operator, position));
                position += operator.length();
                return;
            }
        }
        throw new ExpressionException(
                position, "unrecognized character `" + text.charAt(position) + "`");
    }

    /// The character there, or NUL beyond the end.
    private char at(int index) {
        return index < text.length() ? text.charAt(index) : '\0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
