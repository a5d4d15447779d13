package dev.slipway.analysis;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Argo Rollouts writes them: `30s`, `1h30m`, `500ms`.
public final class DurationText {
    private static final Pattern WHOLE =
            Pattern.compile("([0-9]{1,9}(\\.[0-9]{1,9})?(h|m|s|ms|us|µs|ns))+|0");
    private static final Pattern PART = Pattern.compile("([0-9.]+)(h|ms|m|s|us|µs|ns)");
    private static final int LENGTH_MAX = 100;
    private static final Map<String, Double> NANOS =
            Map.of("h", 3.6e12, "m", 6e10, "s", 1e9, "ms", 1e6, "us", 1e3, "µs", 1e3, "ns", 1d);

    private DurationText() {}

    /// Throws [AnalysisException] if the text is no duration.
    public static Duration parse(String text) {
        if (text.length() > LENGTH_MAX || !WHOLE.matcher(text).matches()) {
            throw new AnalysisException(
                    "invalid duration '" + text + "' (expected: such as 30s, 5m or 1h30m)");
        }
        double nanos = 0;
        Matcher parts = PART.matcher(text);
        while (parts.find()) {
            nanos += Double.parseDouble(parts.group(1)) * NANOS.getOrDefault(parts.group(2), 0d);
        }
        return Duration.ofNanos((long) nanos);
    }
}
