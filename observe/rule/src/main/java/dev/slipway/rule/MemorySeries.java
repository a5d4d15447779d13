package dev.slipway.rule;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.series.Appender;
import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A store that forgets: for rules that are tried out. Thread-safe; appenders are not. What is
/// appended is there at once, committed or not.
final class MemorySeries implements SeriesStore {
    private record Sample(double value, @Nullable FloatHistogram histogram) {}

    private record Series(Labels labels, TreeMap<Long, Sample> samples) {}

    @GuardedBy("this")
    private final TreeMap<Labels, Integer> references = new TreeMap<>();

    @GuardedBy("this")
    private final List<Series> all = new ArrayList<>();

    @Override
    public Appender appender() {
        return new MemoryAppender();
    }

    @Override
    public synchronized SeriesCursor select(Selection selection) {
        List<Series> found = new ArrayList<>();
        for (Labels labels : series(selection)) {
            Series stored = all.get(reference(labels));
            TreeMap<Long, Sample> copy =
                    new TreeMap<>(
                            stored.samples.subMap(
                                    selection.startMillis(), true, selection.endMillis(), true));
            if (!copy.isEmpty()) {
                found.add(new Series(labels, copy));
            }
        }
        return new MemoryCursor(found.iterator());
    }

    @Override
    public synchronized List<Labels> series(Selection selection) {
        return references.keySet().stream()
                .filter(labels ->
                        selection.matchers().stream().allMatch(matcher -> matcher.matches(labels)))
                .toList();
    }

    @Override
    public List<String> labelNames(Selection selection) {
        TreeSet<String> names = new TreeSet<>();
        for (Labels labels : series(selection)) {
            for (int i = 0; i < labels.size(); i++) {
                names.add(labels.name(i));
            }
        }
        return List.copyOf(names);
    }

    @Override
    public List<String> labelValues(String name, Selection selection) {
        TreeSet<String> values = new TreeSet<>();
        series(selection).forEach(labels -> values.add(labels.value(name)));
        values.remove("");
        return List.copyOf(values);
    }

    private synchronized int reference(Labels labels) {
        return references.computeIfAbsent(labels, this::added);
    }

    @GuardedBy("this")
    private int added(Labels labels) {
        all.add(new Series(labels, new TreeMap<>()));
        return all.size() - 1;
    }

    private synchronized Appender.Outcome put(long reference, long timeMillis, Sample sample) {
        TreeMap<Long, Sample> samples = all.get((int) reference).samples;
        if (!samples.isEmpty() && samples.lastKey() > timeMillis) {
            return Appender.Outcome.OUT_OF_ORDER;
        }
        Sample before = samples.putIfAbsent(timeMillis, sample);
        return before == null || same(before, sample)
                ? Appender.Outcome.ACCEPTED
                : Appender.Outcome.DUPLICATE;
    }

    private static boolean same(Sample left, Sample right) {
        return left.histogram == null
                ? right.histogram == null
                        && Double.doubleToRawLongBits(left.value)
                                == Double.doubleToRawLongBits(right.value)
                : left.histogram.equals(right.histogram);
    }

    /// Writes straight through.
    private final class MemoryAppender implements Appender {
        @Override
        public long series(Labels labels) {
            return reference(labels);
        }

        @Override
        public Outcome append(long series, long timeMillis, double value) {
            return put(series, timeMillis, new Sample(value, null));
        }

        @Override
        public Outcome append(long series, long timeMillis, FloatHistogram histogram) {
            return put(series, timeMillis, new Sample(histogram.sum(), histogram));
        }

        @Override
        public Outcome append(long series, Exemplar exemplar) {
            return Outcome.ACCEPTED;
        }

        @Override
        public void describe(long series, Metadata metadata) {
            // Nobody asks for it.
        }

        @Override
        public void commit() {
            // Everything is there already.
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }

    /// Walks over copies.
    private static final class MemoryCursor implements SeriesCursor {
        private final Iterator<Series> rest;
        private @Nullable Series current;

        MemoryCursor(Iterator<Series> rest) {
            this.rest = rest;
        }

        @Override
        public boolean next() {
            current = rest.hasNext() ? rest.next() : null;
            return current != null;
        }

        @Override
        public Labels labels() {
            return current().labels;
        }

        @Override
        public void read(SampleColumns columns) {
            for (Map.Entry<Long, Sample> each : current().samples.entrySet()) {
                FloatHistogram histogram = each.getValue().histogram;
                if (histogram == null) {
                    columns.add(each.getKey(), each.getValue().value);
                } else {
                    columns.add(each.getKey(), histogram);
                }
            }
        }

        private Series current() {
            if (current == null) {
                throw new IllegalStateException("No series here");
            }
            return current;
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
