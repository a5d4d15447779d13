package dev.slipway.remote;

import dev.slipway.remote.Progress.Pending;
import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import dev.slipway.wire.CachedSeries;
import dev.slipway.wire.RemoteWriteReader;
import dev.slipway.wire.RemoteWriteVersion;
import dev.slipway.wire.SeriesCache;
import dev.slipway.wire.WireLimits;
import dev.slipway.wire.WriteSink;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads records of the queue, each a request of remote write 2.0, into entries. For one thread.
final class RecordReader implements WriteSink {
    private static final int CACHED_SERIES = 1 << 16;

    private static final WireLimits LIMITS =
            new WireLimits(
                    QueueFiles.RECORD_BYTES_MAX * 4, Integer.MAX_VALUE, 10_000, Integer.MAX_VALUE);

    private final RemoteWriteReader reader =
            new RemoteWriteReader(new SeriesCache(CACHED_SERIES), LIMITS);
    private final List<Found> found = new ArrayList<>();
    private Labels labels = Labels.EMPTY;
    private long createdMillis;
    private int firstOfSeries;

    private static final class Found {
        private final Labels labels;
        private final Entry.Content content;
        private final long createdMillis;
        private @Nullable Metadata metadata;

        Found(Labels labels, Entry.Content content, long createdMillis) {
            this.labels = labels;
            this.content = content;
            this.createdMillis = createdMillis;
        }
    }

    /// Returns how many entries the record has; [#entries] then hands them out.
    int read(byte[] body) {
        found.clear();
        firstOfSeries = 0;
        reader.read(RemoteWriteVersion.V2, body, this);
        return found.size();
    }

    List<Entry> entries(Pending record) {
        List<Entry> entries = new ArrayList<>(found.size());
        for (Found each : found) {
            entries.add(
                    new Entry(
                            each.labels, each.content, each.metadata, each.createdMillis, record));
        }
        return entries;
    }

    @Override
    public void series(CachedSeries series) {
        labels = series.labels();
        createdMillis = 0;
        firstOfSeries = found.size();
    }

    @Override
    public void created(long timeMillis) {
        createdMillis = timeMillis;
    }

    @Override
    public void sample(long timeMillis, double value) {
        add(new Entry.Sample(timeMillis, value));
    }

    @Override
    public void histogram(long timeMillis, FloatHistogram histogram) {
        add(new Entry.Histogram(timeMillis, histogram));
    }

    @Override
    public void exemplar(Exemplar exemplar) {
        add(new Entry.Example(exemplar));
    }

    /// Comes behind the samples it is said of.
    @Override
    public void describe(Metadata metadata) {
        for (int i = firstOfSeries; i < found.size(); i++) {
            found.get(i).metadata = metadata;
        }
    }

    @Override
    public void reject(String reason) {
        System.getLogger(RecordReader.class.getName())
                .log(System.Logger.Level.WARNING, "Entry of the queue dropped cause={0}", reason);
    }

    private void add(Entry.Content content) {
        found.add(new Found(labels, content, createdMillis));
    }
}
