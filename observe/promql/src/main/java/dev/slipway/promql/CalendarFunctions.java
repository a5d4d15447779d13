package dev.slipway.promql;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToIntFunction;

/// Parts of a date in UTC, of seconds since 1970.
final class CalendarFunctions {
    private CalendarFunctions() {}

    static DoubleUnaryOperator of(String name) {
        ToIntFunction<ZonedDateTime> field =
                switch (name) {
                    case "minute" -> ZonedDateTime::getMinute;
                    case "hour" -> ZonedDateTime::getHour;
                    case "day_of_week" -> date -> date.getDayOfWeek().getValue() % 7;
                    case "day_of_month" -> ZonedDateTime::getDayOfMonth;
                    case "day_of_year" -> ZonedDateTime::getDayOfYear;
                    case "days_in_month" -> date -> date.toLocalDate().lengthOfMonth();
                    case "month" -> ZonedDateTime::getMonthValue;
                    case "year" -> ZonedDateTime::getYear;
                    default ->
                            throw QueryException.execution(
                                    "function \"%s\" is not supported".formatted(name));
                };
        return seconds -> field.applyAsInt(date(seconds));
    }

    private static ZonedDateTime date(double seconds) {
        long clamped =
                Math.clamp(
                        (long) seconds, Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond());
        return Instant.ofEpochSecond(clamped).atZone(ZoneOffset.UTC);
    }
}
