package dev.slipway.wire.otlp;

import dev.slipway.series.Exemplar;
import dev.slipway.series.Labels;
import dev.slipway.wire.DoubleList;
import dev.slipway.wire.ProtoReader;
import dev.slipway.wire.otlp.Metric.Attribute;
import dev.slipway.wire.otlp.Metric.ExponentialPoint;
import dev.slipway.wire.otlp.Metric.Head;
import dev.slipway.wire.otlp.Metric.HistogramPoint;
import dev.slipway.wire.otlp.Metric.NumberPoint;
import dev.slipway.wire.otlp.Metric.Side;
import dev.slipway.wire.otlp.Metric.SummaryPoint;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Decodes the data points of one body. For one thread.
final class PointDecoder {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int NO_VALUE_FLAG = 1;

    /// What OpenMetrics allows in the labels of an exemplar; whatever is over is left out.
    private static final int EXEMPLAR_CHARS_MAX = 128;

    private final ProtoReader reader;
    private final OtlpDecoder messages;
    private final DoubleList numbers = new DoubleList();
    private final DoubleList more = new DoubleList();

    PointDecoder(ProtoReader reader, OtlpDecoder messages) {
        this.reader = reader;
        this.messages = messages;
    }

    /// What all points have, while it is read.
    private static final class HeadFields {
        private final List<Attribute> attributes = new ArrayList<>();
        private final List<Exemplar> exemplars = new ArrayList<>();
        private long startMillis;
        private long timeMillis;
        private boolean stale;

        Head build() {
            return new Head(attributes, startMillis, timeMillis, stale);
        }
    }

    NumberPoint number() {
        HeadFields head = new HeadFields();
        double value = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 2 -> head.startMillis = millis();
                case 3 -> head.timeMillis = millis();
                case 4 -> value = reader.float64();
                case 5 -> exemplar(head);
                case 6 -> value = (double) reader.fixed64();
                case 7 -> messages.attribute(head.attributes);
                case 8 -> head.stale = isStale();
                default -> reader.skip();
            }
        }
        return new NumberPoint(head.build(), value, head.exemplars);
    }

    HistogramPoint histogram() {
        HeadFields head = new HeadFields();
        double count = 0;
        double sum = 0;
        boolean hasSum = false;
        numbers.clear();
        more.clear();
        while (reader.next()) {
            switch (reader.field()) {
                case 2 -> head.startMillis = millis();
                case 3 -> head.timeMillis = millis();
                case 4 -> count = ProtoReader.unsigned(reader.fixed64());
                case 5 -> {
                    sum = reader.float64();
                    hasSum = true;
                }
                case 6 -> reader.fixed64s(numbers);
                case 7 -> reader.doubles(more);
                case 8 -> exemplar(head);
                case 9 -> messages.attribute(head.attributes);
                case 10 -> head.stale = isStale();
                default -> reader.skip();
            }
        }
        return new HistogramPoint(
                head.build(),
                count,
                sum,
                hasSum,
                numbers.toArray(),
                more.toArray(),
                head.exemplars);
    }

    ExponentialPoint exponential() {
        HeadFields head = new HeadFields();
        double count = 0;
        double sum = 0;
        int scale = 0;
        double zeroCount = 0;
        double zeroThreshold = 0;
        Side positive = Side.NONE;
        Side negative = Side.NONE;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> messages.attribute(head.attributes);
                case 2 -> head.startMillis = millis();
                case 3 -> head.timeMillis = millis();
                case 4 -> count = ProtoReader.unsigned(reader.fixed64());
                case 5 -> sum = reader.float64();
                case 6 -> scale = (int) reader.zigzag();
                case 7 -> zeroCount = ProtoReader.unsigned(reader.fixed64());
                case 8 -> positive = messages.within(this::side);
                case 9 -> negative = messages.within(this::side);
                case 10 -> head.stale = isStale();
                case 11 -> exemplar(head);
                case 14 -> zeroThreshold = reader.float64();
                default -> reader.skip();
            }
        }
        return new ExponentialPoint(
                head.build(),
                count,
                sum,
                scale,
                zeroCount,
                zeroThreshold,
                positive,
                negative,
                head.exemplars);
    }

    SummaryPoint summary() {
        HeadFields head = new HeadFields();
        double count = 0;
        double sum = 0;
        numbers.clear();
        more.clear();
        while (reader.next()) {
            switch (reader.field()) {
                case 2 -> head.startMillis = millis();
                case 3 -> head.timeMillis = millis();
                case 4 -> count = ProtoReader.unsigned(reader.fixed64());
                case 5 -> sum = reader.float64();
                case 6 -> messages.within(this::quantile);
                case 7 -> messages.attribute(head.attributes);
                case 8 -> head.stale = isStale();
                default -> reader.skip();
            }
        }
        return new SummaryPoint(head.build(), count, sum, numbers.toArray(), more.toArray());
    }

    private Side side() {
        int offset = 0;
        numbers.clear();
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> offset = (int) reader.zigzag();
                case 2 -> reader.varints(numbers);
                default -> reader.skip();
            }
        }
        return new Side(offset, numbers.toArray());
    }

    private DoubleList quantile() {
        double quantile = 0;
        double value = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> quantile = reader.float64();
                case 2 -> value = reader.float64();
                default -> reader.skip();
            }
        }
        numbers.add(quantile);
        more.add(value);
        return numbers;
    }

    private void exemplar(HeadFields head) {
        head.exemplars.add(messages.within(this::exemplar));
    }

    private Exemplar exemplar() {
        List<Attribute> attributes = new ArrayList<>();
        long timeMillis = 0;
        double value = 0;
        String span = "";
        String trace = "";
        while (reader.next()) {
            switch (reader.field()) {
                case 2 -> timeMillis = millis();
                case 3 -> value = reader.float64();
                case 4 -> span = HexFormat.of().formatHex(reader.byteArray());
                case 5 -> trace = HexFormat.of().formatHex(reader.byteArray());
                case 6 -> value = (double) reader.fixed64();
                case 7 -> messages.attribute(attributes);
                default -> reader.skip();
            }
        }
        Labels.Builder labels = Labels.builder();
        attributes.addFirst(new Attribute("span_id", span));
        attributes.addFirst(new Attribute("trace_id", trace));
        int chars = 0;
        for (Attribute each : attributes) {
            chars += each.value().isEmpty() ? 0 : each.key().length() + each.value().length();
            if (chars <= EXEMPLAR_CHARS_MAX && !each.key().isEmpty()) {
                labels.set(each.key(), each.value());
            }
        }
        return new Exemplar(labels.build(), value, timeMillis);
    }

    private long millis() {
        return reader.fixed64() / NANOS_PER_MILLI;
    }

    private boolean isStale() {
        return (reader.varint() & NO_VALUE_FLAG) != 0;
    }
}
