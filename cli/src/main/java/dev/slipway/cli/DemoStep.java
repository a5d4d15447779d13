package dev.slipway.cli;

/// One thing that a team does, and what must come of it.
interface DemoStep {
    /// Adds what it measured. Fails if something else came of it.
    void run(DemoFindings findings) throws InterruptedException;
}
