package dev.slipway.alert;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Labels;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An alert as its sender puts it: without a start it began now, without an end it is taken to be
/// over when it has not been sent again for the configured `resolve_timeout`. Immutable.
public record ReceivedAlert(
        Labels labels,
        Labels annotations,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        String generatorUrl) {
    public ReceivedAlert {
        requireNonNull(labels, "labels");
        requireNonNull(annotations, "annotations");
        requireNonNull(generatorUrl, "generatorUrl");
    }
}
