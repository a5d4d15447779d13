package dev.slipway.alert.check;

import dev.slipway.alert.check.Check.CheckSpec;

/// Runs what a check says. Thread-safe.
@FunctionalInterface
public interface Plugin {
    /// Returns when the plugin has ended or its time is over; never fails, since that is a state.
    PluginRun run(CheckSpec spec) throws InterruptedException;
}
