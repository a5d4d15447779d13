package dev.slipway.controller;

import java.time.Duration;

/// When to look at the object again, unless something changes before.
public sealed interface Result {
    /// Not until something changes.
    record Done() implements Result {}

    /// After this time.
    record RequeueAfter(Duration delay) implements Result {}

    static Result done() {
        return new Done();
    }

    static Result after(Duration delay) {
        return new RequeueAfter(delay);
    }
}
