package dev.slipway.scrape.discovery;

import dev.slipway.controller.Time;
import dev.slipway.scrape.config.TargetGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Looks its targets up in intervals, and where the lookup notices changes itself, soon after one.
/// Keeps what it knows when a lookup fails. Thread-safe.
final class RefreshingSource implements TargetSource {
    private static final System.Logger LOGGER = System.getLogger(RefreshingSource.class.getName());
    private static final Duration CHANGES_EVERY = Duration.ofSeconds(5);

    private final TargetLookup lookup;
    private final Duration interval;
    private final Time time;
    private final Executor executor;
    private final Runnable listener;

    private volatile List<TargetGroup> groups = List.of();

    // Only for the lookup under way.
    private boolean found;
    private boolean failedBefore;
    private long foundNanos;

    // Guarded by this.
    private boolean closed;
    private Time.@Nullable Scheduled timer;

    RefreshingSource(
            TargetLookup lookup,
            Duration interval,
            Time time,
            Executor executor,
            Runnable listener) {
        this.lookup = lookup;
        this.interval = interval;
        this.time = time;
        this.executor = executor;
        this.listener = listener;
        plan(Duration.ZERO);
    }

    @Override
    public List<TargetGroup> groups() {
        return groups;
    }

    @Override
    public synchronized void close() {
        closed = true;
        Time.Scheduled waiting = timer;
        if (waiting != null) {
            waiting.cancel();
        }
        lookup.close();
    }

    private synchronized void plan(Duration delay) {
        if (!closed) {
            timer = time.schedule(delay, () -> executor.execute(this::look));
        }
    }

    private void look() {
        try {
            boolean due = time.nanos() - foundNanos >= interval.toNanos();
            if (due || !found || lookup.hasChanged()) {
                List<TargetGroup> now = lookup.find();
                found = true;
                foundNanos = time.nanos();
                failedBefore = false;
                if (!now.equals(groups)) {
                    groups = List.copyOf(now);
                    listener.run();
                }
            }
        } catch (IOException | RuntimeException e) {
            if (!failedBefore) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "Targets were not found source=" + lookup + " reason=" + e.getMessage());
            }
            failedBefore = true;
        } finally {
            boolean often = lookup.noticesChanges() && interval.compareTo(CHANGES_EVERY) > 0;
            plan(often ? CHANGES_EVERY : interval);
        }
    }
}
