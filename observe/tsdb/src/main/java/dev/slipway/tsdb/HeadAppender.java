package dev.slipway.tsdb;

import dev.slipway.series.Appender;
import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import dev.slipway.series.SeriesException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A transaction: collects, and at its commit writes one record of the log, then the head. If
/// another transaction has overtaken one of its samples meanwhile, or a block took its time, the
/// commit is refused as a whole: what is acknowledged is there.
final class HeadAppender implements Appender {
    private record Sample(
            int slot, long timeMillis, double value, @Nullable FloatHistogram histogram) {}

    private final Head head;
    private final WriteAheadLog log;
    private final ReentrantLock lock;
    private final TsdbConfig config;
    private final InstantSource clock;
    private final List<Sample> samples = new ArrayList<>();
    private final Map<Integer, Sample> newest = new HashMap<>();

    HeadAppender(
            Head head,
            WriteAheadLog log,
            ReentrantLock lock,
            TsdbConfig config,
            InstantSource clock) {
        this.head = head;
        this.log = log;
        this.lock = lock;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public long series(Labels labels) {
        check(labels);
        lock.lock();
        try {
            int found = head.index().find(labels);
            if (found >= 0) {
                return found;
            }
            int slot = head.series(labels);
            RecordBuffer record = new RecordBuffer();
            record.putByte(LogRecord.SERIES);
            record.putVarint(slot);
            record.putLabels(labels);
            try {
                log.append(record);
            } catch (SeriesException e) {
                // Samples of a series that the log does not know would be lost.
                head.index().remove(slot);
                throw e;
            }
            return slot;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Outcome append(long series, long timeMillis, double value) {
        return add(series, timeMillis, value, null);
    }

    @Override
    public Outcome append(long series, long timeMillis, FloatHistogram histogram) {
        return add(series, timeMillis, histogram.sum(), histogram);
    }

    @Override
    public Outcome append(long series, Exemplar exemplar) {
        throw new SeriesException("exemplar of series " + series + ": cannot be stored", null);
    }

    @Override
    public void describe(long series, Metadata metadata) {
        throw new SeriesException("metadata of series " + series + ": cannot be stored", null);
    }

    @Override
    public void commit() {
        if (samples.isEmpty()) {
            return;
        }
        RecordBuffer record = new RecordBuffer();
        for (Sample each : samples) {
            record.putByte(each.histogram() == null ? LogRecord.FLOAT : LogRecord.HISTOGRAM);
            record.putVarint(each.slot());
            record.putVarint(each.timeMillis());
            if (each.histogram() == null) {
                record.putDouble(each.value());
            } else {
                record.putHistogram(each.histogram());
            }
        }
        long position;
        lock.lock();
        try {
            checkStillAccepted();
            position = log.append(record);
            for (Sample each : samples) {
                head.apply(each.slot(), each.timeMillis(), each.value(), each.histogram());
            }
        } finally {
            lock.unlock();
        }
        close();
        log.sync(position);
    }

    @Override
    public void close() {
        samples.clear();
        newest.clear();
    }

    private void checkStillAccepted() {
        for (Sample each : samples) {
            Outcome outcome =
                    head.judge(each.slot(), each.timeMillis(), each.value(), each.histogram());
            if (outcome != Outcome.ACCEPTED) {
                throw new SeriesException(
                        "Sample of %s at %d: %s since it was appended; nothing was written"
                                .formatted(
                                        head.index().labels(each.slot()),
                                        each.timeMillis(),
                                        outcome),
                        null);
            }
        }
    }

    private Outcome add(
            long series, long timeMillis, double value, @Nullable FloatHistogram histogram) {
        if (timeMillis - config.windows().futureMillis() > clock.millis()) {
            return Outcome.TOO_OLD;
        }
        int slot = (int) series;
        Outcome outcome;
        lock.lock();
        try {
            if (slot != series || slot < 0 || !head.index().isUsed(slot)) {
                return Outcome.UNKNOWN_SERIES;
            }
            outcome = head.judge(slot, timeMillis, value, histogram);
        } finally {
            lock.unlock();
        }
        Sample sample = new Sample(slot, timeMillis, value, histogram);
        Sample before = newest.get(slot);
        if (outcome != Outcome.ACCEPTED || before == null || timeMillis > before.timeMillis()) {
            if (outcome == Outcome.ACCEPTED) {
                samples.add(sample);
                newest.put(slot, sample);
            }
            return outcome;
        }
        if (timeMillis < before.timeMillis()) {
            return Outcome.OUT_OF_ORDER;
        }
        return sample.equals(before) ? Outcome.ACCEPTED : Outcome.DUPLICATE;
    }

    private void check(Labels labels) {
        TsdbConfig.Limits limits = config.limits();
        if (labels.size() > limits.labels()) {
            throw new SeriesException(
                    "labels: %d in %s (expected: at most %d)"
                            .formatted(labels.size(), labels, limits.labels()),
                    null);
        }
        for (int i = 0; i < labels.size(); i++) {
            if (labels.name(i).length() > limits.nameChars()
                    || labels.value(i).length() > limits.valueChars()) {
                throw new SeriesException(
                        "label: %d and %d characters in %s (expected: at most %d and %d)"
                                .formatted(
                                        labels.name(i).length(),
                                        labels.value(i).length(),
                                        labels.metricName(),
                                        limits.nameChars(),
                                        limits.valueChars()),
                        null);
            }
        }
    }
}
