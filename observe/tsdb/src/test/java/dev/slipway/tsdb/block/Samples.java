package dev.slipway.tsdb.block;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesSource;
import dev.slipway.tsdb.chunk.ChunkCutter;
import dev.slipway.tsdb.chunk.Histograms;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// The naive model of a storage: maps.
final class Samples {
    final TreeMap<Labels, TreeMap<Long, Object>> series = new TreeMap<>();

    static final Selection ALL = new Selection(List.of(), Long.MIN_VALUE, Long.MAX_VALUE);

    void add(Labels labels, long timeMillis, double value) {
        series.computeIfAbsent(labels, each -> new TreeMap<>()).put(timeMillis, bits(value));
    }

    void add(Labels labels, long timeMillis, FloatHistogram histogram) {
        series.computeIfAbsent(labels, each -> new TreeMap<>()).put(timeMillis, plain(histogram));
    }

    /// Those of the other model count only where here is none.
    void addAll(Samples other) {
        other.series.forEach((labels, samples) -> {
            TreeMap<Long, Object> mine = series.computeIfAbsent(labels, each -> new TreeMap<>());
            samples.forEach(mine::putIfAbsent);
        });
    }

    /// Series with floats, some with histograms; names and values of several kinds.
    static Samples random(long seed, int seriesCount, long startMillis, int sampleCount) {
        Samples samples = new Samples();
        for (int i = 0; i < seriesCount; i++) {
            SplittableRandom random = new SplittableRandom(seed + i);
            Labels labels =
                    Labels.of(
                            "__name__",
                            i % 3 == 0 ? "requests_total" : "temperature",
                            "instance",
                            "host-" + i / 5,
                            i % 2 == 0 ? "path" : "größe",
                            "/" + i,
                            "job",
                            "api");
            boolean histograms = i % 7 == 6;
            Histograms source = new Histograms(random);
            double value = 0;
            for (int j = 0; j < sampleCount; j++) {
                long time = startMillis + j * 15_000L + random.nextInt(3);
                if (histograms) {
                    samples.add(labels, time, source.next());
                } else {
                    value += random.nextInt(100) / 4.0;
                    samples.add(labels, time, value);
                }
            }
        }
        return samples;
    }

    BlockMeta write(Path folder, Ulid ulid) {
        return write(new BlockWriter(folder, ulid), ulid);
    }

    BlockMeta write(BlockWriter open, Ulid ulid) {
        try (BlockWriter writer = open) {
            long min = Long.MAX_VALUE;
            long max = Long.MIN_VALUE;
            for (Map.Entry<Labels, TreeMap<Long, Object>> each : series.entrySet()) {
                writer.series(each.getKey());
                ChunkCutter cutter = new ChunkCutter(writer::chunk);
                each.getValue().forEach((time, sample) -> cut(cutter, time, sample));
                cutter.finish();
                min = Math.min(min, each.getValue().firstKey());
                max = Math.max(max, each.getValue().lastKey());
            }
            return writer.finish(min, max + 1, BlockMeta.Compaction.first(ulid)).orElseThrow();
        }
    }

    static Samples read(SeriesSource source, Selection selection) {
        return read(source.select(selection));
    }

    static Samples read(SeriesCursor opened) {
        Samples samples = new Samples();
        SampleColumns columns = new SampleColumns();
        try (SeriesCursor cursor = opened) {
            while (cursor.next()) {
                columns.clear();
                cursor.read(columns);
                for (int i = 0; i < columns.size(); i++) {
                    FloatHistogram histogram = columns.histogram(i);
                    if (histogram == null) {
                        samples.add(cursor.labels(), columns.timeMillis(i), columns.value(i));
                    } else {
                        samples.add(cursor.labels(), columns.timeMillis(i), histogram);
                    }
                }
            }
        }
        return samples;
    }

    /// What a selection finds here.
    Samples select(Selection selection) {
        Samples found = new Samples();
        series.forEach((labels, samples) -> {
            Map<Long, Object> window =
                    samples.subMap(selection.startMillis(), true, selection.endMillis(), true);
            if (matches(selection, labels) && !window.isEmpty()) {
                found.series.put(labels, new TreeMap<>(window));
            }
        });
        return found;
    }

    void delete(Selection selection) {
        series.forEach((labels, samples) -> {
            if (matches(selection, labels)) {
                samples.subMap(selection.startMillis(), true, selection.endMillis(), true).clear();
            }
        });
        series.values().removeIf(Map::isEmpty);
    }

    private static boolean matches(Selection selection, Labels labels) {
        return selection.matchers().stream().allMatch((Matcher each) -> each.matches(labels));
    }

    private static void cut(ChunkCutter cutter, long time, Object sample) {
        if (sample instanceof FloatHistogram histogram) {
            cutter.add(time, histogram);
        } else {
            cutter.add(time, Double.longBitsToDouble((Long) sample));
        }
    }

    /// NaNs are compared by their bits.
    private static Object bits(double value) {
        return Double.doubleToRawLongBits(value);
    }

    /// Without the hint, which depends on how chunks were cut.
    private static FloatHistogram plain(FloatHistogram from) {
        return new FloatHistogram(
                from.schema(),
                from.resetHint() == FloatHistogram.ResetHint.GAUGE
                        ? FloatHistogram.ResetHint.GAUGE
                        : FloatHistogram.ResetHint.UNKNOWN,
                from.zeroThreshold(),
                from.zeroCount(),
                from.count(),
                from.sum(),
                from.positiveSpans(),
                from.positiveCounts(),
                from.negativeSpans(),
                from.negativeCounts(),
                from.customBounds());
    }
}
