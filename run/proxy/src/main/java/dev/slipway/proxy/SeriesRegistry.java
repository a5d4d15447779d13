package dev.slipway.proxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// All series by key. A series that no snapshot names any more is kept for a while after it last
/// changed, so that a reader that comes by regularly misses nothing. Safe for use by many threads.
final class SeriesRegistry {
    private static final Comparator<Figures.Key> KEYS =
            Comparator.comparing(Figures.Key::routeId)
                    .thenComparing(Figures.Key::backendId)
                    .thenComparing(Figures.Key::revision);
    private static final Comparator<Figures.Traffic> BY_KEY =
            Comparator.comparing(Figures.Traffic::key, KEYS);

    private record Vanished(long requests, long sinceNanos) {}

    private final int loops;
    private final long retentionNanos;
    private final LongSupplier nanoTime;
    private final ConcurrentHashMap<Figures.Key, Series> series = new ConcurrentHashMap<>();
    private final Map<Figures.Key, Vanished> vanished = new ConcurrentHashMap<>();
    private final Series unrouted;

    SeriesRegistry(int loops, Duration retention, LongSupplier nanoTime) {
        this.loops = loops;
        this.retentionNanos = retention.toNanos();
        this.nanoTime = nanoTime;
        unrouted = of(new Figures.Key("", "", ""));
    }

    Series of(Figures.Key key) {
        return series.computeIfAbsent(key, k -> new Series(k, loops));
    }

    /// Where requests are counted that no route fits.
    Series unrouted() {
        return unrouted;
    }

    /// Forgets series that are not in the latest snapshot and have not changed for the retention.
    void retain(RoutingTable table) {
        Set<Figures.Key> named = new HashSet<>(table.keys());
        named.add(unrouted.key());
        vanished.keySet().removeAll(named);
        long now = nanoTime.getAsLong();
        for (Series candidate : List.copyOf(series.values())) {
            if (!named.contains(candidate.key())) {
                retainVanished(candidate, now);
            }
        }
    }

    private void retainVanished(Series candidate, long now) {
        MirrorCounts mirrored = candidate.findMirror();
        long requests = candidate.sum().requests() + (mirrored == null ? 0 : mirrored.chosen());
        Vanished before = vanished.get(candidate.key());
        if (before == null || before.requests() != requests) {
            vanished.put(candidate.key(), new Vanished(requests, now));
        } else if (now - before.sinceNanos() > retentionNanos) {
            vanished.remove(candidate.key());
            series.remove(candidate.key());
        }
    }

    /// All series that have counted something, in the order of their keys.
    List<Figures.Traffic> read() {
        return series.values().stream()
                .map(Series::sum)
                .filter(SeriesRegistry::hasCounted)
                .sorted(BY_KEY)
                .toList();
    }

    /// What was copied, in the order of the keys.
    List<Figures.Mirrored> readMirrored() {
        List<Figures.Mirrored> read = new ArrayList<>();
        for (Series each : series.values()) {
            MirrorCounts counts = each.findMirror();
            if (counts != null && counts.chosen() > 0) {
                read.add(counts.read(each.key()));
            }
        }
        read.sort(Comparator.comparing(Figures.Mirrored::key, KEYS));
        return read;
    }

    private static boolean hasCounted(Figures.Traffic traffic) {
        return traffic.requests() > 0
                || traffic.trouble().connectFailures() > 0
                || traffic.trouble().lostAttempts() > 0;
    }
}
