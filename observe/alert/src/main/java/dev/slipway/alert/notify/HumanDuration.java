package dev.slipway.alert.notify;

import java.util.Locale;

/// Seconds as people say them: `2d 3h 4m 5s`, `12ms`. Stateless.
final class HumanDuration {
    private static final String[] PREFIXES = {"m", "µ", "n", "p"};

    private HumanDuration() {}

    static String of(double seconds) {
        if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
            return Double.isNaN(seconds) ? "NaN" : seconds > 0 ? "+Inf" : "-Inf";
        }
        double size = Math.abs(seconds);
        String sign = seconds < 0 ? "-" : "";
        if (size == 0) {
            return "0s";
        }
        if (size < 1) {
            return sign + small(size) + "s";
        }
        if (size < 60) {
            return sign + digits(size) + "s";
        }
        return sign + large((long) size);
    }

    private static String large(long size) {
        long days = size / 86_400;
        long hours = size / 3_600 % 24;
        long minutes = size / 60 % 60;
        String clock = "%dm %ds".formatted(minutes, size % 60);
        if (days > 0) {
            return "%dd %dh %s".formatted(days, hours, clock);
        }
        return hours > 0 ? "%dh %s".formatted(hours, clock) : clock;
    }

    private static String small(double size) {
        double value = size;
        String prefix = "";
        for (String each : PREFIXES) {
            value *= 1000;
            prefix = each;
            if (value >= 1) {
                break;
            }
        }
        return digits(value) + prefix;
    }

    /// At most four digits that count.
    private static String digits(double value) {
        String text = String.format(Locale.ROOT, "%.4g", value);
        double rounded = Double.parseDouble(text);
        return rounded == Math.rint(rounded)
                ? Long.toString((long) rounded)
                : Double.toString(rounded);
    }
}
