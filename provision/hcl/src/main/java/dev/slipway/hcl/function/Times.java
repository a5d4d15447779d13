package dev.slipway.hcl.function;

import dev.slipway.hcl.eval.Function;
import dev.slipway.hcl.eval.FunctionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Functions of time.
final class Times {
    private static final Pattern RFC3339 =
            Pattern.compile(
                    "(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)(?:[.,](\\d+))?(Z|[+-]\\d\\d:\\d\\d)");
    private static final Pattern DURATION =
            Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
    private static final int NANO_DIGITS = 9;

    private Times() {}

    static void addTo(Map<String, Function> table, Surroundings surroundings) {
        Function now =
                Definition.of()
                        .yields(
                                Type.Primitive.STRING,
                                arguments ->
                                        Value.of(
                                                text(
                                                        surroundings
                                                                .clock()
                                                                .instant()
                                                                .atOffset(ZoneOffset.UTC))));
        table.put("timestamp", now);
        table.put("plantimestamp", now);
        table.put(
                "formatdate",
                Definition.of()
                        .taking("format", Type.Primitive.STRING)
                        .taking("time", Type.Primitive.STRING)
                        .ofTexts(texts ->
                                new DateText(texts.getFirst(), time(texts.getLast(), 1)).text()));
        table.put(
                "timeadd",
                Definition.of()
                        .taking("timestamp", Type.Primitive.STRING)
                        .taking("duration", Type.Primitive.STRING)
                        .ofTexts(Times::added));
        table.put(
                "timecmp",
                Definition.of()
                        .taking("timestamp_a", Type.Primitive.STRING)
                        .taking("timestamp_b", Type.Primitive.STRING)
                        .yields(
                                Type.Primitive.NUMBER,
                                arguments -> {
                                    OffsetDateTime a = time(Values.text(arguments.getFirst()), 0);
                                    OffsetDateTime b = time(Values.text(arguments.getLast()), 1);
                                    return Value.of(
                                            Integer.signum(a.toInstant().compareTo(b.toInstant())));
                                }));
    }

    private static String added(List<String> texts) throws FunctionException {
        OffsetDateTime time = time(texts.getFirst(), 0);
        try {
            return text(time.plus(duration(texts.getLast())));
        } catch (DateTimeException | ArithmeticException problem) {
            throw FunctionException.failure("the time is out of range");
        }
    }

    private static String text(OffsetDateTime time) {
        return RFC3339_TEXT.format(time.truncatedTo(ChronoUnit.SECONDS));
    }

    /// Years after 9999 are written without a sign.
    private static final DateTimeFormatter RFC3339_TEXT =
            new DateTimeFormatterBuilder()
                    .appendValue(ChronoField.YEAR, 4, 10, SignStyle.NORMAL)
                    .appendPattern("-MM-dd'T'HH:mm:ssXXX")
                    .toFormatter(Locale.ROOT);

    private static OffsetDateTime time(String text, int argument) throws FunctionException {
        Matcher matcher = RFC3339.matcher(text);
        if (!matcher.matches()) {
            throw invalid(text, argument);
        }
        try {
            String fraction = matcher.group(2) == null ? "" : matcher.group(2);
            String nanos = (fraction + "0".repeat(NANO_DIGITS)).substring(0, NANO_DIGITS);
            return LocalDateTime.parse(matcher.group(1))
                    .withNano(Integer.parseInt(nanos))
                    .atOffset(offset(matcher.group(3)));
        } catch (DateTimeException problem) {
            throw invalid(text, argument);
        }
    }

    private static ZoneOffset offset(String text) {
        return ZoneOffset.of(text);
    }

    private static FunctionException invalid(String text, int argument) {
        return FunctionException.argument(
                argument,
                "not a valid RFC3339 timestamp: \""
                        + text
                        + "\" (expected: a text like \"2017-11-22T00:00:00Z\")");
    }

    private static Duration duration(String text) throws FunctionException {
        boolean negative = text.startsWith("-");
        String rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return Duration.ZERO;
        }
        Matcher matcher = DURATION.matcher(rest);
        int at = 0;
        java.math.BigDecimal nanos = java.math.BigDecimal.ZERO;
        while (at < rest.length() && matcher.find() && matcher.start() == at) {
            nanos =
                    nanos.add(
                            new java.math.BigDecimal(matcher.group(1))
                                    .multiply(unit(matcher.group(2))));
            at = matcher.end();
        }
        if (rest.isEmpty() || at < rest.length() || nanos.compareTo(LONGEST) > 0) {
            throw FunctionException.argument(
                    1, "invalid duration \"" + text + "\" (expected: a text like \"1h30m\")");
        }
        long whole = nanos.longValue();
        return Duration.ofNanos(negative ? -whole : whole);
    }

    private static final java.math.BigDecimal LONGEST =
            java.math.BigDecimal.valueOf(Long.MAX_VALUE);

    private static java.math.BigDecimal unit(String unit) {
        return java.math.BigDecimal.valueOf(
                switch (unit) {
                    case "ns" -> 1L;
                    case "us", "µs", "μs" -> 1_000L;
                    case "ms" -> 1_000_000L;
                    case "s" -> 1_000_000_000L;
                    case "m" -> 60_000_000_000L;
                    default -> 3_600_000_000_000L;
                });
    }
}
