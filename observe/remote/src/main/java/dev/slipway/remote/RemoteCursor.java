package dev.slipway.remote;

import dev.slipway.series.Labels;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Walks over series whose parts are decoded when they are read. For one thread.
final class RemoteCursor<P> implements SeriesCursor {
    private final Iterator<Map.Entry<Labels, List<P>>> rest;
    private final BiConsumer<List<P>, SampleColumns> decoding;
    private Map.@Nullable Entry<Labels, List<P>> current;

    /// @param found sorted
    RemoteCursor(Map<Labels, List<P>> found, BiConsumer<List<P>, SampleColumns> decoding) {
        this.rest = found.entrySet().iterator();
        this.decoding = decoding;
    }

    @Override
    public boolean next() {
        current = rest.hasNext() ? rest.next() : null;
        return current != null;
    }

    @Override
    public Labels labels() {
        return at().getKey();
    }

    @Override
    public void read(SampleColumns columns) {
        SampleColumns read = new SampleColumns();
        try {
            decoding.accept(at().getValue(), read);
        } catch (RuntimeException e) {
            throw new SeriesException(labels() + ": a chunk is damaged: " + e.getMessage(), e);
        }
        AnsweredSamples.addSorted(read, columns);
    }

    @Override
    public void close() {
        current = null;
    }

    private Map.Entry<Labels, List<P>> at() {
        if (current == null) {
            throw new IllegalStateException("No series here");
        }
        return current;
    }
}
