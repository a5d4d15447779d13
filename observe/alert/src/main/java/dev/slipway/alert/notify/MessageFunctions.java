package dev.slipway.alert.notify;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.slipway.alert.notify.MessageData.AlertList;
import dev.slipway.alert.notify.MessageData.PairList;
import dev.slipway.template.FunctionSet;
import dev.slipway.template.TextMap;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What templates of messages may call. Stateless.
final class MessageFunctions {
    private static final java.util.regex.Pattern REFERENCE =
            java.util.regex.Pattern.compile("\\$(?:\\$|(\\w+)|\\{(\\w+)\\})");

    private MessageFunctions() {}

    /// `safe` undoes what has been done to texts from outside.
    static FunctionSet of(InstantSource clock, UnaryOperator<String> safe) {
        FunctionSet.Builder builder =
                FunctionSet.builder()
                        .add("toUpper", String.class, text -> text.toUpperCase(Locale.ROOT))
                        .add("toLower", String.class, text -> text.toLowerCase(Locale.ROOT))
                        .add("title", String.class, MessageFunctions::title)
                        .add("trimSpace", String.class, String::strip)
                        .add("join", String.class, List.class, MessageFunctions::join)
                        .add("match", String.class, String.class, MessageFunctions::match)
                        .add("safeHtml", String.class, safe)
                        .add("safeUrl", String.class, safe)
                        .add(
                                "reReplaceAll",
                                String.class,
                                String.class,
                                String.class,
                                MessageFunctions::replaceAll)
                        .addVariadic("stringSlice", ArrayList::new)
                        .add("date", String.class, Object.class, MessageFunctions::date)
                        .add("tz", String.class, Object.class, MessageFunctions::inZone)
                        .add(
                                "since",
                                Object.class,
                                time -> Duration.between(time(time).toInstant(), clock.instant()))
                        .add("humanizeDuration", Object.class, MessageFunctions::humanize);
        addMethods(builder);
        return builder.build();
    }

    private static void addMethods(FunctionSet.Builder builder) {
        builder.method(AlertList.class, "Firing", list -> list.withStatus("firing"))
                .method(AlertList.class, "Resolved", list -> list.withStatus("resolved"))
                .method(TextMap.class, "SortedPairs", PairList::of)
                .method(TextMap.class, "Names", map -> PairList.of(map).names())
                .method(TextMap.class, "Values", map -> PairList.of(map).values())
                .method(TextMap.class, "Remove", List.class, MessageFunctions::without)
                .method(PairList.class, "Names", PairList::names)
                .method(PairList.class, "Values", PairList::values)
                .method(Instant.class, "UTC", time -> time)
                .method(Instant.class, "Unix", Instant::getEpochSecond)
                .method(Instant.class, "Format", String.class, (time, layout) -> date(layout, time))
                .method(
                        ZonedDateTime.class,
                        "Format",
                        String.class,
                        (time, layout) -> date(layout, time))
                .method(Duration.class, "Seconds", span -> span.toNanos() / 1e9)
                .method(Duration.class, "Minutes", span -> span.toNanos() / 60e9)
                .method(Duration.class, "Hours", span -> span.toNanos() / 3600e9);
    }

    private static String title(String text) {
        StringBuilder title = new StringBuilder(text.length());
        boolean start = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            title.append(start ? Character.toTitleCase(c) : c);
            start = !Character.isLetterOrDigit(c) && c != '_' && c != '\'';
        }
        return title.toString();
    }

    private static String join(String separator, List<?> parts) {
        return String.join(separator, parts.stream().map(String::valueOf).toList());
    }

    private static boolean match(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).find();
    }

    private static TextMap without(TextMap map, List<?> names) {
        Map<String, String> rest = new HashMap<>(map);
        names.forEach(rest::remove);
        return TextMap.of(rest);
    }

    /// Go's way to write what takes the place of a match: `$1`, `${name}`, `$$`.
    private static String replaceAll(String pattern, String replacement, String text) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        StringBuilder result = new StringBuilder();
        int end = 0;
        while (found.find()) {
            result.append(text, end, found.start());
            appendExpanded(result, replacement, found);
            end = found.end();
        }
        return result.append(text, end, text.length()).toString();
    }

    private static void appendExpanded(StringBuilder result, String replacement, Matcher found) {
        java.util.regex.Matcher reference = REFERENCE.matcher(replacement);
        int end = 0;
        while (reference.find()) {
            result.append(replacement, end, reference.start());
            String name = reference.group(1) == null ? reference.group(2) : reference.group(1);
            result.append(name == null ? "$" : group(found, name));
            end = reference.end();
        }
        result.append(replacement, end, replacement.length());
    }

    /// A group that does not exist is empty.
    private static String group(Matcher found, String name) {
        @Nullable String group;
        if (name.chars().allMatch(Character::isDigit)) {
            boolean exists = name.length() < 4 && Integer.parseInt(name) <= found.groupCount();
            group = exists ? found.group(Integer.parseInt(name)) : null;
        } else {
            boolean exists = found.pattern().namedGroups().containsKey(name);
            group = exists ? found.group(name) : null;
        }
        return group == null ? "" : group;
    }

    private static String date(String layout, Object time) {
        return GoTimeLayout.format(time(time), layout);
    }

    private static ZonedDateTime inZone(String zone, Object time) {
        return time(time).withZoneSameInstant(ZoneId.of(zone));
    }

    private static ZonedDateTime time(Object value) {
        return switch (value) {
            case Instant instant -> instant.atZone(ZoneOffset.UTC);
            case ZonedDateTime zoned -> zoned;
            default -> throw new IllegalArgumentException("expected a time");
        };
    }

    private static String humanize(Object value) {
        double seconds =
                switch (value) {
                    case Duration span -> span.toNanos() / 1e9;
                    case Number number -> number.doubleValue();
                    case String text -> Double.parseDouble(text);
                    default -> throw new IllegalArgumentException("expected seconds");
                };
        return HumanDuration.of(seconds);
    }
}
