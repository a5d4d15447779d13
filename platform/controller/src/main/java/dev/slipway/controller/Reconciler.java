package dev.slipway.controller;

import dev.slipway.model.ObjectKey;

/// Brings one object closer to its specification. Called for a key whenever something it depends on
/// may have changed; must be idempotent, may see a stale cache, and decides by what it reads, never
/// by what event woke it. For one key calls are serial, for different keys parallel.
@FunctionalInterface
public interface Reconciler {
    /// An exception is logged and retried with exponential back-off; a conflict is retried likewise
    /// but is part of normal life and not logged.
    Result reconcile(ObjectKey key) throws InterruptedException;
}
