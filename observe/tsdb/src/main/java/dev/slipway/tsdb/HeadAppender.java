package dev.slipway.tsdb;

import dev.slipway.series.Appender;
import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import dev.slipway.series.SeriesException;
import dev.slipway.tsdb.Head.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A transaction: collects, and at its commit writes one record of the log, then the head. A sample
/// that is newer than all of its series is taken without a lock. If another transaction has
/// overtaken it until the commit, or a block took its time, it is judged again; if then it cannot
/// be taken, the commit is refused as a whole: what is acknowledged is there.
final class HeadAppender implements Appender {
    private record PendingExemplar(long reference, Exemplar exemplar) {}

    private final TimeSeriesDatabase database;
    private final Head head;
    private final HeadState state;
    private final Journal journal;
    private final ReentrantLock lock;
    private final TsdbConfig config;
    private final long aheadMillis;
    private final long began;
    private boolean closed;
    private final PendingSamples samples = new PendingSamples();
    private final List<PendingExemplar> exemplars = new ArrayList<>();
    private final Map<String, Metadata> descriptions = new LinkedHashMap<>();

    /// @param aheadMillis newer samples are refused
    HeadAppender(
            TimeSeriesDatabase database,
            HeadState state,
            Journal journal,
            TsdbConfig config,
            long aheadMillis) {
        this.database = database;
        this.state = state;
        this.head = state.head();
        this.journal = journal;
        lock = database.headLock().lock();
        began = database.headLock().locked(database.transactions()::begin);
        this.config = config;
        this.aheadMillis = aheadMillis;
    }

    @Override
    public long series(Labels labels) {
        lock.lock();
        try {
            database.checkOpen();
            int slot = head.index().find(labels);
            if (slot < 0) {
                SeriesLimits.check(labels, config.limits());
                slot = head.series(labels);
                journal.name(slot, labels);
            }
            head.use(slot);
            return head.reference(slot);
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
        String problem = HistogramCheck.problem(histogram);
        if (!problem.isEmpty()) {
            throw new SeriesException("histogram at %d: %s".formatted(timeMillis, problem), null);
        }
        return add(series, timeMillis, histogram.sum(), histogram);
    }

    /// One that is older than the newest of its series, or whose labels are too long, is not taken
    /// ([Outcome#OUT_OF_ORDER], [Outcome#TOO_OLD]).
    @Override
    public Outcome append(long series, Exemplar exemplar) {
        if (ExemplarRing.isTooLong(exemplar) || exemplar.timeMillis() > aheadMillis) {
            return Outcome.TOO_OLD;
        }
        lock.lock();
        try {
            int slot = known(series);
            if (slot < 0) {
                return Outcome.UNKNOWN_SERIES;
            }
            Outcome outcome = state.exemplars().judge(head.index().labels(slot), exemplar);
            if (outcome == Outcome.ACCEPTED) {
                exemplars.add(new PendingExemplar(series, exemplar));
            }
            return outcome;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void describe(long series, Metadata metadata) {
        lock.lock();
        try {
            int slot = known(series);
            if (slot >= 0) {
                String name = head.index().labels(slot).metricName();
                describe(MetricDescriptions.family(name, metadata.type()), metadata);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void describe(String family, Metadata metadata) {
        if (!family.isEmpty()
                && family.length() <= config.limits().valueChars()
                && metadata.help().length() <= config.limits().valueChars()
                && metadata.unit().length() <= config.limits().valueChars()) {
            descriptions.put(family, metadata);
        }
    }

    @Override
    public void commit() {
        if (samples.size() == 0 && exemplars.isEmpty() && descriptions.isEmpty()) {
            return;
        }
        RecordBuffer record = encoded();
        long position;
        lock.lock();
        try {
            database.checkOpen();
            if (!areStillAccepted()) {
                record = encoded();
            }
            addOthers(record);
            if (record.isEmpty()) {
                clear();
                return;
            }
            position = journal.append(record);
            apply();
        } finally {
            lock.unlock();
        }
        clear();
        journal.sync(position);
    }

    @Override
    public void close() {
        clear();
        if (!closed) {
            closed = true;
            database.headLock()
                    .locked(() -> {
                        database.transactions().end(began);
                        return began;
                    });
        }
    }

    private void clear() {
        samples.clear();
        exemplars.clear();
        descriptions.clear();
    }

    private Outcome add(
            long series, long timeMillis, double value, @Nullable FloatHistogram histogram) {
        int slot = head.slot(series);
        if (slot < 0) {
            return Outcome.UNKNOWN_SERIES;
        }
        if (timeMillis > aheadMillis) {
            return Outcome.TOO_OLD;
        }
        int before = samples.newest(series);
        boolean isNewest = before == PendingSamples.NONE || timeMillis > samples.timeMillis(before);
        if (isNewest && head.isSurelyNewer(slot, timeMillis)) {
            samples.add(series, timeMillis, value, histogram, false);
            return Outcome.ACCEPTED;
        }
        if (!isNewest && timeMillis == samples.timeMillis(before)) {
            boolean same =
                    histogram == null
                            ? samples.histogram(before) == null
                                    && LateSamples.sameBits(value, samples.value(before))
                            : histogram.equals(samples.histogram(before));
            return same ? Outcome.ACCEPTED : Outcome.DUPLICATE;
        }
        return addLate(series, timeMillis, value, histogram, isNewest);
    }

    private Outcome addLate(
            long series,
            long timeMillis,
            double value,
            @Nullable FloatHistogram histogram,
            boolean isNewest) {
        lock.lock();
        try {
            int slot = known(series);
            if (slot < 0) {
                return Outcome.UNKNOWN_SERIES;
            }
            Verdict verdict =
                    isNewest
                            ? head.judge(slot, timeMillis, value, histogram)
                            : head.judgeLate(slot, timeMillis, value, histogram);
            boolean kept = verdict == Verdict.APPEND || verdict == Verdict.LATE;
            if (kept) {
                boolean late = verdict == Verdict.LATE;
                samples.add(series, timeMillis, value, histogram, late);
            }
            return outcome(verdict);
        } finally {
            lock.unlock();
        }
    }

    private static Outcome outcome(Verdict verdict) {
        return switch (verdict) {
            case APPEND, SAME, LATE -> Outcome.ACCEPTED;
            case DUPLICATE -> Outcome.DUPLICATE;
            case OUT_OF_ORDER -> Outcome.OUT_OF_ORDER;
            case TOO_OLD -> Outcome.TOO_OLD;
        };
    }

    private int known(long series) {
        int slot = head.slot(series);
        if (slot < 0 || !head.index().isUsed(slot)) {
            return -1;
        }
        head.use(slot);
        return slot;
    }

    /// False if some that were in order have become late.
    private boolean areStillAccepted() {
        boolean unchanged = true;
        for (int i = 0; i < samples.size(); i++) {
            int slot = known(samples.reference(i));
            if (slot < 0) {
                throw refused(i, "UNKNOWN_SERIES");
            }
            if (samples.isLate(i) || head.isSurelyNewer(slot, samples.timeMillis(i))) {
                continue;
            }
            Verdict verdict =
                    head.judge(slot, samples.timeMillis(i), samples.value(i), samples.histogram(i));
            if (outcome(verdict) != Outcome.ACCEPTED) {
                throw refused(i, verdict.name());
            }
            // One that is there already does no harm among the late: it is the same.
            samples.isLate(i, true);
            unchanged = false;
        }
        return unchanged;
    }

    private SeriesException refused(int place, String why) {
        int slot = known(samples.reference(place));
        return new SeriesException(
                "Sample of %s at %d: %s since it was appended; nothing was written"
                        .formatted(
                                slot < 0 ? "a series" : head.index().labels(slot),
                                samples.timeMillis(place),
                                why),
                null);
    }

    private RecordBuffer encoded() {
        RecordBuffer record = new RecordBuffer();
        int floats = 0;
        for (int i = 0; i < samples.size(); i++) {
            floats += isFloatInOrder(i) ? 1 : 0;
        }
        if (floats > 0) {
            record.putByte(LogRecord.FLOATS);
            record.putUvarint(floats);
            int slot = 0;
            long time = 0;
            for (int i = 0; i < samples.size(); i++) {
                if (isFloatInOrder(i)) {
                    record.putFloat(
                            samples.slot(i) - slot, samples.timeMillis(i) - time, samples.value(i));
                    slot = samples.slot(i);
                    time = samples.timeMillis(i);
                }
            }
        }
        if (floats < samples.size()) {
            addOtherSamples(record);
        }
        return record;
    }

    private boolean isFloatInOrder(int place) {
        return !samples.isLate(place) && samples.histogram(place) == null;
    }

    private void addOtherSamples(RecordBuffer record) {
        for (int i = 0; i < samples.size(); i++) {
            FloatHistogram histogram = samples.histogram(i);
            boolean late = samples.isLate(i);
            if (histogram == null && !late) {
                continue;
            }
            record.putByte(
                    histogram == null
                            ? LogRecord.LATE_FLOAT
                            : late ? LogRecord.LATE_HISTOGRAM : LogRecord.HISTOGRAM);
            record.putVarint(samples.slot(i));
            record.putVarint(samples.timeMillis(i));
            if (histogram == null) {
                record.putDouble(samples.value(i));
            } else {
                record.putHistogram(histogram);
            }
        }
    }

    /// Leaves out exemplars of series that are gone, and what is said of metrics once more.
    private void addOthers(RecordBuffer record) {
        exemplars.removeIf(each -> known(each.reference()) < 0);
        for (PendingExemplar each : exemplars) {
            record.putByte(LogRecord.EXEMPLAR);
            record.putVarint(known(each.reference()));
            record.putExemplar(each.exemplar());
        }
        descriptions.forEach((family, metadata) -> {
            if (state.descriptions().isNews(family, metadata)) {
                LogRecord.putMetadata(record, family, metadata);
            }
        });
    }

    private void apply() {
        for (int i = 0; i < samples.size(); i++) {
            if (samples.isLate(i)) {
                head.applyLate(
                        samples.slot(i),
                        samples.timeMillis(i),
                        samples.value(i),
                        samples.histogram(i));
            } else {
                head.apply(
                        samples.slot(i),
                        samples.timeMillis(i),
                        samples.value(i),
                        samples.histogram(i));
            }
        }
        for (PendingExemplar each : exemplars) {
            Labels labels = head.index().labels(known(each.reference()));
            state.exemplars().add(labels, each.exemplar());
        }
        descriptions.forEach(state.descriptions()::put);
    }
}
