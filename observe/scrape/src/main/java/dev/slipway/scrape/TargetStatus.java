package dev.slipway.scrape;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Metadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How an active target is doing.
///
/// @param pool the job that it was found for
/// @param lastScrape null if there was none yet
/// @param lastError empty if there is none
/// @param metadata what it says of its metrics, by family
public record TargetStatus(
        String pool,
        Target target,
        Health health,
        @Nullable Instant lastScrape,
        Duration lastScrapeDuration,
        String lastError,
        Map<String, Metadata> metadata) {
    /// Whether the last scrape worked.
    public enum Health {
        UNKNOWN,
        UP,
        DOWN;

        /// As the HTTP API writes it.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public TargetStatus {
        requireNonNull(pool, "pool");
        requireNonNull(target, "target");
        requireNonNull(health, "health");
        requireNonNull(lastScrapeDuration, "lastScrapeDuration");
        requireNonNull(lastError, "lastError");
        requireNonNull(metadata, "metadata");
    }
}
