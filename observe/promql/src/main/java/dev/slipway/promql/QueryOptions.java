package dev.slipway.promql;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What one query may have other than its engine, as parameters of the HTTP API have it. Immutable.
///
/// @param timeout null for that of the engine, which is the longest there is
/// @param lookback null for that of the engine
public record QueryOptions(@Nullable Duration timeout, @Nullable Duration lookback) {
    public static final QueryOptions NONE = new QueryOptions(null, null);

    EngineOptions applyTo(EngineOptions options) {
        EngineOptions applied = lookback == null ? options : options.withLookback(lookback);
        if (timeout == null || timeout.compareTo(options.limits().timeout()) >= 0) {
            return applied;
        }
        return applied.withLimits(options.limits().withTimeout(timeout));
    }
}
