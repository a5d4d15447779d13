package dev.slipway.alert;

import dev.slipway.series.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// One reading of matchers in the older form: an identifier, an operator, and everything up to the
/// next comma outside of quotes. Used by one thread.
final class ClassicMatcherParser {
    private static final Pattern MATCHER =
            Pattern.compile("\\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(=~|=|!=|!~)\\s*((?s).*?)\\s*");

    private final String text;

    ClassicMatcherParser(String text) {
        this.text = text;
    }

    List<Matcher> matchers() {
        String inner = text.strip();
        if (inner.startsWith("{")) {
            inner = inner.substring(1);
        }
        if (inner.endsWith("}")) {
            inner = inner.substring(0, inner.length() - 1);
        }
        List<Matcher> found = new ArrayList<>();
        for (String each : split(inner)) {
            found.add(matcher(each));
        }
        return found;
    }

    private static List<String> split(String inner) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                parts.add(inner.substring(start, i));
                start = i + 1;
            }
        }
        String last = inner.substring(start);
        if (!last.isBlank()) {
            parts.add(last);
        }
        return parts;
    }

    private static Matcher matcher(String part) {
        java.util.regex.Matcher found = MATCHER.matcher(part);
        if (!found.matches()) {
            throw new IllegalArgumentException(
                    "`%s` (expected: a name, an operator and a value)".formatted(part.strip()));
        }
        Matcher.Type type =
                switch (found.group(2)) {
                    case "=" -> Matcher.Type.EQUAL;
                    case "!=" -> Matcher.Type.NOT_EQUAL;
                    case "=~" -> Matcher.Type.REGEX;
                    default -> Matcher.Type.NOT_REGEX;
                };
        return Matcher.of(type, found.group(1), value(found.group(3)));
    }

    private static String value(String raw) {
        boolean opens = raw.startsWith("\"");
        boolean closes = raw.length() > 1 && raw.endsWith("\"") && !raw.endsWith("\\\"");
        if (opens != closes) {
            throw new IllegalArgumentException(
                    "`%s` (expected: a quote at both ends or at none)".formatted(raw));
        }
        String inside = opens ? raw.substring(1, raw.length() - 1) : raw;
        StringBuilder value = new StringBuilder(inside.length());
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            char next = i + 1 < inside.length() ? inside.charAt(i + 1) : 0;
            if (c == '\\' && (next == '"' || next == '\\' || next == 'n')) {
                value.append(next == 'n' ? '\n' : next);
                i++;
            } else if (c == '"') {
                throw new IllegalArgumentException(
                        "`%s` (expected: quotes within it escaped)".formatted(raw));
            } else {
                value.append(c);
            }
        }
        return value.toString();
    }
}
