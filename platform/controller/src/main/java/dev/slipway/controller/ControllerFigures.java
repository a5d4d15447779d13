package dev.slipway.controller;

import java.time.Duration;

/// How a controller is doing: keys that wait, keys being worked on, and what became of the calls to
/// its reconciler since the start.
public record ControllerFigures(
        String name,
        int queueDepth,
        int running,
        long reconciles,
        long conflicts,
        long failures,
        Durations durations) {
    /// How long calls took; quantiles are upper bounds within a quarter.
    public record Durations(Duration total, Duration median, Duration p99, Duration longest) {}
}
