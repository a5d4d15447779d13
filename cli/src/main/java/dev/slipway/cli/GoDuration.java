package dev.slipway.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Prometheus writes them: `1h30m`, `500ms`, `7d`, or seconds as a number.
final class GoDuration {
    private static final Pattern PART = Pattern.compile("(\\d+)(ms|s|m|h|d|w|y)");
    private static final Pattern WHOLE = Pattern.compile("(\\d+(ms|s|m|h|d|w|y))+");

    private GoDuration() {}

    /// Throws [CommandException] that names the option.
    static double seconds(String option, String text) {
        double seconds = 0;
        if (WHOLE.matcher(text).matches()) {
            Matcher part = PART.matcher(text);
            while (part.find()) {
                seconds += Long.parseLong(part.group(1)) * unitSeconds(part.group(2));
            }
        } else if (text.matches("\\d{1,12}(\\.\\d{1,9})?")) {
            seconds = Double.parseDouble(text);
        }
        if (seconds <= 0) {
            throw new CommandException(
                    CommandException.USAGE,
                    option + ": " + text + " (expected: a duration such as 15m, 6h, 7d)");
        }
        return seconds;
    }

    private static double unitSeconds(String unit) {
        return switch (unit) {
            case "ms" -> 1e-3;
            case "s" -> 1;
            case "m" -> 60;
            case "h" -> 3_600;
            case "d" -> 86_400;
            case "w" -> 7 * 86_400;
            default -> 365 * 86_400;
        };
    }
}
