package dev.slipway.workloads;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// What was recommended and done for one autoscaler lately. Used by one thread at a time; lost with
/// the process, which makes the next decisions no worse than those of a new autoscaler.
final class ScalingHistory {
    private static final Duration KEPT = Duration.ofHours(1);
    private static final int ENTRIES_MAX = 1_000;

    private record Entry(Instant time, int replicas) {}

    private final Deque<Entry> recommendations = new ArrayDeque<>();
    private final Deque<Entry> changes = new ArrayDeque<>();

    void recommend(Instant now, int replicas) {
        add(recommendations, new Entry(now, replicas));
    }

    /// `delta` is negative for fewer pods.
    void change(Instant now, int delta) {
        add(changes, new Entry(now, delta));
    }

    int lowestSince(Instant start, int otherwise) {
        int lowest = otherwise;
        for (Entry entry : recommendations) {
            lowest = entry.time.isAfter(start) ? Math.min(lowest, entry.replicas) : lowest;
        }
        return lowest;
    }

    int highestSince(Instant start, int otherwise) {
        int highest = otherwise;
        for (Entry entry : recommendations) {
            highest = entry.time.isAfter(start) ? Math.max(highest, entry.replicas) : highest;
        }
        return highest;
    }

    /// Pods added, less pods removed, since then.
    int changedSince(Instant start) {
        return changes.stream()
                .filter(entry -> entry.time.isAfter(start))
                .mapToInt(Entry::replicas)
                .sum();
    }

    private static void add(Deque<Entry> entries, Entry entry) {
        entries.addLast(entry);
        while (entries.size() > ENTRIES_MAX
                || entries.getFirst().time.isBefore(entry.time.minus(KEPT))) {
            entries.removeFirst();
        }
    }
}
