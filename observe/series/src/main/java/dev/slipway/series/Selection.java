package dev.slipway.series;

import java.util.List;

/// What to read: series that match all matchers, and their samples from one time to another, both
/// included, in milliseconds since 1970.
public record Selection(List<Matcher> matchers, long startMillis, long endMillis) {
    public Selection {
        matchers = List.copyOf(matchers);
    }
}
