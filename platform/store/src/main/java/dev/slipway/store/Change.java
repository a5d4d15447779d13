package dev.slipway.store;

import org.jspecify.annotations.Nullable;

/// One write: `current` is null for a deletion, `previous` is null for a creation. At least one is
/// there.
public record Change<I>(
        long revision, String key, @Nullable Entry<I> previous, @Nullable Entry<I> current) {}
