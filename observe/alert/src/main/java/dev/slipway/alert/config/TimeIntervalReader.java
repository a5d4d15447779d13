package dev.slipway.alert.config;

import dev.slipway.alert.config.TimeInterval.Part;
import dev.slipway.alert.config.TimeInterval.Range;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `time_intervals`. Stateless.
final class TimeIntervalReader {
    private static final List<String> WEEKDAYS =
            List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");
    private static final List<String> MONTHS =
            List.of(
                    "january",
                    "february",
                    "march",
                    "april",
                    "may",
                    "june",
                    "july",
                    "august",
                    "september",
                    "october",
                    "november",
                    "december");
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])|24:00");
    private static final int DAY_MAX = 31;
    private static final int MINUTES_OF_DAY = 24 * 60;

    /// A word of a range as a number.
    private interface Words {
        int number(String word);
    }

    private TimeIntervalReader() {}

    static TimeInterval read(Fields fields) {
        String name = fields.text("name", "");
        if (name.isEmpty()) {
            fields.error("name", "found nothing, expected the interval's name");
        }
        List<Part> parts = new ArrayList<>();
        for (Fields part : fields.objects("time_intervals")) {
            parts.add(part(part));
        }
        fields.end();
        return new TimeInterval(name, parts);
    }

    private static Part part(Fields fields) {
        List<Range> minutes = new ArrayList<>();
        for (Fields time : fields.objects("times")) {
            minutes.add(minutes(time));
        }
        Part part =
                new Part(
                        minutes,
                        ranges(fields, "weekdays", word -> named(word, WEEKDAYS, 0)),
                        ranges(fields, "days_of_month", TimeIntervalReader::dayOfMonth),
                        ranges(fields, "months", word -> named(word, MONTHS, 1)),
                        ranges(fields, "years", TimeIntervalReader::year),
                        fields.parsed("location", ZoneId.of("UTC"), TimeIntervalReader::zone));
        fields.end();
        return part;
    }

    private static Range minutes(Fields time) {
        int start = time.parsed("start_time", 0, TimeIntervalReader::minute);
        int end = time.parsed("end_time", MINUTES_OF_DAY, TimeIntervalReader::minute);
        if (!time.has("start_time") || !time.has("end_time")) {
            time.error("start_time", "expected both `start_time` and `end_time`");
        } else if (start >= end) {
            time.error("end_time", "found a time not after `start_time`, expected a later one");
        }
        time.end();
        return new Range(start, end);
    }

    private static int minute(String text) {
        Matcher found = TIME.matcher(text);
        if (!found.matches()) {
            throw new IllegalArgumentException(
                    "found `%s`, expected a time from `00:00` to `24:00`".formatted(text));
        }
        return found.group(1) == null
                ? MINUTES_OF_DAY
                : Integer.parseInt(found.group(1)) * 60 + Integer.parseInt(found.group(2));
    }

    private static List<Range> ranges(Fields fields, String field, Words words) {
        List<Range> ranges = new ArrayList<>();
        for (String text : fields.texts(field)) {
            try {
                ranges.add(range(text, words));
            } catch (IllegalArgumentException e) {
                fields.error(field, String.valueOf(e.getMessage()));
            }
        }
        return ranges;
    }

    private static Range range(String text, Words words) {
        String[] ends = text.strip().split(":", -1);
        if (ends.length > 2) {
            throw new IllegalArgumentException(
                    "found `%s`, expected one value or a range such as `a:b`".formatted(text));
        }
        int first = words.number(ends[0].strip());
        int last = ends.length == 1 ? first : words.number(ends[1].strip());
        boolean crosses = first < 0 && last > 0;
        boolean backwards = first > last && !(first > 0 && last < 0);
        if (crosses || backwards) {
            throw new IllegalArgumentException(
                    "found `%s`, expected a range that begins before it ends".formatted(text));
        }
        return new Range(first, last);
    }

    private static int named(String word, List<String> names, int first) {
        int index = names.indexOf(word.toLowerCase(Locale.ROOT));
        if (index >= 0) {
            return index + first;
        }
        boolean isNumber = first == 1 && word.matches("[0-9]{1,2}");
        int number = isNumber ? Integer.parseInt(word) : 0;
        if (isNumber && number >= 1 && number <= names.size()) {
            return number;
        }
        throw new IllegalArgumentException(
                "found `%s`, expected one of %s".formatted(word, String.join(", ", names)));
    }

    private static int dayOfMonth(String word) {
        int day = number(word, "a day from 1 to 31 or from -31 to -1");
        if (day == 0 || Math.abs(day) > DAY_MAX) {
            throw new IllegalArgumentException(
                    "found `%s`, expected a day from 1 to 31 or from -31 to -1".formatted(word));
        }
        return day;
    }

    private static int year(String word) {
        return number(word, "a year");
    }

    private static int number(String word, String expected) {
        if (!word.matches("-?[0-9]{1,4}")) {
            throw new IllegalArgumentException("found `%s`, expected %s".formatted(word, expected));
        }
        return Integer.parseInt(word);
    }

    private static ZoneId zone(String name) {
        if (name.equals("Local")) {
            return ZoneId.systemDefault();
        }
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "found `%s`, expected a time zone such as `Europe/Berlin`".formatted(name), e);
        }
    }
}
