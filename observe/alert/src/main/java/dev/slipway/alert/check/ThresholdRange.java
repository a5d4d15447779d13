package dev.slipway.alert.check;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When a figure is a reason to worry: outside of a range, or with `@` inside of it, both ends
/// included. `10` is 0 to 10, `10:` is 10 and more, `~:10` is 10 and less. Immutable.
public record ThresholdRange(double start, double end, boolean inside) {
    private static final Pattern FORM = Pattern.compile("(@?)(?:(~|[^:@~]+)?(:))?([^:@~]*)");

    /// Throws [IllegalArgumentException] if the text is no range.
    public static ThresholdRange parse(String text) {
        Matcher found = FORM.matcher(text.strip());
        if (text.isBlank() || !found.matches()) {
            throw wrong(text);
        }
        boolean inside = !found.group(1).isEmpty();
        boolean colon = found.group(3) != null;
        String first = found.group(2);
        double start = 0;
        if (colon && first != null) {
            start = first.equals("~") ? Double.NEGATIVE_INFINITY : number(first, text);
        }
        String last = found.group(4);
        if (last.isEmpty() && !colon) {
            throw wrong(text);
        }
        double end = last.isEmpty() ? Double.POSITIVE_INFINITY : number(last, text);
        if (start > end) {
            throw wrong(text);
        }
        return new ThresholdRange(start, end, inside);
    }

    public boolean worries(double value) {
        boolean within = value >= start && value <= end;
        return within == inside;
    }

    ThresholdRange scaled(double factor) {
        return new ThresholdRange(start * factor, end * factor, inside);
    }

    private static double number(String digits, String text) {
        double value = Figures.parse(digits);
        if (Double.isNaN(value)) {
            throw wrong(text);
        }
        return value;
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "found `%s`, expected a range such as `10`, `5:10`, `~:10` or `@5:10`"
                        .formatted(text));
    }
}
