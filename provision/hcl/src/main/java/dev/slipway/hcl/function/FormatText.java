package dev.slipway.hcl.function;

import dev.slipway.hcl.eval.FunctionException;
import dev.slipway.hcl.json.JsonText;
import dev.slipway.hcl.text.GoQuote;
import dev.slipway.hcl.text.Texts;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One run of a format string over its arguments. Used once, by one thread.
final class FormatText {
    private static final Pattern VERB =
            Pattern.compile("%([ #0+-]*)(\\d*)(?:\\.(\\d*))?(?:\\[(\\d+)\\])?(\\p{L})");
    private static final int WIDTH_MAX = 100_000;
    private static final int PRECISION_DEFAULT = 6;
    private static final int PLACES_MIN = -4;

    private final String format;
    private final List<Value> arguments;
    private final StringBuilder out = new StringBuilder();
    private int next;
    private int highest;

    FormatText(String format, List<Value> arguments) {
        this.format = format;
        this.arguments = arguments;
    }

    /// What stands between `%` and the letter.
    private record Verb(String flags, int width, int precision, char letter, String raw, int at) {
        boolean has(char flag) {
            return flags.indexOf(flag) >= 0;
        }
    }

    String text() throws FunctionException {
        Matcher matcher = VERB.matcher(format);
        int at = 0;
        while (at < format.length()) {
            char each = format.charAt(at);
            if (each != '%') {
                out.append(each);
                at++;
            } else if (format.startsWith("%%", at)) {
                out.append('%');
                at += 2;
            } else if (matcher.find(at) && matcher.start() == at) {
                verb(matcher, at);
                at = matcher.end();
            } else {
                throw broken(at);
            }
        }
        if (highest < arguments.size()) {
            throw FunctionException.argument(
                    highest + 1,
                    highest == 0
                            ? "too many arguments; no verbs in format string"
                            : "too many arguments; only " + highest + " used by format string");
        }
        return out.toString();
    }

    private FunctionException broken(int at) {
        int place = at + 1;
        while (place < format.length() && " #0+-.[]123456789".indexOf(format.charAt(place)) >= 0) {
            place++;
        }
        return place >= format.length()
                ? FunctionException.failure(
                        "invalid format string starting at offset " + format.length())
                : FunctionException.failure(
                        "unrecognized format character '"
                                + format.charAt(place)
                                + "' at offset "
                                + place);
    }

    private void verb(Matcher matcher, int at) throws FunctionException {
        Verb verb =
                new Verb(
                        matcher.group(1),
                        limited(matcher.group(2), -1),
                        matcher.group(3) == null ? -1 : limited(matcher.group(3), 0),
                        matcher.group(5).charAt(0),
                        matcher.group(),
                        at);
        String index = matcher.group(4);
        int argument = index == null ? next : limited(index, 1) - 1;
        if ("vtbdoxXeEfgGsq".indexOf(verb.letter()) < 0) {
            throw FunctionException.failure(
                    "unsupported format verb '"
                            + verb.letter()
                            + "' in \""
                            + verb.raw()
                            + "\" at offset "
                            + at);
        }
        if (argument < 0 || argument >= arguments.size()) {
            throw FunctionException.failure(
                    "not enough arguments for \""
                            + verb.raw()
                            + "\" at "
                            + at
                            + ": need index "
                            + (argument + 1)
                            + " but have "
                            + arguments.size()
                            + " total");
        }
        next = argument + 1;
        highest = Math.max(highest, next);
        out.append(value(verb, arguments.get(argument)));
    }

    private static int limited(String digits, int otherwise) throws FunctionException {
        if (digits.isEmpty()) {
            return otherwise;
        }
        if (digits.length() > 6 || Integer.parseInt(digits) > WIDTH_MAX) {
            throw FunctionException.failure("format width or precision is too large");
        }
        return Integer.parseInt(digits);
    }

    private String value(Verb verb, Value value) throws FunctionException {
        if (verb.letter() == 'v') {
            return any(verb, value);
        }
        if (value.isNull()) {
            throw unsupported(verb, "null value cannot be formatted");
        }
        return switch (verb.letter()) {
            case 't' ->
                    Boolean.toString(
                            Values.isTrue(
                                    converted(verb, value, Type.Primitive.BOOL, "bool required")));
            case 's', 'q' -> string(verb, value);
            default ->
                    number(
                            verb,
                            Values.number(
                                    converted(
                                            verb,
                                            value,
                                            Type.Primitive.NUMBER,
                                            "a number is required")));
        };
    }

    private static FunctionException unsupported(Verb verb, String why) {
        return FunctionException.failure(
                "unsupported value for \"" + verb.raw() + "\" at " + verb.at() + ": " + why);
    }

    private static Value converted(Verb verb, Value value, Type type, String wanted)
            throws FunctionException {
        try {
            return Conversion.convert(value, type);
        } catch (ConversionException problem) {
            throw unsupported(verb, wanted);
        }
    }

    private static String any(Verb verb, Value value) throws FunctionException {
        if (verb.has('#')) {
            return padded(verb, JsonText.of(value));
        }
        return switch (value) {
            case Value.Text text -> padded(verb, text.text());
            case Value.Numeric number ->
                    number(
                            new Verb(verb.flags(), verb.width(), -1, 'g', verb.raw(), verb.at()),
                            number.number());
            case Value.Bool bool -> padded(verb, Boolean.toString(bool.isTrue()));
            case Value.Null ignored -> padded(verb, "null");
            case Value.Sequence sequence -> padded(verb, JsonText.of(sequence));
            case Value.Mapping mapping -> padded(verb, JsonText.of(mapping));
            case Value.Unknown unknown -> padded(verb, JsonText.of(unknown));
            case Value.Marked marked -> any(verb, marked.inner());
        };
    }

    private static String string(Verb verb, Value value) throws FunctionException {
        String text = Values.text(converted(verb, value, Type.Primitive.STRING, "string required"));
        if (verb.precision() >= 0) {
            List<String> graphemes = Texts.graphemes(text);
            int count = Math.min(verb.precision(), graphemes.size());
            text = String.join("", graphemes.subList(0, count));
        }
        return padded(verb, verb.letter() == 'q' ? GoQuote.quoted(text) : text);
    }

    private static String padded(Verb verb, String text) {
        int missing = verb.width() - Texts.graphemeCount(text);
        if (missing <= 0) {
            return text;
        }
        if (verb.has('-')) {
            return text + " ".repeat(missing);
        }
        return (verb.has('0') ? "0" : " ").repeat(missing) + text;
    }

    private static String number(Verb verb, BigFloat number) throws FunctionException {
        String digits =
                switch (verb.letter()) {
                    case 'b', 'd', 'o', 'x', 'X' -> integer(verb, number);
                    default -> real(verb, number);
                };
        String sign = number.isNegative() ? "-" : verb.has('+') ? "+" : verb.has(' ') ? " " : "";
        int missing = verb.width() - digits.length() - sign.length();
        if (missing > 0 && verb.has('0') && !verb.has('-')) {
            return sign + "0".repeat(missing) + digits;
        }
        return padded(
                new Verb("-".repeat(verb.has('-') ? 1 : 0), verb.width(), -1, 'd', "", 0),
                sign + digits);
    }

    private static String integer(Verb verb, BigFloat number) throws FunctionException {
        if (!number.isInteger()) {
            throw unsupported(verb, "an integer is required");
        }
        BigInteger magnitude = number.toBigInteger().abs();
        boolean prefixed = verb.has('#');
        return switch (verb.letter()) {
            case 'b' -> (prefixed ? "0b" : "") + magnitude.toString(2);
            case 'o' -> (prefixed ? "0" : "") + magnitude.toString(8);
            case 'x' -> (prefixed ? "0x" : "") + magnitude.toString(16);
            case 'X' ->
                    (prefixed ? "0X" : "")
                            + magnitude.toString(16).toUpperCase(java.util.Locale.ROOT);
            default -> magnitude.toString();
        };
    }

    private static String real(Verb verb, BigFloat number) {
        if (number.isInfinite()) {
            boolean signed = number.isNegative() || verb.has('+') || verb.has(' ');
            return signed ? "Inf" : "+Inf";
        }
        BigDecimal exact = number.toBigDecimal().abs();
        boolean capital = Character.isUpperCase(verb.letter());
        String text =
                switch (Character.toLowerCase(verb.letter())) {
                    case 'f' ->
                            exact.setScale(precision(verb), RoundingMode.HALF_EVEN).toPlainString();
                    case 'e' -> scientific(exact, precision(verb), true);
                    default -> general(verb, number, exact);
                };
        return capital ? text.toUpperCase(java.util.Locale.ROOT) : text;
    }

    private static int precision(Verb verb) {
        return verb.precision() < 0 ? PRECISION_DEFAULT : verb.precision();
    }

    private static String general(Verb verb, BigFloat number, BigDecimal exact) {
        if (number.isZero()) {
            return "0";
        }
        boolean shortest = verb.precision() < 0;
        int significant = Math.max(1, verb.precision());
        BigDecimal digits =
                shortest
                        ? number.shortestDigits()
                        : exact.round(new MathContext(significant, RoundingMode.HALF_EVEN))
                                .stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        int limit = shortest ? PRECISION_DEFAULT : significant;
        if (!shortest && limit > digits.precision() && digits.precision() >= exponent + 1) {
            limit = digits.precision();
        }
        if (exponent < PLACES_MIN || exponent >= limit) {
            return scientific(digits, digits.precision() - 1, false);
        }
        return digits.toPlainString();
    }

    private static String scientific(BigDecimal value, int places, boolean rounds) {
        BigDecimal digits =
                rounds ? value.round(new MathContext(places + 1, RoundingMode.HALF_EVEN)) : value;
        int exponent = digits.signum() == 0 ? 0 : digits.precision() - digits.scale() - 1;
        StringBuilder text = new StringBuilder(digits.unscaledValue().toString());
        while (text.length() < places + 1) {
            text.append('0');
        }
        text.setLength(places + 1);
        if (places > 0) {
            text.insert(1, '.');
        }
        text.append('e').append(exponent < 0 ? '-' : '+');
        if (Math.abs(exponent) < 10) {
            text.append('0');
        }
        return text.append(Math.abs(exponent)).toString();
    }
}
