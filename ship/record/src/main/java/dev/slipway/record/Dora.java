package dev.slipway.record;

import static java.util.Objects.requireNonNull;

import dev.slipway.controller.Informer;
import dev.slipway.model.kinds.ReleaseRecord;
import dev.slipway.model.kinds.ReleaseRecordStatus;
import dev.slipway.model.kinds.ReleaseRecordStatus.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The four figures by which DORA tells how a team delivers, computed from the records of releases
/// that ended in a window of time.
///
/// - A deployment is a release that got all traffic, whatever became of it later. Going back to an
///   earlier version is none.
/// - The lead time runs from the commit to all traffic, where the commit's time is known.
/// - A change failed if it was aborted, or rolled back after it had all traffic; what was
///   superseded or undone by a person before it was done is counted neither as failed nor as good.
/// - The time to restore runs from when a failed release was found bad (by the guard, or else when
///   it was aborted or taken back) until the next release of the workload, going back included, has
///   all traffic.
///
/// Thread-safe.
public final class Dora {
    private static final double SECONDS_PER_DAY = 86_400;

    private final Informer<ReleaseRecord> records;
    private final InstantSource clock;

    Dora(Informer<ReleaseRecord> records, InstantSource clock) {
        this.records = requireNonNull(records, "records");
        this.clock = requireNonNull(clock, "clock");
    }

    /// Of which releases: an empty text means all.
    public record Query(String namespace, String kind, String workload, Duration window) {
        public Query {
            requireNonNull(namespace, "namespace");
            requireNonNull(kind, "kind");
            requireNonNull(workload, "workload");
            requireNonNull(window, "window");
        }

        boolean matches(ReleaseRecord record) {
            return fits(namespace, record.key().namespace())
                    && fits(kind, record.spec().workload().kind())
                    && fits(workload, record.spec().workload().name());
        }

        private static boolean fits(String wanted, String actual) {
            return wanted.isEmpty() || wanted.equals(actual);
        }
    }

    /// The figures of a window.
    public record DoraFigures(
            Instant from,
            Instant to,
            Frequency deploymentFrequency,
            Durations leadTime,
            FailureRate changeFailureRate,
            Restoring timeToRestore) {}

    /// How many releases got all traffic.
    public record Frequency(long deployments, double perDay) {}

    /// Quantiles of `count` durations; null if there are none.
    public record Durations(long count, @Nullable Long medianSeconds, @Nullable Long p90Seconds) {}

    /// `failed` of `changes`; the share is null if there are none.
    public record FailureRate(long failed, long changes, @Nullable Double share) {}

    /// How long it took; `open` failures have no good release after them yet.
    public record Restoring(
            long count, @Nullable Long medianSeconds, @Nullable Long p90Seconds, long open) {}

    /// The figures of all that the query matches together.
    public DoraFigures figures(Query query) {
        return figures(matching(query), query.window());
    }

    /// The figures of each workload, by `NAMESPACE/KIND/NAME`.
    public Map<String, DoraFigures> byWorkload(Query query) {
        Map<String, DoraFigures> all = new TreeMap<>();
        byWorkload(matching(query))
                .forEach((name, own) -> all.put(name, figures(own, query.window())));
        return all;
    }

    private List<ReleaseRecord> matching(Query query) {
        return records.all().stream().filter(query::matches).toList();
    }

    private DoraFigures figures(List<ReleaseRecord> all, Duration window) {
        Instant to = clock.instant();
        Instant from = to.minus(window);
        Predicate<@Nullable Instant> inside =
                time -> time != null && !time.isBefore(from) && !time.isAfter(to);
        Predicate<ReleaseRecord> deployed =
                record -> wasPromoted(record) && inside.test(record.status().finished());
        Predicate<ReleaseRecord> failed = record -> hasFailed(record) && inside.test(end(record));
        List<ReleaseRecord> changes =
                all.stream().filter(record -> record.spec().backTo() == null).toList();
        long deployments = changes.stream().filter(deployed).count();
        long failures = changes.stream().filter(failed).count();
        long judged = changes.stream().filter(deployed.or(failed)).count();
        return new DoraFigures(
                from,
                to,
                new Frequency(deployments, deployments * SECONDS_PER_DAY / window.toSeconds()),
                durations(
                        changes.stream()
                                .filter(deployed)
                                .map(record -> record.status().leadTimeSeconds())
                                .flatMap(Stream::ofNullable)
                                .toList()),
                new FailureRate(failures, judged, judged == 0 ? null : (double) failures / judged),
                restoring(all, failed));
    }

    private static Restoring restoring(List<ReleaseRecord> all, Predicate<ReleaseRecord> failed) {
        List<Long> restored = new ArrayList<>();
        long open = 0;
        for (List<ReleaseRecord> own : byWorkload(all).values()) {
            for (int i = 0; i < own.size(); i++) {
                ReleaseRecord failure = own.get(i);
                if (!failed.test(failure)) {
                    continue;
                }
                Instant since = foundBad(failure);
                Instant until = nextGood(own.subList(i + 1, own.size()));
                if (since == null || until == null) {
                    open++;
                } else {
                    restored.add(Math.max(0, Duration.between(since, until).toSeconds()));
                }
            }
        }
        Durations durations = durations(restored);
        return new Restoring(
                durations.count(), durations.medianSeconds(), durations.p90Seconds(), open);
    }

    /// Each workload's records, earliest first.
    private static Map<String, List<ReleaseRecord>> byWorkload(Collection<ReleaseRecord> all) {
        Map<String, List<ReleaseRecord>> grouped = new TreeMap<>();
        all.stream()
                .sorted(
                        Comparator.comparing((ReleaseRecord record) -> record.spec().started())
                                .thenComparingLong(record -> record.spec().revision()))
                .forEach(record ->
                        grouped.computeIfAbsent(name(record), _ -> new ArrayList<>()).add(record));
        return grouped;
    }

    private static String name(ReleaseRecord record) {
        return record.key().namespace()
                + "/"
                + record.spec().workload().kind()
                + "/"
                + record.spec().workload().name();
    }

    private static @Nullable Instant nextGood(List<ReleaseRecord> later) {
        return later.stream()
                .filter(Dora::wasPromoted)
                .map(record -> record.status().finished())
                .flatMap(Stream::ofNullable)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Instant foundBad(ReleaseRecord failure) {
        var guard = failure.status().guard();
        return guard != null && guard.detected() != null ? guard.detected() : end(failure);
    }

    private static @Nullable Instant end(ReleaseRecord record) {
        ReleaseRecordStatus status = record.status();
        return status.takenBack() == null ? status.finished() : status.takenBack();
    }

    private static boolean wasPromoted(ReleaseRecord record) {
        Outcome outcome = record.status().outcome();
        return outcome == Outcome.PROMOTED || outcome == Outcome.ROLLED_BACK;
    }

    private static boolean hasFailed(ReleaseRecord record) {
        Outcome outcome = record.status().outcome();
        return outcome == Outcome.ABORTED || outcome == Outcome.ROLLED_BACK;
    }

    /// By nearest rank.
    private static Durations durations(List<Long> seconds) {
        List<Long> sorted = seconds.stream().sorted().toList();
        return sorted.isEmpty()
                ? new Durations(0, null, null)
                : new Durations(sorted.size(), quantile(sorted, 0.5), quantile(sorted, 0.9));
    }

    private static long quantile(List<Long> sorted, double quantile) {
        int rank = (int) Math.ceil(quantile * sorted.size());
        return sorted.get(Math.max(0, rank - 1));
    }
}
