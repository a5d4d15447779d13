package dev.slipway.scrape;

import dev.slipway.series.Appender;
import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesException;
import dev.slipway.series.SeriesStore;
import java.util.ArrayList;
import java.util.List;

/// A store that remembers what else than samples it is told, and that can be told to fail or to
/// forget references.
final class FaultyStore implements SeriesStore {
    private final SeriesStore store;
    final List<Exemplar> exemplars = new ArrayList<>();
    final List<Metadata> metadata = new ArrayList<>();
    boolean failing;
    boolean forgetful;

    FaultyStore(SeriesStore store) {
        this.store = store;
    }

    @Override
    public Appender appender() {
        return new Recording(store.appender());
    }

    @Override
    public SeriesCursor select(Selection selection) {
        return store.select(selection);
    }

    @Override
    public List<Labels> series(Selection selection) {
        return store.series(selection);
    }

    @Override
    public List<String> labelNames(Selection selection) {
        return store.labelNames(selection);
    }

    @Override
    public List<String> labelValues(String name, Selection selection) {
        return store.labelValues(name, selection);
    }

    private final class Recording implements Appender {
        private final Appender appender;
        private final List<Long> made = new ArrayList<>();

        Recording(Appender appender) {
            this.appender = appender;
        }

        @Override
        public long series(Labels labels) {
            long reference = appender.series(labels);
            made.add(reference);
            return reference;
        }

        @Override
        public Outcome append(long series, long timeMillis, double value) {
            if (failing) {
                throw new SeriesException("the disk is full", null);
            }
            return forgetful && !made.contains(series)
                    ? Outcome.UNKNOWN_SERIES
                    : appender.append(series, timeMillis, value);
        }

        @Override
        public Outcome append(long series, long timeMillis, FloatHistogram histogram) {
            return appender.append(series, timeMillis, histogram);
        }

        @Override
        public Outcome append(long series, Exemplar exemplar) {
            exemplars.add(exemplar);
            return Outcome.ACCEPTED;
        }

        @Override
        public void describe(long series, Metadata described) {
            metadata.add(described);
        }

        @Override
        public void commit() {
            appender.commit();
        }

        @Override
        public void close() {
            appender.close();
        }
    }
}
