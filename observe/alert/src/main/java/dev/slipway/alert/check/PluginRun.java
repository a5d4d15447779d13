package dev.slipway.alert.check;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// How one run of a plugin went. Immutable.
public record PluginRun(CheckState state, String output, Duration duration) {
    public PluginRun {
        requireNonNull(state, "state");
        requireNonNull(output, "output");
        requireNonNull(duration, "duration");
    }
}
