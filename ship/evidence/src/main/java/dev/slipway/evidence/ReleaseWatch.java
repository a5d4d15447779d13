package dev.slipway.evidence;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.controller.Time;
import dev.slipway.model.ObjectKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Looks every second at what the versions of every rollout did, lets the guards judge it, and
/// wakes the reconciler when one finds its version worse. Thread-safe.
public final class ReleaseWatch implements ReleaseViews {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final RevisionTraffic traffic;
    private final Time time;
    private final Consumer<ObjectKey> wake;
    private final Map<ObjectKey, WatchedRelease> releases = new ConcurrentSkipListMap<>();

    @GuardedBy("this")
    private Time.@Nullable Scheduled next;

    public ReleaseWatch(RevisionTraffic traffic, Time time, Consumer<ObjectKey> wake) {
        this.traffic = traffic;
        this.time = time;
        this.wake = wake;
    }

    public synchronized void start() {
        if (next == null) {
            next = time.schedule(INTERVAL, this::tick);
        }
    }

    public synchronized void stop() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }

    public void observe(ObjectKey key, Observed observed) {
        WatchedRelease known = releases.get(key);
        if (known == null) {
            releases.put(key, new WatchedRelease(key, observed, traffic));
        } else {
            known.observe(observed, time.now());
        }
    }

    public void forget(ObjectKey key) {
        releases.remove(key);
    }

    /// What the guard says, as of the last `observe`.
    public ReleaseView.Judgement judgement(ObjectKey key) {
        WatchedRelease release = releases.get(key);
        return release == null ? ReleaseView.Judgement.NONE : release.judgement();
    }

    @Override
    public List<ReleaseView> all() {
        return releases.values().stream().map(WatchedRelease::view).toList();
    }

    @Override
    public Optional<ReleaseView> find(ObjectKey key) {
        return Optional.ofNullable(releases.get(key)).map(WatchedRelease::view);
    }

    private void tick() {
        try {
            releases.forEach((key, release) -> {
                if (release.tick(time.now())) {
                    wake.accept(key);
                }
            });
        } finally {
            synchronized (this) {
                if (next != null) {
                    next = time.schedule(INTERVAL, this::tick);
                }
            }
        }
    }
}
