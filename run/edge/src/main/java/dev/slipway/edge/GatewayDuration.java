package dev.slipway.edge;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Durations as the Gateway API writes them: `10s`, `1h30m`, `500ms` (GEP-2257).
final class GatewayDuration {
    private static final Pattern WHOLE = Pattern.compile("([0-9]{1,5}(h|m|s|ms)){1,4}");
    private static final Pattern PART = Pattern.compile("([0-9]{1,5})(ms|h|m|s)");

    private GatewayDuration() {}

    /// Null for null. Throws `IllegalArgumentException` for what is no such duration.
    static @Nullable Duration parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "duration: " + text + " (expected: such as 10s, 500ms or 1h30m)");
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            long count = Long.parseLong(part.group(1));
            sum =
                    sum.plus(
                            switch (part.group(2)) {
                                case "h" -> Duration.ofHours(count);
                                case "m" -> Duration.ofMinutes(count);
                                case "s" -> Duration.ofSeconds(count);
                                default -> Duration.ofMillis(count);
                            });
        }
        return sum;
    }
}
