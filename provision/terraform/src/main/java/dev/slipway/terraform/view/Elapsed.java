package dev.slipway.terraform.view;

import java.time.Duration;

/// Durations as people read them: `10s`, `1m5s`, `1h0m2s`. Stateless.
public final class Elapsed {
    private static final long HALF_SECOND_MILLIS = 500;

    private Elapsed() {}

    /// Rounded to seconds.
    public static String text(Duration duration) {
        long seconds = duration.plusMillis(HALF_SECOND_MILLIS).toSeconds();
        long hours = seconds / 3600;
        long minutes = seconds / 60 % 60;
        String text = seconds % 60 + "s";
        if (minutes > 0 || hours > 0) {
            text = minutes + "m" + text;
        }
        return hours > 0 ? hours + "h" + text : text;
    }
}
