package dev.slipway.controller;

/// Work that a simulation can do in small steps on its own thread instead of starting the
/// component's threads, so that a whole system runs in one reproducible order.
public interface Stepwise {
    /// Does one piece of work that is ready, without waiting. False if there was none.
    boolean step() throws InterruptedException;
}
