package dev.slipway.stack;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Times such as `30s`, `5m` or `1h`, which the API has checked.
final class Durations {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,6})([smh])");

    private Durations() {}

    static Duration of(@Nullable String text, Duration standard) {
        Matcher form = FORM.matcher(text == null ? "" : text);
        if (!form.matches()) {
            return standard;
        }
        long count = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }
}
