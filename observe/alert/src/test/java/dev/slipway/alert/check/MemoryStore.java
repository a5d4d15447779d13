package dev.slipway.alert.check;

import dev.slipway.series.Appender;
import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import java.util.ArrayList;
import java.util.List;

/// Keeps what was committed as lines.
final class MemoryStore implements dev.slipway.series.SeriesStore {
    private final List<String> lines = new ArrayList<>();

    List<String> lines() {
        return lines;
    }

    @Override
    public Appender appender() {
        return new Writer();
    }

    @Override
    public SeriesCursor select(Selection selection) {
        throw new UnsupportedOperationException("checks read nothing");
    }

    @Override
    public List<Labels> series(Selection selection) {
        throw new UnsupportedOperationException("checks read nothing");
    }

    @Override
    public List<String> labelNames(Selection selection) {
        throw new UnsupportedOperationException("checks read nothing");
    }

    @Override
    public List<String> labelValues(String name, Selection selection) {
        throw new UnsupportedOperationException("checks read nothing");
    }

    private final class Writer implements Appender {
        private final List<Labels> series = new ArrayList<>();
        private final List<String> waiting = new ArrayList<>();

        @Override
        public long series(Labels labels) {
            series.add(labels);
            return series.size() - 1L;
        }

        @Override
        public Outcome append(long ref, long timeMillis, double value) {
            waiting.add(series.get((int) ref) + " " + value);
            return Outcome.ACCEPTED;
        }

        @Override
        public Outcome append(long ref, long timeMillis, FloatHistogram histogram) {
            throw new UnsupportedOperationException("checks write no histograms");
        }

        @Override
        public Outcome append(long ref, Exemplar exemplar) {
            throw new UnsupportedOperationException("checks write no exemplars");
        }

        @Override
        public void describe(long ref, Metadata metadata) {
            throw new UnsupportedOperationException("checks describe nothing");
        }

        @Override
        public void commit() {
            lines.addAll(waiting);
        }

        @Override
        public void close() {
            waiting.clear();
        }
    }
}
