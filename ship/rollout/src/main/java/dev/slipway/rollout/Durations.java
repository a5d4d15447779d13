package dev.slipway.rollout;

import dev.slipway.model.IntOrString;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads durations as manifests write them: seconds, or numbers with units such as `1h30m`.
final class Durations {
    private static final Pattern WHOLE =
            Pattern.compile("[0-9]{1,9}|(?:[0-9]{1,9}(?:\\.[0-9]{1,9})?(?:ms|s|m|h))+");
    private static final Pattern PART = Pattern.compile("([0-9.]+)(ms|s|m|h)?");

    private Durations() {}

    /// Null for what is not given or is no duration: without end.
    static @Nullable Duration of(@Nullable IntOrString duration) {
        return duration == null ? null : of(duration.toString());
    }

    static @Nullable Duration of(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return null;
        }
        double millis = 0;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            String unit = part.group(2) == null ? "s" : part.group(2);
            millis += Double.parseDouble(part.group(1)) * millisOf(unit);
        }
        return Duration.ofMillis(Math.round(millis));
    }

    private static long millisOf(String unit) {
        return switch (unit) {
            case "h" -> 3_600_000;
            case "m" -> 60_000;
            case "ms" -> 1;
            default -> 1_000;
        };
    }
}
