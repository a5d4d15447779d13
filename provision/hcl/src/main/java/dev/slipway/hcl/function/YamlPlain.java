package dev.slipway.hcl.function;

import dev.slipway.hcl.eval.FunctionException;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What YAML's scalars without quotes are taken for: numbers and the like as YAML 1.1 has it for
/// the most part, which is what configurations were written for. Stateless.
final class YamlPlain {
    private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern FLOAT =
            Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern BASED = Pattern.compile("([-+]?)0([xo])([0-9a-fA-F]+)");
    private static final String DAY = "(\\d{4})-(\\d\\d?)-(\\d\\d?)";
    private static final String CLOCK = "(\\d\\d?):(\\d\\d?):(\\d\\d?)(?:\\.\\d+)?";
    private static final Pattern ZONED =
            Pattern.compile(DAY + "[Tt]" + CLOCK + "(Z|[-+]\\d\\d:\\d\\d)");
    private static final Pattern LOCAL = Pattern.compile(DAY + "(?: +" + CLOCK + ")?");

    private static final DateTimeFormatter RFC3339 =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

    private YamlPlain() {}

    /// The value of a scalar without a tag.
    static Value of(String text) throws FunctionException {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> Values.NULL;
            case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y" ->
                    Values.TRUE;
            case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N" ->
                    Values.FALSE;
            case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" ->
                    Value.of(BigFloat.POSITIVE_INFINITY);
            case "-.inf", "-.Inf", "-.INF" -> Value.of(BigFloat.NEGATIVE_INFINITY);
            case ".nan", ".NaN", ".NAN" ->
                    throw FunctionException.failure("there is no number " + text);
            default -> number(text);
        };
    }

    private static Value number(String text) {
        Matcher based = BASED.matcher(text);
        if (based.matches()) {
            int radix = based.group(2).equals("x") ? 16 : 8;
            try {
                BigInteger magnitude = new BigInteger(based.group(3), radix);
                boolean negative = based.group(1).equals("-");
                return Value.of(BigFloat.of(negative ? magnitude.negate() : magnitude));
            } catch (NumberFormatException problem) {
                return Value.of(text);
            }
        }
        if (DECIMAL.matcher(text).matches() || FLOAT.matcher(text).matches()) {
            BigFloat number = BigFloat.parse(text);
            return number == null ? Value.of(text) : Value.of(number);
        }
        String time = time(text);
        return Value.of(time == null ? text : time);
    }

    /// The time as RFC 3339 has it, without parts of seconds; null if the text is none.
    static @Nullable String time(String text) {
        Matcher zoned = ZONED.matcher(text);
        Matcher local = LOCAL.matcher(text);
        if (zoned.matches()) {
            return time(zoned, zoned.group(7));
        }
        return local.matches() ? time(local, "Z") : null;
    }

    private static @Nullable String time(Matcher parts, String zone) {
        int[] numbers = new int[6];
        for (int index = 0; index < numbers.length; index++) {
            String part = parts.group(index + 1);
            numbers[index] = part == null ? 0 : Integer.parseInt(part);
        }
        try {
            LocalDateTime time =
                    LocalDateTime.of(
                            numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
            return time.format(RFC3339) + zone;
        } catch (DateTimeException problem) {
            return null;
        }
    }
}
