package dev.slipway.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads Go's numbers: `1_000`, `0x1F`, `0b101`, `0o17`, `017`, `1.5e3`, `0x1p-2`.
final class NumberScanner {
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    /// Above this, `1e999999999` would be written out.
    private static final int EXPONENT_MAX = 400;

    /// A number as an integer, if it is a whole one that fits, and as a float.
    record Reading(@Nullable Long integer, @Nullable Double floating, boolean overflows) {}

    private NumberScanner() {}

    /// Where the number that starts here ends; `from` if there is none.
    static int end(String text, int from) {
        int at = from;
        if (at < text.length() && "+-".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String digits = "0123456789_";
        boolean hex = false;
        if (text.startsWith("0x", at) || text.startsWith("0X", at)) {
            digits = "0123456789abcdefABCDEF_";
            hex = true;
            at += 2;
        } else if (text.startsWith("0o", at) || text.startsWith("0O", at)) {
            digits = "01234567_";
            at += 2;
        } else if (text.startsWith("0b", at) || text.startsWith("0B", at)) {
            digits = "01_";
            at += 2;
        }
        int first = at;
        at = skip(text, at, digits);
        if (at < text.length() && text.charAt(at) == '.') {
            at = skip(text, at + 1, digits);
        }
        if (at == first) {
            return from;
        }
        return exponent(text, at, hex, digits.length() == 11);
    }

    private static int exponent(String text, int from, boolean hex, boolean decimal) {
        String marks = hex ? "pP" : decimal ? "eE" : "";
        if (from >= text.length() || marks.indexOf(text.charAt(from)) < 0) {
            return from;
        }
        int at = from + 1;
        if (at < text.length() && "+-".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return skip(text, at, "0123456789_");
    }

    private static int skip(String text, int from, String accepted) {
        int at = from;
        while (at < text.length() && accepted.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    /// The value of what [#end] delimited; null if it is malformed.
    static @Nullable Reading parse(String text) {
        String plain = withoutUnderscores(text);
        if (plain == null) {
            return null;
        }
        BigInteger integer = integer(plain);
        if (integer != null) {
            if (integer.compareTo(LONG_MIN) < 0 || integer.bitLength() > Long.SIZE) {
                return null;
            }
            boolean fits = integer.compareTo(LONG_MIN) >= 0 && integer.compareTo(LONG_MAX) <= 0;
            Long value = fits ? Long.valueOf(integer.longValue()) : null;
            return new Reading(value, integer.doubleValue(), !fits);
        }
        Double floating = plain.matches(".*[.eEpP].*") ? floating(plain) : null;
        if (floating == null || floating.isInfinite()) {
            return null;
        }
        boolean whole = Math.rint(floating) == floating && Math.abs(floating) < 0x1p63;
        return new Reading(whole ? Long.valueOf(floating.longValue()) : null, floating, false);
    }

    private static @Nullable String withoutUnderscores(String text) {
        if (text.indexOf('_') < 0) {
            return text;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        boolean prefixed = lower.matches("[+-]?0[xob].*");
        if (!lower.matches(prefixed ? "[+-]?0[xob](_?[0-9a-f.p+-])+" : "[+-]?[0-9](_?[0-9.e+-])*")
                || lower.matches(".*(_[.ep+-]|[.ep+-]_).*")) {
            return null;
        }
        return text.replace("_", "");
    }

    private static @Nullable BigInteger integer(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        String lower = digits.toLowerCase(Locale.ROOT);
        int radix = 10;
        if (lower.startsWith("0x")) {
            radix = 16;
        } else if (lower.startsWith("0o")) {
            radix = 8;
        } else if (lower.startsWith("0b")) {
            radix = 2;
        } else if (lower.startsWith("0") && lower.length() > 1) {
            radix = 8;
            lower = "0o" + lower;
        }
        String body = radix == 10 ? lower : lower.substring(2);
        try {
            BigInteger value = new BigInteger(body, radix);
            return body.startsWith("+") || body.startsWith("-") ? null : signed(value, negative);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static BigInteger signed(BigInteger value, boolean negative) {
        return negative ? value.negate() : value;
    }

    private static @Nullable Double floating(String text) {
        try {
            if (text.toLowerCase(Locale.ROOT).contains("x")) {
                return text.toLowerCase(Locale.ROOT).contains("p") ? Double.valueOf(text) : null;
            }
            int mark = text.toLowerCase(Locale.ROOT).indexOf('e');
            if (mark >= 0 && Math.abs(Long.parseLong(text.substring(mark + 1))) > EXPONENT_MAX) {
                return Double.valueOf(text);
            }
            return new BigDecimal(text).doubleValue();
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
