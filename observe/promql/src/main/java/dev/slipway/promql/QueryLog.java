package dev.slipway.promql;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Is told of every query that ended, by the thread that ran it. Must be thread-safe, quick, and
/// not throw.
public interface QueryLog {
    QueryLog NONE = ended -> {};

    /// One that ended.
    ///
    /// @param period times it was evaluated at; of an instant query start and end are the same
    /// @param elapsed from being asked to the answer
    /// @param failure null if it was answered
    record Ended(
            String text,
            PromqlEngine.Period period,
            Duration elapsed,
            @Nullable QueryException failure) {}

    void add(Ended ended);
}
