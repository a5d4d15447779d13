package dev.slipway.series;

import java.util.StringJoiner;

/// Writes labels and names as PromQL does.
public final class SelectorText {
    private SelectorText() {}

    static String of(Labels labels) {
        String metric = labels.metricName();
        StringJoiner braces = new StringJoiner(", ", "{", "}");
        braces.setEmptyValue(metric.isEmpty() || !isMetricName(metric) ? "{}" : "");
        if (!metric.isEmpty() && !isMetricName(metric)) {
            braces.add(quote(metric));
        }
        for (int i = 0; i < labels.size(); i++) {
            if (!labels.name(i).equals(Labels.METRIC_NAME)) {
                braces.add(labelName(labels.name(i)) + "=" + quote(labels.value(i)));
            }
        }
        return (isMetricName(metric) ? metric : "") + braces;
    }

    /// A label's name, quoted unless it is an identifier.
    public static String labelName(String name) {
        return isLabelName(name) ? name : quote(name);
    }

    /// Whether a name can stand in front of braces without quotes.
    public static boolean isMetricName(String name) {
        return isIdentifier(name, true);
    }

    /// Whether a name can stand before `=` without quotes.
    public static boolean isLabelName(String name) {
        return isIdentifier(name, false);
    }

    /// In double quotes, with the escapes of a Go string.
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(point -> appendEscaped(quoted, point));
        return quoted.append('"').toString();
    }

    private static void appendEscaped(StringBuilder quoted, int point) {
        switch (point) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            case 0x07 -> quoted.append("\\a");
            case '\b' -> quoted.append("\\b");
            case '\f' -> quoted.append("\\f");
            case 0x0b -> quoted.append("\\v");
            default -> {
                if (point >= 0xdc80 && point <= 0xdcff) {
                    // A byte that is no UTF-8, as the parser keeps it.
                    quoted.append("\\x%02x".formatted(point - 0xdc00));
                } else if (point < ' ' || point == 0x7f) {
                    quoted.append("\\x%02x".formatted(point));
                } else {
                    quoted.appendCodePoint(point);
                }
            }
        }
    }

    private static boolean isIdentifier(String name, boolean colons) {
        if (name.isEmpty() || isDigit(name.charAt(0))) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            if (!letter && !isDigit(c) && !(colons && c == ':')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
