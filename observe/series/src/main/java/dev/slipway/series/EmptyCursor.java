package dev.slipway.series;

/// See [SeriesCursor#empty].
final class EmptyCursor implements SeriesCursor {
    @Override
    public boolean next() {
        return false;
    }

    @Override
    public Labels labels() {
        throw new IllegalStateException("No series here");
    }

    @Override
    public void read(SampleColumns columns) {
        throw new IllegalStateException("No series here");
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
