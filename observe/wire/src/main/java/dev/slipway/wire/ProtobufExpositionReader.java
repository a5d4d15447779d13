package dev.slipway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads expositions in protobuf: `io.prometheus.client.MetricFamily` messages with their lengths
/// in front. A metric of a summary or a classic histogram is several samples, which are handed out
/// one after another; that of a native histogram is one, and its classic buckets follow if they are
/// wanted.
///
/// There is no text that names a series, so one is made: the bytes of the labels, the name with its
/// suffix, and the bound.
final class ProtobufExpositionReader implements ExpositionReader {
    private static final String LE = "le";
    private static final String QUANTILE = "quantile";

    private final byte[] bytes;
    private final int bodyEnd;
    private final ProtoReader families;
    private final ProtoReader reader;
    private final boolean classicNextToNative;
    private final WireLimits limits;
    private final LabelPairs pairs;
    private final HistogramFields nativeFields = new HistogramFields();
    private final MetricSamples samples = new MetricSamples();
    private final ProtoWriter key = new ProtoWriter(256);

    private byte[] nameBytes = {};
    private String name = "";
    private Metadata metadata = new Metadata(Metadata.Type.UNKNOWN, "", "");
    private int familyCount;
    private int[] metrics = new int[16];
    private int metricsEnd;
    private int nextMetric;

    private int[] labelSlices = new int[16];
    private int labelSlicesEnd;
    private int keyPrefix;
    private boolean timed;
    private long timestampMillis;
    private long createdMillis;
    private int current = -1;
    private @Nullable Labels labels;
    private List<String> valueless = List.of();
    private int sampleCount;

    ProtobufExpositionReader(
            byte[] bytes, int start, int end, boolean classicNextToNative, WireLimits limits) {
        this.bytes = bytes;
        this.bodyEnd = end;
        this.families = new ProtoReader(bytes, start, end);
        this.reader = new ProtoReader(bytes, start, end);
        this.classicNextToNative = classicNextToNative;
        this.limits = limits;
        this.pairs = new LabelPairs(limits.labelsMax(), limits.labelBytesMax());
    }

    @Override
    public boolean next() {
        labels = null;
        while (++current >= samples.size()) {
            if (nextMetric < metricsEnd) {
                metric(metrics[nextMetric], metrics[nextMetric + 1]);
                nextMetric += 2;
            } else if (families.atEnd()) {
                return false;
            } else {
                int end = families.delimitedEnd();
                family(families.position(), end);
                families.window(end, bodyEnd);
            }
        }
        if (++sampleCount > limits.seriesMax()) {
            throw WireException.tooLarge(
                    "samples of an exposition", sampleCount, limits.seriesMax());
        }
        key(current);
        return true;
    }

    @Override
    public byte[] seriesBytes() {
        return key.buffer();
    }

    @Override
    public int seriesStart() {
        return 0;
    }

    @Override
    public int seriesEnd() {
        return key.size();
    }

    @Override
    public Labels labels() {
        Labels known = labels;
        if (known == null) {
            pairs.clear();
            pairs.add(Labels.METRIC_NAME, name + samples.suffix(current));
            for (int i = 0; i < labelSlicesEnd; i += 2) {
                label(labelSlices[i], labelSlices[i + 1]);
            }
            String boundName = samples.boundName(current);
            if (!boundName.isEmpty()) {
                pairs.add(boundName, NumberText.openMetrics(samples.bound(current)));
            }
            valueless = pairs.valueless();
            known = pairs.build();
            labels = known;
        }
        return known;
    }

    @Override
    public List<String> valuelessLabels() {
        labels();
        return valueless;
    }

    @Override
    public int familyCount() {
        return familyCount;
    }

    @Override
    public String family() {
        return name;
    }

    @Override
    public Metadata metadata() {
        return metadata;
    }

    @Override
    public double value() {
        return samples.value(current);
    }

    @Override
    public @Nullable FloatHistogram histogram() {
        return samples.isHistogram(current) ? nativeFields.build() : null;
    }

    @Override
    public boolean hasTimestamp() {
        return timed;
    }

    @Override
    public long timestampMillis() {
        return timestampMillis;
    }

    @Override
    public long createdMillis() {
        return createdMillis;
    }

    @Override
    public boolean hasExemplars() {
        return samples.hasExemplars(current);
    }

    @Override
    public List<Exemplar> exemplars(long defaultTimeMillis) {
        List<Exemplar> exemplars = new ArrayList<>();
        samples.forEachExemplar(
                current, (start, end) -> exemplars.add(exemplar(start, end, defaultTimeMillis)));
        return exemplars;
    }

    private void family(int start, int end) {
        families.window(start, end);
        String help = "";
        String unit = "";
        long type = 0;
        name = "";
        metricsEnd = 0;
        nextMetric = 0;
        while (families.next()) {
            switch (families.field()) {
                case 1 -> name = families.string();
                case 2 -> help = families.string();
                case 3 -> type = families.varint();
                case 4 -> metricsEnd = metricSlice();
                case 5 -> unit = families.string();
                default -> families.skip();
            }
        }
        if (name.isEmpty()) {
            throw families.malformed("a metric family without a name", "a name");
        }
        nameBytes = name.getBytes(UTF_8);
        metadata = new Metadata(type(type), unit, help);
        familyCount++;
        samples.clear();
        current = -1;
    }

    private int metricSlice() {
        int end = families.slice();
        metrics = append(metrics, metricsEnd, families.sliceStart(), end);
        return metricsEnd + 2;
    }

    private Metadata.Type type(long number) {
        return switch ((int) number) {
            case 0 -> Metadata.Type.COUNTER;
            case 1 -> Metadata.Type.GAUGE;
            case 2 -> Metadata.Type.SUMMARY;
            case 3 -> Metadata.Type.UNKNOWN;
            case 4 -> Metadata.Type.HISTOGRAM;
            case 5 -> Metadata.Type.GAUGE_HISTOGRAM;
            default -> throw families.malformed("type " + number, "0 to 5");
        };
    }

    private void metric(int start, int end) {
        reader.window(start, end);
        samples.clear();
        current = -1;
        labelSlicesEnd = 0;
        timed = false;
        createdMillis = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> {
                    int labelEnd = reader.slice();
                    labelSlices =
                            append(labelSlices, labelSlicesEnd, reader.sliceStart(), labelEnd);
                    labelSlicesEnd += 2;
                }
                case 2, 3, 5 -> readNumber();
                case 4 -> readSummary();
                case 6 -> {
                    timestampMillis = reader.varint();
                    timed = timestampMillis != 0;
                }
                case 7 -> readHistogram();
                default -> reader.skip();
            }
        }
        key.clear();
        for (int i = 0; i < labelSlicesEnd; i += 2) {
            key.rawVarint(labelSlices[i + 1] - labelSlices[i]);
            key.raw(bytes, labelSlices[i], labelSlices[i + 1]);
        }
        key.rawVarint(0);
        key.raw(nameBytes, 0, nameBytes.length);
        keyPrefix = key.size();
    }

    private void key(int sample) {
        key.truncate(keyPrefix);
        byte[] suffix = samples.suffix(sample).getBytes(UTF_8);
        key.raw(suffix, 0, suffix.length);
        if (!samples.boundName(sample).isEmpty()) {
            key.float64(1, samples.bound(sample));
        }
    }

    /// A gauge, a counter or an untyped value: alike but for what a counter has more.
    private void readNumber() {
        int outer = reader.enter();
        double value = 0;
        int exemplars = samples.exemplarCount();
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> value = reader.float64();
                case 2 -> exemplarSlice();
                case 3 -> createdMillis = ProtoTime.millis(reader);
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        samples.add("", value, exemplars);
    }

    private void readSummary() {
        int outer = reader.enter();
        double count = 0;
        double sum = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> count = ProtoReader.unsigned(reader.varint());
                case 2 -> sum = reader.float64();
                case 3 -> quantile();
                case 4 -> createdMillis = ProtoTime.millis(reader);
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        samples.add("_count", count, samples.exemplarCount());
        samples.add("_sum", sum, samples.exemplarCount());
    }

    private void quantile() {
        int outer = reader.enter();
        double quantile = 0;
        double value = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> quantile = reader.float64();
                case 2 -> value = reader.float64();
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        samples.addBound(QUANTILE, quantile, value, samples.exemplarCount());
    }

    private void readHistogram() {
        HistogramFields fields = nativeFields;
        fields.clear();
        int outer = reader.enter();
        int start = reader.position();
        double zeroCountFloat = 0;
        double countFloat = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> fields.count = ProtoReader.unsigned(reader.varint());
                case 2 -> fields.sum = reader.float64();
                case 3 -> bucket();
                case 4 -> countFloat = reader.float64();
                case 5 -> fields.schema = (int) reader.zigzag();
                case 6 -> fields.zeroThreshold = reader.float64();
                case 7 -> fields.zeroCount = ProtoReader.unsigned(reader.varint());
                case 8 -> zeroCountFloat = reader.float64();
                case 9 -> fields.negative.span(reader);
                case 10 -> fields.negative.deltas(reader);
                case 11 -> fields.negative.counts(reader);
                case 12 -> fields.positive.span(reader);
                case 13 -> fields.positive.deltas(reader);
                case 14 -> fields.positive.counts(reader);
                case 15 -> createdMillis = ProtoTime.millis(reader);
                default -> reader.skip();
            }
        }
        fields.count = countFloat > 0 ? countFloat : fields.count;
        fields.zeroCount = zeroCountFloat > 0 ? zeroCountFloat : fields.zeroCount;
        reader.rewind(start);
        histogramSamples(fields);
        reader.leave(outer);
    }

    /// The reader stands at the start of the histogram again, for its exemplars.
    private void histogramSamples(HistogramFields fields) {
        boolean isNative =
                !fields.positive.spans.isEmpty()
                        || !fields.negative.spans.isEmpty()
                        || fields.zeroThreshold > 0
                        || fields.zeroCount > 0;
        boolean infinite =
                samples.size() > 0 && samples.bound(samples.size() - 1) == Double.POSITIVE_INFINITY;
        boolean classic = samples.size() > 0;
        if (isNative && !classicNextToNative) {
            samples.clear();
        }
        if (!isNative || (classic && classicNextToNative)) {
            if (!infinite) {
                samples.addBound(
                        LE, Double.POSITIVE_INFINITY, fields.count, samples.exemplarCount());
            }
            samples.add("_count", fields.count, samples.exemplarCount());
            samples.add("_sum", fields.sum, samples.exemplarCount());
        }
        if (isNative) {
            fields.resetHint =
                    metadata.type() == Metadata.Type.GAUGE_HISTOGRAM
                            ? ResetHint.GAUGE
                            : ResetHint.UNKNOWN;
            String problem = fields.problem();
            if (problem != null) {
                throw reader.malformed("histogram " + name + " with " + problem, "a valid one");
            }
            int exemplars = samples.exemplarCount();
            nativeExemplars();
            samples.addHistogram(fields.sum, exemplars);
        }
    }

    /// Those of its own, or else those of its classic buckets.
    private void nativeExemplars() {
        int start = reader.position();
        int before = samples.exemplarCount();
        exemplarsOf(16);
        if (samples.exemplarCount() == before) {
            reader.rewind(start);
            exemplarsOf(3);
        }
    }

    private void exemplarsOf(int field) {
        while (reader.next()) {
            if (reader.field() != field) {
                reader.skip();
            } else if (field == 16) {
                exemplarSlice();
            } else {
                int outer = reader.enter();
                while (reader.next()) {
                    if (reader.field() == 3) {
                        exemplarSlice();
                    } else {
                        reader.skip();
                    }
                }
                reader.leave(outer);
            }
        }
    }

    private void bucket() {
        int outer = reader.enter();
        double count = 0;
        double countFloat = 0;
        double bound = 0;
        int exemplars = samples.exemplarCount();
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> count = ProtoReader.unsigned(reader.varint());
                case 2 -> bound = reader.float64();
                case 3 -> exemplarSlice();
                case 4 -> countFloat = reader.float64();
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        samples.addBound(LE, bound, countFloat > 0 ? countFloat : count, exemplars);
    }

    private void exemplarSlice() {
        int end = reader.slice();
        samples.addExemplar(reader.sliceStart(), end);
    }

    private Exemplar exemplar(int start, int end, long defaultTimeMillis) {
        reader.window(start, end);
        pairs.clear();
        double value = 0;
        long timeMillis = defaultTimeMillis;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> {
                    int outer = reader.enter();
                    pair();
                    reader.leave(outer);
                }
                case 2 -> value = reader.float64();
                case 3 -> timeMillis = ProtoTime.millis(reader);
                default -> reader.skip();
            }
        }
        return new Exemplar(pairs.build(), value, timeMillis);
    }

    private void label(int start, int end) {
        reader.window(start, end);
        pair();
    }

    private void pair() {
        String labelName = "";
        String labelValue = "";
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> labelName = reader.string();
                case 2 -> labelValue = reader.string();
                default -> reader.skip();
            }
        }
        if (labelName.isEmpty()) {
            throw reader.malformed("a label without a name", "a name");
        }
        pairs.add(labelName, labelValue);
    }

    private static int[] append(int[] slices, int size, int start, int end) {
        int[] grown = size < slices.length ? slices : Arrays.copyOf(slices, 2 * size);
        grown[size] = start;
        grown[size + 1] = end;
        return grown;
    }
}
