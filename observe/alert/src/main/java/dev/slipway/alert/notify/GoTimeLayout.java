package dev.slipway.alert.notify;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;

/// Times written as Go's layouts say, which show how the second of January 2006, 15:04:05 in a zone
/// seven hours west, would look. Stateless.
final class GoTimeLayout {
    /// A piece of a layout, and the pattern of the JDK that means the same. Longer pieces first
    /// where one is the beginning of the other.
    private record Piece(String layout, String pattern) {}

    private static final List<Piece> PIECES =
            List.of(
                    new Piece("January", "MMMM"),
                    new Piece("Jan", "MMM"),
                    new Piece("Monday", "EEEE"),
                    new Piece("Mon", "EEE"),
                    new Piece("MST", ""),
                    new Piece("2006", "uuuu"),
                    new Piece("-07:00:00", "xxxxx"),
                    new Piece("-07:00", "xxx"),
                    new Piece("-0700", "xx"),
                    new Piece("-07", "x"),
                    new Piece("Z07:00", "XXX"),
                    new Piece("Z0700", "XX"),
                    new Piece("Z07", "X"),
                    new Piece("002", "DDD"),
                    new Piece("01", "MM"),
                    new Piece("02", "dd"),
                    new Piece("03", "hh"),
                    new Piece("04", "mm"),
                    new Piece("05", "ss"),
                    new Piece("06", "uu"),
                    new Piece("15", "HH"),
                    new Piece("_2", "ppd"),
                    new Piece("PM", "a"),
                    new Piece("pm", "a"),
                    new Piece("1", "M"),
                    new Piece("2", "d"),
                    new Piece("3", "h"),
                    new Piece("4", "m"),
                    new Piece("5", "s"));

    private GoTimeLayout() {}

    static String format(ZonedDateTime time, String layout) {
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < layout.length()) {
            int fraction = fractionLength(layout, i);
            Piece piece = fraction > 0 ? null : piece(layout, i);
            if (fraction > 0) {
                appendFraction(text, time.getNano(), layout.substring(i, i + fraction));
                i += fraction;
            } else if (piece == null) {
                text.append(layout.charAt(i++));
            } else {
                text.append(piece(time, piece));
                i += piece.layout.length();
            }
        }
        return text.toString();
    }

    private static @org.jspecify.annotations.Nullable Piece piece(String layout, int at) {
        for (Piece each : PIECES) {
            if (layout.startsWith(each.layout, at)) {
                return each;
            }
        }
        return null;
    }

    private static String piece(ZonedDateTime time, Piece piece) {
        if (piece.layout.equals("MST")) {
            String zone = time.getZone().getId();
            boolean utc = zone.equals("Z") || zone.equals("UTC") || zone.equals("Etc/UTC");
            return utc ? "UTC" : DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH).format(time);
        }
        if (piece.layout.startsWith("Jan")) {
            return time.getMonth()
                    .getDisplayName(
                            piece.layout.length() > 3 ? TextStyle.FULL : TextStyle.SHORT,
                            Locale.ENGLISH);
        }
        String text = DateTimeFormatter.ofPattern(piece.pattern, Locale.ENGLISH).format(time);
        return piece.layout.equals("pm") ? text.toLowerCase(Locale.ROOT) : text;
    }

    /// `.000` or `,999`: the length of a fraction of a second at this place, or 0.
    private static int fractionLength(String layout, int at) {
        char first = layout.charAt(at);
        if ((first != '.' && first != ',') || at + 1 >= layout.length()) {
            return 0;
        }
        char digit = layout.charAt(at + 1);
        if (digit != '0' && digit != '9') {
            return 0;
        }
        int end = at + 1;
        while (end < layout.length() && layout.charAt(end) == digit) {
            end++;
        }
        boolean digitFollows = end < layout.length() && Character.isDigit(layout.charAt(end));
        return digitFollows ? 0 : end - at;
    }

    /// Nines leave out zeros at the end.
    private static void appendFraction(StringBuilder text, int nanos, String layout) {
        String digits = "%09d".formatted(nanos).substring(0, Math.min(9, layout.length() - 1));
        if (layout.charAt(1) == '9') {
            digits = digits.replaceAll("0+$", "");
        }
        if (!digits.isEmpty()) {
            text.append(layout.charAt(0)).append(digits);
        }
    }
}
