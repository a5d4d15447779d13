package dev.slipway.promql;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToIntFunction;

/// Parts of a date in UTC, of seconds since 1970.
final class CalendarFunctions {
    /// After so many years every date comes again.
    private static final int CYCLE_YEARS = 400;

    private static final long CYCLE_SECONDS = 146_097L * 86_400;

    private CalendarFunctions() {}

    static DoubleUnaryOperator of(String name) {
        if (name.equals("year")) {
            return seconds -> {
                long whole = seconds(seconds);
                return date(whole).getYear() + (double) cycles(whole) * CYCLE_YEARS;
            };
        }
        ToIntFunction<LocalDateTime> field =
                switch (name) {
                    case "minute" -> LocalDateTime::getMinute;
                    case "hour" -> LocalDateTime::getHour;
                    case "day_of_week" -> date -> date.getDayOfWeek().getValue() % 7;
                    case "day_of_month" -> LocalDateTime::getDayOfMonth;
                    case "day_of_year" -> LocalDateTime::getDayOfYear;
                    case "days_in_month" -> date -> date.toLocalDate().lengthOfMonth();
                    case "month" -> LocalDateTime::getMonthValue;
                    default ->
                            throw QueryException.execution(
                                    "function \"%s\" is not supported".formatted(name));
                };
        return seconds -> field.applyAsInt(date(seconds(seconds)));
    }

    /// What is no number of seconds becomes the smallest there is, as in Go.
    private static long seconds(double seconds) {
        boolean fits = seconds >= Long.MIN_VALUE && seconds < Long.MAX_VALUE;
        return fits ? (long) seconds : Long.MIN_VALUE;
    }

    /// The date in the first cycle.
    private static LocalDateTime date(long seconds) {
        // The smallest number is as far ahead as it is behind: Go's clock turns over there.
        long rest =
                seconds == Long.MIN_VALUE
                        ? Long.remainderUnsigned(seconds, CYCLE_SECONDS)
                        : Math.floorMod(seconds, CYCLE_SECONDS);
        return LocalDateTime.ofEpochSecond(rest, 0, ZoneOffset.UTC);
    }

    private static long cycles(long seconds) {
        return seconds == Long.MIN_VALUE
                ? Long.divideUnsigned(seconds, CYCLE_SECONDS)
                : Math.floorDiv(seconds, CYCLE_SECONDS);
    }
}
