package dev.slipway.promql.syntax;

import java.math.BigInteger;
import java.util.Locale;

/// Numbers and durations as they are written.
final class Literals {
    private static final String UNITS = "ywdhms";
    private static final long[] UNIT_MILLIS = {
        31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1_000L
    };

    /// Upstream's limit: nanoseconds in 63 bits.
    private static final long MILLIS_MAX = Long.MAX_VALUE / 1_000_000;

    private static final double SECONDS_MAX = MILLIS_MAX / 1_000.0;
    private static final String OUT_OF_RANGE = "duration out of range";

    private Literals() {}

    /// Whole numbers with the prefixes of Go (`0x`, leading `0` for octal), else floating point.
    static double number(Token token) {
        String text = token.text().replace("_", "").toLowerCase(Locale.ROOT);
        try {
            if (text.startsWith("0x")) {
                return new BigInteger(text.substring(2), 16).doubleValue();
            }
            boolean octal =
                    text.length() > 1
                            && text.charAt(0) == '0'
                            && text.chars().allMatch(c -> c >= '0' && c <= '7');
            return octal ? new BigInteger(text, 8).doubleValue() : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new SyntaxException(
                    token.span(), "error parsing number: \"" + token.text() + "\"");
        }
    }

    /// A number that stands for a duration.
    static double numberOfSeconds(Token token) {
        double seconds = number(token);
        if (seconds > SECONDS_MAX) {
            throw new SyntaxException(token.span(), OUT_OF_RANGE);
        }
        return seconds;
    }

    /// In seconds. Units are each used once at most, the largest first.
    static double seconds(Token token) {
        String text = token.text();
        long millis = 0;
        int used = -1;
        int at = 0;
        while (at < text.length()) {
            int digits = at;
            while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
                digits++;
            }
            boolean small = text.startsWith("ms", digits);
            int unit =
                    digits == text.length() || digits == at
                            ? -1
                            : small ? UNITS.length() : UNITS.indexOf(text.charAt(digits));
            if (unit <= used) {
                throw bad(token, "not a valid duration string");
            }
            used = unit;
            long each = small ? 1 : UNIT_MILLIS[unit];
            millis = added(token, millis, text.substring(at, digits), each);
            at = digits + (small ? 2 : 1);
        }
        return millis / 1_000.0;
    }

    private static long added(Token token, long millis, String digits, long each) {
        BigInteger sum =
                new BigInteger(digits)
                        .multiply(BigInteger.valueOf(each))
                        .add(BigInteger.valueOf(millis));
        if (sum.compareTo(BigInteger.valueOf(MILLIS_MAX)) > 0) {
            throw new SyntaxException(token.span(), OUT_OF_RANGE);
        }
        return sum.longValue();
    }

    private static SyntaxException bad(Token token, String what) {
        return new SyntaxException(token.span(), what + ": \"" + token.text() + "\"");
    }
}
