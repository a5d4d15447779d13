package dev.slipway.node;

/// How a command run inside a container ended. `output` is what it wrote to both its outputs, cut
/// at a limit; `exitCode` means nothing if it `timedOut`.
public record ExecOutcome(int exitCode, String output, boolean timedOut) {}
