package dev.slipway.promql;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// How queries are evaluated and what they may use up. Immutable.
///
/// @param lookback how old a sample may be to stand for a time after it
/// @param samplesMax how many samples a query may hold at once
/// @param timeout of a query, with the time it waits for its turn
/// @param concurrency how many queries run at the same time
public record EngineOptions(
        Duration lookback, int samplesMax, Duration timeout, int concurrency, Set<Flag> flags) {
    /// What upstream switches on with `--enable-feature`.
    public enum Flag {
        /// Names of metrics go when the query ends, not where a function or operator drops them.
        DELAYED_NAME_REMOVAL
    }

    public EngineOptions {
        requireNonNull(lookback, "lookback");
        requireNonNull(timeout, "timeout");
        flags = Set.copyOf(flags);
    }

    public static EngineOptions defaults() {
        return new EngineOptions(
                Duration.ofMinutes(5), 50_000_000, Duration.ofMinutes(2), 20, Set.of());
    }

    public EngineOptions withFlags(Set<Flag> others) {
        return new EngineOptions(lookback, samplesMax, timeout, concurrency, others);
    }

    public EngineOptions withAllFlags() {
        return withFlags(EnumSet.allOf(Flag.class));
    }

    boolean has(Flag flag) {
        return flags.contains(flag);
    }
}
