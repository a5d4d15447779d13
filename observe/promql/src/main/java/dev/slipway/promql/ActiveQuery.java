package dev.slipway.promql;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// A query that has not ended yet. Immutable.
///
/// @param id for [PromqlEngine#cancel]
/// @param age since it was asked, the time it waited included
/// @param waiting whether it waits for its turn
public record ActiveQuery(long id, String text, Duration age, boolean waiting) {
    public ActiveQuery {
        requireNonNull(text, "text");
        requireNonNull(age, "age");
    }
}
