package dev.slipway.rule;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.StaleMarker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads series and values as unit tests write them: `load{job="a"}` and `1+2x5 _ 7x3 stale`. Every
/// method throws [IllegalArgumentException].
final class SeriesNotation {
    /// Values that one series may have.
    private static final int VALUES_MAX = 1_000_000;

    /// Never hexadecimal: `0x3` is a zero and three more.
    private static final String UNSIGNED =
            "(?:(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?|[iI]nf|[nN]a[nN])";

    private static final Pattern ITEM =
            Pattern.compile(
                    "_(?:x(\\d+))?|stale|([+-]?%1$s)(?:([+-]%1$s)?x(\\d+))?".formatted(UNSIGNED));
    private static final Pattern HISTOGRAM =
            Pattern.compile("(\\{\\{.*?}})(?:([+-])(\\{\\{.*?}}))?(?:x(\\d+))?");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:.]*");

    /// One value; nothing where neither is there.
    record Value(@Nullable Double number, @Nullable FloatHistogram histogram) {
        static final Value NONE = new Value(null, null);

        static Value of(double number) {
            return new Value(number, null);
        }
    }

    private final String text;
    private int at;

    private SeriesNotation(String text) {
        this.text = text;
    }

    static List<Value> values(String text) {
        return new SeriesNotation(text).values();
    }

    static Labels labels(String text) {
        return new SeriesNotation(text).labels();
    }

    private List<Value> values() {
        List<Value> values = new ArrayList<>();
        skipSpaces();
        while (at < text.length()) {
            boolean histogram = text.startsWith("{{", at);
            Matcher item = (histogram ? HISTOGRAM : ITEM).matcher(text).region(at, text.length());
            boolean ends =
                    item.lookingAt()
                            && (item.end() == text.length()
                                    || Character.isWhitespace(text.charAt(item.end())));
            if (!ends) {
                throw wrong("values", "such as 1 _ stale 1+2x5");
            }
            at = item.end();
            if (histogram) {
                addHistograms(values, item);
            } else {
                add(values, item);
            }
            skipSpaces();
        }
        return values;
    }

    private void addHistograms(List<Value> values, Matcher item) {
        FloatHistogram start = HistogramNotation.parse(item.group(1));
        FloatHistogram step = item.group(3) == null ? null : HistogramNotation.parse(item.group(3));
        double sign = Objects.equals(item.group(2), "-") ? -1 : 1;
        int count = item.group(4) == null ? 0 : count(item.group(4));
        checkSize(values, count);
        for (int i = 0; i <= count; i++) {
            FloatHistogram value =
                    step == null ? start : HistogramNotation.sum(start, step, sign * i);
            values.add(new Value(null, value));
        }
    }

    private void add(List<Value> values, Matcher item) {
        String whole = item.group();
        if (whole.startsWith("_")) {
            int count = item.group(1) == null ? 1 : count(item.group(1));
            checkSize(values, count);
            values.addAll(Collections.nCopies(count, Value.NONE));
        } else if (whole.equals("stale")) {
            values.add(Value.of(StaleMarker.VALUE));
        } else {
            double start = number(item.group(2));
            double step = item.group(3) == null ? 0 : number(item.group(3));
            int count = item.group(4) == null ? 0 : count(item.group(4));
            checkSize(values, count);
            double value = start;
            for (int i = 0; i <= count; i++) {
                values.add(Value.of(value));
                value += step;
            }
        }
    }

    private void checkSize(List<Value> values, int more) {
        if (values.size() + (long) more > VALUES_MAX) {
            throw wrong("values", "at most " + VALUES_MAX + " values");
        }
    }

    private int count(String digits) {
        if (digits.length() > 9) {
            throw wrong("values", "at most " + VALUES_MAX + " values");
        }
        return Integer.parseInt(digits);
    }

    static double number(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String unsigned = lower.replaceFirst("^[+-]", "");
        double sign = lower.startsWith("-") ? -1 : 1;
        return switch (unsigned) {
            case "inf" -> sign * Double.POSITIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> {
                // Java's own parser also takes "1f" and "0x1p3".
                if (!unsigned.matches("(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?")) {
                    throw new IllegalArgumentException(
                            "number: " + text + " (expected: one such as 1.5 or 1e3)");
                }
                yield sign * Double.parseDouble(unsigned);
            }
        };
    }

    private Labels labels() {
        Labels.Builder builder = Labels.builder();
        skipSpaces();
        Matcher name = NAME.matcher(text).region(at, text.length());
        if (name.lookingAt()) {
            builder.set(Labels.METRIC_NAME, name.group());
            at = name.end();
        }
        skipSpaces();
        if (at < text.length()) {
            expect('{');
            skipSpaces();
            while (at < text.length() && text.charAt(at) != '}') {
                label(builder);
                skipSpaces();
                if (at < text.length() && text.charAt(at) != '}') {
                    expect(',');
                    skipSpaces();
                }
            }
            expect('}');
            skipSpaces();
        }
        if (at < text.length()) {
            throw wrong("series", "nothing more");
        }
        return builder.build();
    }

    private void label(Labels.Builder builder) {
        boolean quoted = at < text.length() && text.charAt(at) == '"';
        String name;
        if (quoted) {
            name = string();
        } else {
            Matcher matcher = NAME.matcher(text).region(at, text.length());
            if (!matcher.lookingAt()) {
                throw wrong("series", "the name of a label");
            }
            name = matcher.group();
            at = matcher.end();
        }
        skipSpaces();
        if (quoted && at < text.length() && (text.charAt(at) == ',' || text.charAt(at) == '}')) {
            builder.set(Labels.METRIC_NAME, name);
            return;
        }
        expect('=');
        skipSpaces();
        builder.set(name, string());
    }

    private String string() {
        char quote = at < text.length() ? text.charAt(at) : ' ';
        if (quote != '"' && quote != '\'' && quote != '`') {
            throw wrong("series", "a text in quotes");
        }
        at++;
        StringBuilder out = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at++);
            out.append(c == '\\' && quote != '`' ? escaped() : c);
        }
        expect(quote);
        return out.toString();
    }

    private char escaped() {
        int known = at < text.length() ? "nrt\\\"'".indexOf(text.charAt(at)) : -1;
        if (known < 0) {
            throw wrong("series", "an escape such as \\n");
        }
        at++;
        return "\n\r\t\\\"'".charAt(known);
    }

    private void expect(char c) {
        if (at >= text.length() || text.charAt(at) != c) {
            throw wrong("series", "`" + c + "`");
        }
        at++;
    }

    private void skipSpaces() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException wrong(String what, String expected) {
        String rest = text.substring(Math.min(at, text.length()));
        String found = rest.isEmpty() ? "the end" : "`" + rest + "`";
        return new IllegalArgumentException(
                "%s: %s at character %d of `%s` (expected: %s)"
                        .formatted(what, found, at + 1, text, expected));
    }
}
