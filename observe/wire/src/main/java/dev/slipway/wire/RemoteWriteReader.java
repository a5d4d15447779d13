package dev.slipway.wire;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Exemplar;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import org.jspecify.annotations.Nullable;

/// Decodes requests of remote write straight into a sink. No object is made for a series that the
/// cache knows, nor for its samples. What is malformed throws [WireException], and the sink has
/// then seen what stood before; a series or a histogram that is well-formed but not acceptable is
/// rejected at the sink, and the rest goes on.
///
/// Fields are expected in the order of their numbers, as far as that matters: labels before
/// samples, symbols before series. Every known sender writes them so.
///
/// Not thread-safe, but reusable: it keeps buffers. The cache may be shared.
public final class RemoteWriteReader {
    private final SeriesCache cache;
    private final WireLimits limits;
    private final SnappyBlock snappy = new SnappyBlock();
    private final HistogramFields histogram = new HistogramFields();
    private final LabelPairs pairs;
    private final SymbolTable symbols;
    private int seriesCount;

    public RemoteWriteReader(SeriesCache cache, WireLimits limits) {
        this.cache = requireNonNull(cache, "cache");
        this.limits = requireNonNull(limits, "limits");
        this.pairs = new LabelPairs(limits.labelsMax());
        this.symbols = new SymbolTable(cache, limits);
    }

    /// Decodes a body, as it came: compressed.
    public void read(RemoteWriteVersion version, byte[] body, WriteSink sink) {
        byte[] bytes = snappy.decompress(body, 0, body.length, limits.bodyBytesMax());
        readPlain(version, bytes, 0, snappy.size(), sink);
    }

    /// Decodes a message that is not compressed.
    public void readPlain(
            RemoteWriteVersion version, byte[] bytes, int start, int end, WriteSink sink) {
        ProtoReader reader = new ProtoReader(bytes, start, end);
        seriesCount = 0;
        switch (version) {
            case V1 -> readV1(reader, sink);
            case V2 -> readV2(reader, sink);
        }
    }

    private void readV1(ProtoReader reader, WriteSink sink) {
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> {
                    countSeries();
                    int outer = reader.enter();
                    seriesV1(reader, sink);
                    reader.leave(outer);
                }
                case 3 -> familyV1(reader, sink);
                default -> reader.skip();
            }
        }
    }

    private void seriesV1(ProtoReader reader, WriteSink sink) {
        int start = reader.position();
        int labelsEnd = start;
        boolean more = reader.next();
        while (more && reader.field() == 1) {
            reader.slice();
            labelsEnd = reader.position();
            more = reader.next();
        }
        CachedSeries series = cache.find(reader.bytes(), start, labelsEnd);
        if (series == null) {
            series = meetV1(reader.bytes(), start, labelsEnd, sink);
            if (series == null) {
                return;
            }
        }
        sink.series(series);
        for (; more; more = reader.next()) {
            switch (reader.field()) {
                case 1 -> throw reader.malformed("a label behind samples", "labels first");
                case 2 -> sample(reader, sink);
                case 3 -> exemplarV1(reader, sink);
                case 4 -> histogram(reader, sink);
                default -> reader.skip();
            }
        }
    }

    private @Nullable CachedSeries meetV1(byte[] bytes, int start, int end, WriteSink sink) {
        ProtoReader reader = new ProtoReader(bytes, start, end);
        pairs.clear();
        while (reader.next()) {
            labelV1(reader);
        }
        CachedSeries series = acceptable(sink);
        if (series != null) {
            cache.put(bytes, start, end, series);
        }
        return series;
    }

    private void labelV1(ProtoReader reader) {
        int outer = reader.enter();
        String name = "";
        String value = "";
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> name = text(reader);
                case 2 -> value = text(reader);
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        pairs.add(name, value);
    }

    private String text(ProtoReader reader) {
        int end = reader.slice();
        int start = reader.sliceStart();
        if (end - start > limits.labelBytesMax()) {
            throw WireException.tooLarge("bytes of a label", end - start, limits.labelBytesMax());
        }
        return cache.symbol(reader.bytes(), start, end).text();
    }

    /// The series of the labels collected, unless there is something wrong with them.
    private @Nullable CachedSeries acceptable(WriteSink sink) {
        String problem;
        try {
            Labels labels = pairs.build();
            if (!labels.metricName().isEmpty() && !labels.name(0).isEmpty()) {
                return new CachedSeries(labels);
            }
            problem = "Labels " + labels + ": no metric name, or an empty one (expected: both set)";
        } catch (WireException e) {
            problem = String.valueOf(e.getMessage());
        }
        sink.reject(problem);
        return null;
    }

    private void exemplarV1(ProtoReader reader, WriteSink sink) {
        int outer = reader.enter();
        pairs.clear();
        double value = 0;
        long timeMillis = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> labelV1(reader);
                case 2 -> value = reader.float64();
                case 3 -> timeMillis = reader.varint();
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        exemplar(value, timeMillis, sink);
    }

    private void exemplar(double value, long timeMillis, WriteSink sink) {
        Labels labels;
        try {
            labels = pairs.build();
        } catch (WireException e) {
            sink.reject("Exemplar: " + e.getMessage());
            return;
        }
        sink.exemplar(new Exemplar(labels, value, timeMillis));
    }

    private void familyV1(ProtoReader reader, WriteSink sink) {
        int outer = reader.enter();
        String name = "";
        String help = "";
        String unit = "";
        long type = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> type = reader.varint();
                case 2 -> name = reader.string();
                case 4 -> help = reader.string();
                case 5 -> unit = reader.string();
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        sink.describe(name, new Metadata(MetadataTypes.of(type), unit, help));
    }

    private void readV2(ProtoReader reader, WriteSink sink) {
        symbols.clear();
        while (reader.next()) {
            switch (reader.field()) {
                case 4 -> symbols.add(reader);
                case 5 -> {
                    countSeries();
                    int outer = reader.enter();
                    seriesV2(reader, sink);
                    reader.leave(outer);
                }
                default -> reader.skip();
            }
        }
    }

    private void seriesV2(ProtoReader reader, WriteSink sink) {
        boolean more = reader.next();
        symbols.clearReferences();
        while (more && reader.field() == 1) {
            symbols.addReferences(reader);
            more = reader.next();
        }
        CachedSeries series = symbols.findSeries(reader);
        if (series == null) {
            symbols.addPairs(pairs, reader);
            series = acceptable(sink);
            if (series == null) {
                return;
            }
            symbols.keepSeries(series);
        }
        sink.series(series);
        created(reader, more, sink);
        for (; more; more = reader.next()) {
            switch (reader.field()) {
                case 1 -> throw reader.malformed("a label behind samples", "labels first");
                case 2 -> sample(reader, sink);
                case 3 -> histogram(reader, sink);
                case 4 -> exemplarV2(reader, sink);
                case 5 -> sink.describe(symbols.metadata(reader));
                default -> reader.skip();
            }
        }
    }

    /// The time of creation is the last field of a series, and to be known before its samples.
    private static void created(ProtoReader reader, boolean more, WriteSink sink) {
        if (!more) {
            return;
        }
        int start = reader.position();
        int field = reader.field();
        int wireType = reader.wireType();
        reader.skip();
        while (reader.next()) {
            if (reader.field() == 6) {
                sink.created(reader.varint());
            } else {
                reader.skip();
            }
        }
        reader.back(start, field, wireType);
    }

    private void exemplarV2(ProtoReader reader, WriteSink sink) {
        int outer = reader.enter();
        symbols.clearReferences();
        double value = 0;
        long timeMillis = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> symbols.addReferences(reader);
                case 2 -> value = reader.float64();
                case 3 -> timeMillis = reader.varint();
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        symbols.addPairs(pairs, reader);
        exemplar(value, timeMillis, sink);
    }

    private static void sample(ProtoReader reader, WriteSink sink) {
        int outer = reader.enter();
        double value = 0;
        long timeMillis = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> value = reader.float64();
                case 2 -> timeMillis = reader.varint();
                case 3 -> sink.created(reader.varint());
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        sink.sample(timeMillis, value);
    }

    /// The fields have the same numbers in both versions.
    private void histogram(ProtoReader reader, WriteSink sink) {
        long timeMillis = PromHistograms.read(reader, histogram);
        String problem = histogram.problem();
        if (problem == null) {
            sink.histogram(timeMillis, histogram.build());
        } else {
            sink.reject("Histogram at " + timeMillis + ": " + problem);
        }
    }

    private void countSeries() {
        if (++seriesCount > limits.seriesMax()) {
            throw WireException.tooLarge("series", seriesCount, limits.seriesMax());
        }
    }
}
