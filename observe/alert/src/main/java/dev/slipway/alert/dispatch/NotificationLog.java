package dev.slipway.alert.dispatch;

import dev.slipway.alert.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who was told what. Owned by the dispatcher and guarded by its lock.
final class NotificationLog {
    private static final Duration RETENTION = Duration.ofDays(5);

    private final Map<String, LogEntry> entries = new HashMap<>();

    void put(String key, LogEntry entry) {
        entries.put(key, entry);
    }

    void remove(String key) {
        entries.remove(key);
    }

    @Nullable LogEntry find(String key) {
        return entries.get(key);
    }

    Map<String, LogEntry> entries() {
        return entries;
    }

    static LogEntry entry(
            Instant time,
            Set<Fingerprint> firing,
            Set<Fingerprint> resolved,
            Duration repeatInterval) {
        Duration kept = repeatInterval.multipliedBy(2);
        kept = kept.compareTo(RETENTION) < 0 ? kept : RETENTION;
        return new LogEntry(time, firing, resolved, time.plus(kept));
    }

    /// Whether a channel has to be told: something fires that it was not told of, nothing fires any
    /// more, something is over that it wants to know of, or its last message is as old as the
    /// repeat interval.
    static boolean isDue(
            @Nullable LogEntry last,
            Set<Fingerprint> firing,
            Set<Fingerprint> resolved,
            boolean sendsResolved,
            Instant repeatBefore) {
        if (last == null) {
            return !firing.isEmpty();
        }
        if (!last.firing().containsAll(firing)) {
            return true;
        }
        if (firing.isEmpty()) {
            return !last.firing().isEmpty();
        }
        if (sendsResolved && !last.resolved().containsAll(resolved)) {
            return true;
        }
        return !last.time().isAfter(repeatBefore);
    }

    List<String> takeExpired(Instant now) {
        List<String> expired = new ArrayList<>();
        entries.forEach((key, entry) -> {
            if (entry.expiresAt().isBefore(now)) {
                expired.add(key);
            }
        });
        expired.forEach(entries::remove);
        return expired;
    }
}
