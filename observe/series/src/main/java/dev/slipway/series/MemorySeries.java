package dev.slipway.series;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A small store in memory: for unit tests of rules and for tests of whatever reads series. It
/// takes samples of a series in order of time only, keeps all of them, and sees what is appended at
/// once rather than on commit. Thread-safe.
public final class MemorySeries implements SeriesStore {
    private final NavigableMap<Labels, MemoryColumn> columns = new TreeMap<>();
    private final List<MemoryColumn> byReference = new ArrayList<>();

    @Override
    public Appender appender() {
        return new MemoryAppender();
    }

    @Override
    public synchronized SeriesCursor select(Selection selection) {
        return new MemoryCursor(matching(selection), selection);
    }

    @Override
    public synchronized List<Labels> series(Selection selection) {
        return matching(selection).stream().map(MemoryColumn::labels).toList();
    }

    @Override
    public synchronized List<String> labelNames(Selection selection) {
        TreeSet<String> names = new TreeSet<>(Utf8Order.COMPARATOR);
        for (MemoryColumn column : matching(selection)) {
            for (int i = 0; i < column.labels().size(); i++) {
                names.add(column.labels().name(i));
            }
        }
        return List.copyOf(names);
    }

    @Override
    public synchronized List<String> labelValues(String name, Selection selection) {
        TreeSet<String> values = new TreeSet<>(Utf8Order.COMPARATOR);
        for (MemoryColumn column : matching(selection)) {
            if (column.labels().has(name)) {
                values.add(column.labels().value(name));
            }
        }
        return List.copyOf(values);
    }

    /// Forgets everything; references of series are no longer valid.
    public synchronized void clear() {
        columns.clear();
        byReference.clear();
    }

    private List<MemoryColumn> matching(Selection selection) {
        List<MemoryColumn> matching = new ArrayList<>();
        for (MemoryColumn column : columns.values()) {
            if (selection.matchers().stream().allMatch(m -> m.matches(column.labels()))
                    && column.hasAnyIn(selection)) {
                matching.add(column);
            }
        }
        return matching;
    }

    private synchronized long reference(Labels labels) {
        MemoryColumn column = columns.get(labels);
        if (column == null) {
            column = new MemoryColumn(labels, byReference.size());
            columns.put(labels, column);
            byReference.add(column);
        }
        return column.reference();
    }

    private synchronized Appender.Outcome append(long reference, long timeMillis, double value) {
        return reference < byReference.size()
                ? byReference.get((int) reference).append(timeMillis, value)
                : Appender.Outcome.UNKNOWN_SERIES;
    }

    private synchronized Appender.Outcome append(
            long reference, long timeMillis, FloatHistogram histogram) {
        return reference < byReference.size()
                ? byReference.get((int) reference).append(timeMillis, histogram)
                : Appender.Outcome.UNKNOWN_SERIES;
    }

    private synchronized void read(MemoryColumn column, Selection selection, SampleColumns target) {
        column.read(selection, target);
    }

    private final class MemoryAppender implements Appender {
        @Override
        public long series(Labels labels) {
            return reference(labels);
        }

        @Override
        public Outcome append(long series, long timeMillis, double value) {
            return MemorySeries.this.append(series, timeMillis, value);
        }

        @Override
        public Outcome append(long series, long timeMillis, FloatHistogram histogram) {
            return MemorySeries.this.append(series, timeMillis, histogram);
        }

        @Override
        public Outcome append(long series, Exemplar exemplar) {
            return Outcome.ACCEPTED;
        }

        @Override
        public void describe(long series, Metadata metadata) {
            // Nothing that reads this store asks for metadata.
        }

        @Override
        public void commit() {
            // Appended samples are there already.
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }

    private final class MemoryCursor implements SeriesCursor {
        private final List<MemoryColumn> found;
        private final Selection selection;
        private int place = -1;

        MemoryCursor(List<MemoryColumn> found, Selection selection) {
            this.found = found;
            this.selection = selection;
        }

        @Override
        public boolean next() {
            place++;
            return place < found.size();
        }

        @Override
        public Labels labels() {
            return found.get(place).labels();
        }

        @Override
        public void read(SampleColumns target) {
            MemorySeries.this.read(found.get(place), selection, target);
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
