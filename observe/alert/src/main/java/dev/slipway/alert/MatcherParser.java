package dev.slipway.alert;

import dev.slipway.series.Matcher;
import java.util.ArrayList;
import java.util.List;

/// One reading of matchers in the newer form: names and values are double-quoted, or runs of
/// characters that are not of the syntax. Used by one thread.
final class MatcherParser {
    private static final String RESERVED = "{}!=~,\\\"'`";

    private final String text;
    private int position;

    MatcherParser(String text) {
        this.text = text;
    }

    List<Matcher> matchers() {
        List<Matcher> found = new ArrayList<>();
        skipSpace();
        boolean braces = take('{');
        skipSpace();
        while (!isAtEnd() && peek() != '}') {
            found.add(matcher());
            if (found.size() > Matchers.COUNT_MAX) {
                throw wrong("more than " + Matchers.COUNT_MAX + " matchers", "fewer");
            }
            skipSpace();
            if (!take(',')) {
                break;
            }
            skipSpace();
        }
        if (braces && !take('}')) {
            throw wrong(found(), "`,` or `}`");
        }
        skipSpace();
        if (!isAtEnd()) {
            throw wrong(found(), "the end");
        }
        return found;
    }

    private Matcher matcher() {
        String name = word("a label's name");
        if (name.isEmpty()) {
            throw wrong("an empty name", "a label's name");
        }
        skipSpace();
        Matcher.Type type = operator();
        skipSpace();
        String value = word("a value");
        try {
            return Matcher.of(type, name, value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "`%s` is no regular expression: %s".formatted(value, e.getMessage()), e);
        }
    }

    private Matcher.Type operator() {
        if (take('=')) {
            return take('~') ? Matcher.Type.REGEX : Matcher.Type.EQUAL;
        }
        if (take('!')) {
            if (take('~')) {
                return Matcher.Type.NOT_REGEX;
            }
            if (take('=')) {
                return Matcher.Type.NOT_EQUAL;
            }
        }
        throw wrong(found(), "`=`, `!=`, `=~` or `!~`");
    }

    private String word(String what) {
        if (take('"')) {
            return quoted();
        }
        int start = position;
        while (!isAtEnd() && RESERVED.indexOf(peek()) < 0 && !isSpace(peek())) {
            position++;
        }
        if (position == start) {
            throw wrong(found(), what);
        }
        return text.substring(start, position);
    }

    private String quoted() {
        int end = position;
        while (end < text.length() && text.charAt(end) != '"') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length()) {
            position = text.length();
            throw wrong("the end", "a closing `\"`");
        }
        String inside = text.substring(position, end);
        String value = GoQuotes.unquote(inside);
        position = end + 1;
        return value;
    }

    private boolean take(char wanted) {
        if (!isAtEnd() && peek() == wanted) {
            position++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (!isAtEnd() && isSpace(peek())) {
            position++;
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private char peek() {
        return text.charAt(position);
    }

    private boolean isAtEnd() {
        return position >= text.length();
    }

    private String found() {
        return isAtEnd() ? "the end" : "`" + text.substring(position, position + 1) + "`";
    }

    private IllegalArgumentException wrong(String found, String expected) {
        return new IllegalArgumentException(
                "`%s` at %d: found %s, expected %s".formatted(text, position + 1, found, expected));
    }
}
