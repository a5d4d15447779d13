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

/// Looks every second at what the versions of every release did, has it judged, and wakes the
/// reconciler when there is news: another verdict or advice, or a state to keep. Thread-safe.
public final class ReleaseWatch implements ReleaseViews {
    private static final System.Logger LOG = System.getLogger(ReleaseWatch.class.getName());
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

    /// What the guard says of these versions; nothing yet, if it was shown others last.
    public ReleaseView.Judgement judgement(ObjectKey key, ReleaseView.Versions of) {
        WatchedRelease release = releases.get(key);
        return release == null ? ReleaseView.Judgement.WAITING : release.judgement(of);
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
            releases.forEach(this::tick);
        } finally {
            synchronized (this) {
                if (next != null) {
                    next = time.schedule(INTERVAL, this::tick);
                }
            }
        }
    }

    /// The trouble of one release must not hide the others'.
    private void tick(ObjectKey key, WatchedRelease release) {
        try {
            if (release.tick(time.now())) {
                wake.accept(key);
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A release could not be looked at key=" + key, e);
        }
    }
}
