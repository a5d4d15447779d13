package dev.slipway.api;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.store.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// States that somebody is reading page by page. Thread-safe.
final class HeldSnapshots {
    private record Held(Snapshot<ObjectIndex> snapshot, Instant since) {}

    private final int max;
    private final Duration ageMax;
    private final InstantSource clock;

    @GuardedBy("this")
    private final Deque<Held> held = new ArrayDeque<>();

    HeldSnapshots(ApiConfig config, InstantSource clock) {
        this.max = config.heldSnapshotsMax();
        this.ageMax = config.heldSnapshotAgeMax();
        this.clock = clock;
    }

    synchronized void hold(Snapshot<ObjectIndex> snapshot) {
        if (find(snapshot.revision()) != null) {
            return;
        }
        Instant now = clock.instant();
        held.addLast(new Held(snapshot, now));
        while (held.size() > max || held.getFirst().since().plus(ageMax).isBefore(now)) {
            held.removeFirst();
        }
    }

    synchronized @Nullable Snapshot<ObjectIndex> find(long revision) {
        Iterator<Held> newestFirst = held.descendingIterator();
        while (newestFirst.hasNext()) {
            Held candidate = newestFirst.next();
            if (candidate.snapshot().revision() == revision) {
                return candidate.snapshot();
            }
        }
        return null;
    }
}
