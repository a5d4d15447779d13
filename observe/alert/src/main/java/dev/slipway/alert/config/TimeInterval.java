package dev.slipway.alert.config;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/// Spans of time that come again, such as "weekends and nights": it holds a time that one of its
/// parts holds. Immutable.
public record TimeInterval(String name, List<Part> parts) {
    /// A range with both ends in it.
    public record Range(int first, int last) {
        boolean holds(int value) {
            return value >= first && value <= last;
        }
    }

    /// What has to hold at once; an empty list always holds. Times of day are minutes, the last of
    /// which is no longer in the range; days of the month that are negative count from its end;
    /// Sunday is 0.
    public record Part(
            List<Range> minutes,
            List<Range> weekdays,
            List<Range> daysOfMonth,
            List<Range> months,
            List<Range> years,
            ZoneId zone) {
        public Part {
            minutes = List.copyOf(minutes);
            weekdays = List.copyOf(weekdays);
            daysOfMonth = List.copyOf(daysOfMonth);
            months = List.copyOf(months);
            years = List.copyOf(years);
            requireNonNull(zone, "zone");
        }

        boolean holds(Instant instant) {
            ZonedDateTime time = instant.atZone(zone);
            int minute = time.getHour() * 60 + time.getMinute();
            return (minutes.isEmpty()
                            || minutes.stream()
                                    .anyMatch(each -> minute >= each.first && minute < each.last))
                    && holds(weekdays, weekday(time.getDayOfWeek()))
                    && holdsDay(time)
                    && holds(months, time.getMonthValue())
                    && holds(years, time.getYear());
        }

        private static int weekday(DayOfWeek day) {
            return day.getValue() % 7;
        }

        private static boolean holds(List<Range> ranges, int value) {
            return ranges.isEmpty() || ranges.stream().anyMatch(each -> each.holds(value));
        }

        private boolean holdsDay(ZonedDateTime time) {
            int length = YearMonth.from(time).lengthOfMonth();
            return daysOfMonth.isEmpty()
                    || daysOfMonth.stream()
                            .map(each -> new Range(day(each.first, length), day(each.last, length)))
                            .anyMatch(each -> each.holds(time.getDayOfMonth()));
        }

        private static int day(int counted, int length) {
            return counted < 0 ? length + counted + 1 : counted;
        }
    }

    public TimeInterval {
        requireNonNull(name, "name");
        parts = List.copyOf(parts);
    }

    public boolean holds(Instant time) {
        return parts.stream().anyMatch(part -> part.holds(time));
    }
}
