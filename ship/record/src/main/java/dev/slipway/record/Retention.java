package dev.slipway.record;

import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Resources;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Reconciler;
import dev.slipway.controller.Result;
import dev.slipway.controller.Time;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.ReleaseRecord;
import dev.slipway.model.kinds.ReleaseRecordStatus.Delivery;
import dev.slipway.model.kinds.ReleaseRecordStatus.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/// Deletes records that are too many for their workload, or too old. One of a release under way, or
/// with messages still due, is not deleted.
final class Retention implements Reconciler {
    private final Informer<ReleaseRecord> records;
    private final Resources<ReleaseRecord> resources;
    private final RecordConfig config;
    private final Predicate<ReleaseRecord> current;
    private final Time time;

    /// `current` says that a record is of a workload that exists: its newest record would only be
    /// made again.
    Retention(
            Informer<ReleaseRecord> records,
            Resources<ReleaseRecord> resources,
            RecordConfig config,
            Predicate<ReleaseRecord> current,
            Time time) {
        this.records = records;
        this.resources = resources;
        this.config = config;
        this.current = current;
        this.time = time;
    }

    @Override
    public Result reconcile(ObjectKey key) {
        ReleaseRecord record = records.find(key);
        if (record == null) {
            return Result.done();
        }
        List<ReleaseRecord> newestFirst =
                records.byIndex(RecordKeeper.BY_WORKLOAD, RecordKeeper.indexed(record)).stream()
                        .sorted(
                                Comparator.comparing((ReleaseRecord each) -> each.spec().started())
                                        .thenComparingLong(each -> each.spec().revision())
                                        .reversed())
                        .toList();
        for (int i = config.recordsPerWorkload(); i < newestFirst.size(); i++) {
            delete(newestFirst.get(i));
        }
        Instant end = lastChange(record).plus(config.keptFor());
        if (!end.isAfter(time.now())) {
            boolean newest = newestFirst.getFirst().key().equals(key);
            if (!newest || !current.test(record)) {
                delete(record);
            }
            return Result.after(Duration.ofDays(1));
        }
        return Result.after(atMostADay(Duration.between(time.now(), end)));
    }

    private void delete(ReleaseRecord record) {
        boolean over = record.status().outcome() != Outcome.IN_PROGRESS;
        if (over && record.status().deliveries().values().stream().noneMatch(Delivery::isDue)) {
            resources.delete(record.key(), DeleteOptions.ofUid(record.metadata().storedUid()));
        }
    }

    private static Instant lastChange(ReleaseRecord record) {
        Instant finished = record.status().finished();
        return finished == null ? record.spec().started() : finished;
    }

    private static Duration atMostADay(Duration wait) {
        Duration day = Duration.ofDays(1);
        return wait.compareTo(day) < 0 ? wait : day;
    }
}
