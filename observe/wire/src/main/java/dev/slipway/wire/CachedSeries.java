package dev.slipway.wire;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Labels;

/// A series that a decoder has met before, with room for what the store calls it, so that neither
/// labels are built nor the store is asked again. Thread-safe: the reference is one word, and
/// whoever sets it later is as right as who did before.
public final class CachedSeries {
    /// Nobody has set a reference.
    public static final long NO_REFERENCE = Long.MIN_VALUE;

    private final Labels labels;
    private volatile long reference = NO_REFERENCE;

    public CachedSeries(Labels labels) {
        this.labels = requireNonNull(labels, "labels");
    }

    public Labels labels() {
        return labels;
    }

    public long reference() {
        return reference;
    }

    public void reference(long reference) {
        this.reference = reference;
    }
}
