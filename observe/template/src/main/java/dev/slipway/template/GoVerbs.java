package dev.slipway.template;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes one value as one verb of `fmt` wants it. For one use, by one thread.
final class GoVerbs {
    /// Values within values; data that contain themselves end here.
    private static final int DEPTH_MAX = 100;

    private final StringBuilder out;
    private final FormatFlags flags;
    private final int verb;
    private int depth;

    GoVerbs(StringBuilder out, FormatFlags flags, int verb) {
        this.out = out;
        this.flags = flags;
        this.verb = verb;
    }

    void write(@Nullable Object value) {
        if (value == null || value == Absent.VALUE) {
            nil();
        } else if (verb == 'T') {
            text(GoType.of(value), 's');
        } else if (verb == 'p') {
            bad(value);
        } else {
            known(value);
        }
    }

    private void nil() {
        if (verb == 'T' || verb == 'v') {
            out.append(flags.pad("<nil>"));
        } else {
            out.append("%!").appendCodePoint(verb).append("(<nil>)");
        }
    }

    private void known(Object value) {
        switch (value) {
            case Boolean bool -> {
                if (verb == 't' || verb == 'v') {
                    out.append(flags.pad(bool.toString()));
                } else {
                    bad(value);
                }
            }
            case Long number -> integer(number);
            case Double number -> floating(number);
            case String text -> string(text);
            case List<?> list -> list(list);
            case Map<?, ?> map -> map(map);
            case Duration duration -> shown(value, GoTime.text(duration));
            case Instant time -> shown(value, GoTime.text(time));
            case TemplateFunction _ -> shown(value, "func");
            case Record record -> record(record);
            default -> shown(value, value.toString());
        }
    }

    /// An object with a text of its own.
    private void shown(Object value, String text) {
        if ("vsxXq".indexOf(verb) >= 0) {
            string(text);
        } else if (value instanceof Duration duration) {
            integer(duration.toNanos());
        } else {
            bad(value);
        }
    }

    /// The verb does not fit the value.
    private void bad(Object value) {
        out.append("%!").appendCodePoint(verb).append('(').append(GoType.of(value)).append('=');
        FormatFlags same = new FormatFlags();
        same.width = flags.width;
        same.precision = flags.precision;
        same.minus = flags.minus;
        same.zero = flags.zero;
        same.plus = flags.plus;
        same.space = flags.space;
        same.sharp = flags.sharp;
        new GoVerbs(out, same, 'v').write(value);
        out.append(')');
    }

    private void integer(long value) {
        switch (verb) {
            case 'v', 'd' -> number(value, 10, false);
            case 'b' -> number(value, 2, false);
            case 'o', 'O' -> number(value, 8, false);
            case 'x' -> number(value, 16, false);
            case 'X' -> number(value, 16, true);
            case 'c' -> out.append(flags.pad(Character.toString(point(value))));
            case 'q' -> out.append(flags.pad(GoQuote.quotedRune(point(value), flags.plus)));
            case 'U' -> {
                String code =
                        flags.sharp
                                ? GoQuote.described(point(value))
                                : "U+" + hexadecimal(value, Math.max(flags.precision, 4));
                out.append(flags.padWithSpaces(code));
            }
            default -> bad(value);
        }
    }

    private static String hexadecimal(long value, int digits) {
        String hex = Long.toHexString(value).toUpperCase(Locale.ROOT);
        return "0".repeat(Math.max(0, digits - hex.length())) + hex;
    }

    private static int point(long value) {
        return value >= 0 && value <= Character.MAX_CODE_POINT ? (int) value : 0xfffd;
    }

    private void number(long value, int radix, boolean upper) {
        boolean negative = value < 0;
        String digits = Long.toString(value, radix);
        digits = negative ? digits.substring(1) : digits;
        digits = upper ? digits.toUpperCase(Locale.ROOT) : digits;
        if (flags.precision == 0 && value == 0) {
            out.append(flags.padWithSpaces(""));
            return;
        }
        int least = flags.precision;
        if (least == FormatFlags.NONE && flags.zero && !flags.minus) {
            boolean signed = negative || flags.plus || flags.space;
            least = flags.width - (signed ? 1 : 0);
        }
        digits = "0".repeat(Math.max(0, least - digits.length())) + digits;
        String sign = negative ? "-" : flags.plus ? "+" : flags.space ? " " : "";
        out.append(flags.padWithSpaces(sign + prefix(digits) + digits));
    }

    private String prefix(String digits) {
        if (verb == 'O') {
            return "0o";
        }
        if (!flags.sharp) {
            return "";
        }
        return switch (verb) {
            case 'b' -> "0b";
            case 'o' -> digits.startsWith("0") ? "" : "0";
            case 'x' -> "0x";
            case 'X' -> "0X";
            default -> "";
        };
    }

    private void floating(double value) {
        int shortest = flags.precision;
        switch (verb) {
            case 'v' -> floating(value, 'g', shortest);
            case 'g', 'G', 'x', 'X' -> floating(value, Character.toLowerCase(verb), shortest);
            case 'e', 'E', 'f', 'F' ->
                    floating(
                            value,
                            Character.toLowerCase(verb),
                            shortest == FormatFlags.NONE ? 6 : shortest);
            default -> bad(value);
        }
    }

    private void floating(double value, int kind, int precision) {
        String text = GoFloat.format(value, (char) kind, precision);
        boolean finite = !Double.isNaN(value) && !Double.isInfinite(value);
        String sign = text.startsWith("-") ? "-" : "+";
        String body = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (flags.sharp && finite && kind != 'x') {
            body = withPoint(body, kind, precision);
        }
        body = verb < 'a' && finite ? body.toUpperCase(Locale.ROOT) : body;
        boolean infinite = Double.isInfinite(value);
        String shownSign = sign;
        if (sign.equals("+") && !flags.plus) {
            // An infinity keeps its sign unless a space stands for it.
            shownSign = flags.space ? " " : infinite ? "+" : "";
        }
        if (Double.isNaN(value) && !flags.plus && !flags.space) {
            shownSign = "";
        }
        if (finite && flags.zero && !flags.minus && flags.width > 0) {
            int missing = flags.width - body.length() - shownSign.length();
            out.append(shownSign).append("0".repeat(Math.max(0, missing))).append(body);
            return;
        }
        out.append(flags.padWithSpaces(shownSign + body));
    }

    /// `#`: always a decimal point, and no zeros taken off `%g`.
    private static String withPoint(String body, int kind, int precision) {
        int mark = body.indexOf('e');
        String mantissa = mark < 0 ? body : body.substring(0, mark);
        String exponent = mark < 0 ? "" : body.substring(mark);
        String pointed = mantissa.contains(".") ? mantissa : mantissa + ".";
        if (kind == 'g') {
            int wanted = precision < 0 ? 6 : Math.max(precision, 1);
            String digits = pointed.replace(".", "").replaceAll("^0+", "");
            int have = digits.isEmpty() ? 1 : digits.length();
            pointed += "0".repeat(Math.max(0, wanted - have));
        }
        return pointed + exponent;
    }

    private void string(String text) {
        switch (verb) {
            case 'v' -> {
                if (flags.sharpV) {
                    text(GoQuote.quoted(text), 'q');
                } else {
                    text(text, 's');
                }
            }
            case 's' -> text(text, 's');
            case 'x', 'X' -> hexadecimal(text);
            case 'q' -> {
                String cut = truncated(text);
                String quoted =
                        flags.sharp && GoQuote.canBackquote(cut)
                                ? "`" + cut + "`"
                                : GoQuote.quoted(cut, flags.plus);
                out.append(flags.pad(quoted));
            }
            default -> bad(text);
        }
    }

    private void text(String text, char kind) {
        out.append(flags.pad(kind == 's' ? truncated(text) : text));
    }

    private String truncated(String text) {
        int points = text.codePointCount(0, text.length());
        return flags.precision == FormatFlags.NONE || points <= flags.precision
                ? text
                : text.substring(0, text.offsetByCodePoints(0, flags.precision));
    }

    private void hexadecimal(String text) {
        byte[] bytes = GoText.bytes(text);
        int length =
                flags.precision == FormatFlags.NONE
                        ? bytes.length
                        : Math.min(bytes.length, flags.precision);
        String prefix = flags.sharp ? "0" + (char) verb : "";
        HexFormat hex = flags.space ? HexFormat.ofDelimiter(" " + prefix) : HexFormat.of();
        hex = verb == 'X' ? hex.withUpperCase() : hex;
        String digits = hex.formatHex(bytes, 0, length);
        out.append(flags.pad(length == 0 ? "" : prefix + digits));
    }

    private void list(List<?> list) {
        out.append(flags.sharpV ? "[]interface {}{" : "[");
        elements(list, flags.sharpV ? ", " : " ");
        out.append(flags.sharpV ? "}" : "]");
    }

    private void elements(List<?> list, String between) {
        for (int i = 0; i < list.size(); i++) {
            out.append(i > 0 ? between : "");
            inner(list.get(i));
        }
    }

    private void map(Map<?, ?> map) {
        out.append(flags.sharpV ? GoType.of(map) + "{" : "map[");
        boolean first = true;
        for (Object key : GoType.sortedKeys(map)) {
            out.append(first ? "" : flags.sharpV ? ", " : " ");
            inner(key);
            out.append(':');
            inner(map.get(key));
            first = false;
        }
        out.append(flags.sharpV ? "}" : "]");
    }

    private void record(Record record) {
        out.append(flags.sharpV ? GoType.of(record) : "").append('{');
        boolean first = true;
        for (GoType.Component each : GoType.components(record)) {
            out.append(first ? "" : flags.sharpV ? ", " : " ");
            if (flags.sharpV || flags.plusV) {
                String name = each.name();
                out.append(name.substring(0, 1).toUpperCase(Locale.ROOT))
                        .append(name.substring(1))
                        .append(':');
            }
            inner(each.read(record));
            first = false;
        }
        out.append('}');
    }

    private void inner(@Nullable Object value) {
        if (depth >= DEPTH_MAX) {
            throw new IllegalArgumentException("values nested more than " + DEPTH_MAX + " deep");
        }
        depth++;
        Object normal = GoType.normal(value);
        if (normal == null) {
            out.append(flags.sharpV ? "interface {}(nil)" : "<nil>");
        } else {
            known(normal);
        }
        depth--;
    }
}
