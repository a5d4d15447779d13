package dev.slipway.wire;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Labels;
import dev.slipway.series.SampleColumns;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to a remote read, as samples: for each query, its series.
public record ReadResponse(List<List<Series>> results) {
    /// @param columns by ascending time
    public record Series(Labels labels, SampleColumns columns) {
        public Series {
            requireNonNull(labels, "labels");
            requireNonNull(columns, "columns");
        }
    }

    public ReadResponse {
        results = results.stream().map(List::copyOf).toList();
    }

    /// Decodes a body, as it came: compressed.
    public static ReadResponse decode(byte[] body, WireLimits limits) {
        SnappyBlock snappy = new SnappyBlock();
        byte[] bytes = snappy.decompress(body, 0, body.length, limits.bodyBytesMax());
        ProtoReader reader = new ProtoReader(bytes, 0, snappy.size());
        List<List<Series>> results = new ArrayList<>();
        while (reader.next()) {
            if (reader.field() == 1) {
                int outer = reader.enter();
                results.add(result(reader, limits));
                reader.leave(outer);
            } else {
                reader.skip();
            }
        }
        return new ReadResponse(results);
    }

    private static List<Series> result(ProtoReader reader, WireLimits limits) {
        List<Series> series = new ArrayList<>();
        LabelPairs pairs = new LabelPairs(limits.labelsMax());
        HistogramFields fields = new HistogramFields();
        while (reader.next()) {
            if (reader.field() == 1) {
                int outer = reader.enter();
                series.add(series(reader, pairs, fields));
                reader.leave(outer);
            } else {
                reader.skip();
            }
            if (series.size() > limits.seriesMax()) {
                throw WireException.tooLarge("series", series.size(), limits.seriesMax());
            }
        }
        return series;
    }

    private static Series series(ProtoReader reader, LabelPairs pairs, HistogramFields fields) {
        pairs.clear();
        SampleColumns columns = new SampleColumns();
        long lastMillis = Long.MIN_VALUE;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> PromLabels.read(reader, pairs);
                case 2 -> lastMillis = sample(reader, columns, lastMillis);
                case 4 -> lastMillis = histogram(reader, fields, columns, lastMillis);
                default -> reader.skip();
            }
        }
        return new Series(pairs.build(), columns);
    }

    private static long sample(ProtoReader reader, SampleColumns columns, long lastMillis) {
        int outer = reader.enter();
        double value = 0;
        long timeMillis = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> value = reader.float64();
                case 2 -> timeMillis = reader.varint();
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        requireAscending(reader, lastMillis, timeMillis);
        columns.add(timeMillis, value);
        return timeMillis;
    }

    private static long histogram(
            ProtoReader reader, HistogramFields fields, SampleColumns columns, long lastMillis) {
        long timeMillis = PromHistograms.read(reader, fields);
        @Nullable String problem = fields.problem();
        if (problem != null) {
            throw reader.malformed("a histogram with " + problem, "a valid one");
        }
        requireAscending(reader, lastMillis, timeMillis);
        columns.add(timeMillis, fields.build());
        return timeMillis;
    }

    private static void requireAscending(ProtoReader reader, long lastMillis, long timeMillis) {
        if (timeMillis < lastMillis) {
            throw reader.malformed(
                    "a sample at " + timeMillis + " after one at " + lastMillis, "ascending times");
        }
    }
}
