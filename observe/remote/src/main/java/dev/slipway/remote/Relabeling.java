package dev.slipway.remote;

import dev.slipway.series.Labels;
import java.util.Optional;

/// What a series is called at the receiver: `write_relabel_configs`, as a function. Called by many
/// threads.
@FunctionalInterface
public interface Relabeling {
    /// None if the series is not to be sent.
    Optional<Labels> apply(Labels labels);
}
