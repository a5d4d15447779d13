package dev.slipway.alert.check;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.alert.AlertSink;
import dev.slipway.alert.check.Check.CheckSpec;
import dev.slipway.alert.check.Check.CheckStatus;
import dev.slipway.controller.Component;
import dev.slipway.controller.Time;
import dev.slipway.model.ObjectKey;
import dev.slipway.series.SeriesStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs checks when they are due, each at most once at a time, and hands on what they come to:
/// samples to the store, alerts to the sink. Whoever watches the resources calls [#set] and
/// [#remove]; results from elsewhere come by [#submit]. Thread-safe.
///
/// First runs are spread over the check's interval by its name, so that a restart is no storm and
/// every restart is the same. A check that has a status goes on from there.
public final class Checks implements Component {
    private static final System.Logger LOG = System.getLogger(Checks.class.getName());
    private static final int CHECKS_MAX = 10_000;
    private static final int RUNS_AT_ONCE_MAX = 32;
    private static final Duration FIRST_RUN_MAX = Duration.ofSeconds(60);

    /// One check and where it stands; guarded by the lock of its owner.
    private static final class Watched {
        private Check check;
        private CheckProgress progress;
        private @Nullable CheckOutcome last;
        private Time.@Nullable Scheduled next;
        private boolean running;

        Watched(Check check) {
            this.check = check;
            CheckStatus status = check.status();
            if (status == null) {
                progress = CheckProgress.begin();
                return;
            }
            progress = status.progress();
            last = CheckOutcome.before(check, status);
        }

        void cancel() {
            if (next != null) {
                next.cancel();
                next = null;
            }
        }
    }

    private final Plugin plugin;
    private final Time time;
    private final Executor executor;
    private final CheckAlerts alerts;
    private final CheckSeries series;
    private final List<Consumer<CheckOutcome>> listeners = new CopyOnWriteArrayList<>();
    private final Semaphore slots = new Semaphore(RUNS_AT_ONCE_MAX);
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<ObjectKey, Watched> watched = new HashMap<>();

    /// Threads in a plugin's run, which [#close] may interrupt; later they write to the store.
    @GuardedBy("lock")
    private final Set<Thread> inPlugins = new HashSet<>();

    @GuardedBy("lock")
    private int active;

    @GuardedBy("lock")
    private boolean started;

    /// `executor` runs each task on a thread of its own: virtual threads.
    public Checks(
            Plugin plugin, SeriesStore store, AlertSink alerts, Time time, Executor executor) {
        this.plugin = requireNonNull(plugin, "plugin");
        this.series = new CheckSeries(requireNonNull(store, "store"));
        this.alerts = new CheckAlerts(requireNonNull(alerts, "alerts"));
        this.time = requireNonNull(time, "time");
        this.executor = requireNonNull(executor, "executor");
    }

    @Override
    public void start() {
        synchronized (lock) {
            started = true;
            watched.values().forEach(each -> schedule(each, firstDelay(each.check)));
        }
    }

    /// Tells `listener` of each outcome from now on, on the thread that ran the check.
    public void addListener(Consumer<CheckOutcome> listener) {
        listeners.add(requireNonNull(listener, "listener"));
    }

    /// A new check, or an old one changed; it keeps its state, and its next run comes as the new
    /// specification says. Does not block.
    public void set(Check check) {
        synchronized (lock) {
            Watched known = watched.get(check.key());
            if (known == null && watched.size() >= CHECKS_MAX) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "Check not run, there are too many. check={0} checks={1}",
                        check.key(),
                        CHECKS_MAX);
                return;
            }
            if (known != null && known.check.spec().equals(check.spec())) {
                known.check = check;
                return;
            }
            Watched each = known == null ? new Watched(check) : known;
            each.check = check;
            watched.put(check.key(), each);
            schedule(each, firstDelay(check));
        }
    }

    /// Its alert ends with it. Does not block.
    public void remove(ObjectKey key) {
        CheckOutcome last;
        synchronized (lock) {
            Watched gone = watched.remove(key);
            if (gone == null) {
                return;
            }
            gone.cancel();
            last = gone.last;
        }
        if (last != null) {
            executor.execute(() -> whole(() -> alerts.withdraw(last, time.now())));
        }
    }

    /// A result that another program found. False if there is no such check.
    public boolean submit(ObjectKey key, PluginRun run) {
        Watched target;
        synchronized (lock) {
            target = watched.get(key);
        }
        if (target != null) {
            take(target, run);
        }
        return target != null;
    }

    /// The newest outcome of every check that has one.
    public List<CheckOutcome> outcomes() {
        synchronized (lock) {
            return watched.values().stream()
                    .map(each -> each.last)
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    /// Ends the plugins that run.
    @Override
    public void close() {
        boolean interrupted = false;
        synchronized (lock) {
            started = false;
            watched.values().forEach(Watched::cancel);
            inPlugins.forEach(Thread::interrupt);
            while (active > 0) {
                try {
                    lock.wait();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @GuardedBy("lock")
    private void schedule(Watched each, Duration delay) {
        each.cancel();
        if (started && !each.running && !each.check.spec().isSuspended()) {
            each.next = time.schedule(delay, () -> executor.execute(() -> whole(() -> run(each))));
        }
    }

    /// Does something that [#close] waits for; what goes wrong in it is no reason to stop.
    private void whole(Runnable action) {
        synchronized (lock) {
            active++;
        }
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Check failed.", e);
        } finally {
            synchronized (lock) {
                active--;
                lock.notifyAll();
            }
        }
    }

    private void run(Watched each) {
        CheckSpec spec;
        synchronized (lock) {
            if (!started || each.running || watched.get(each.check.key()) != each) {
                return;
            }
            each.running = true;
            inPlugins.add(Thread.currentThread());
            spec = each.check.spec();
        }
        PluginRun result = null;
        try {
            result = result(spec);
        } catch (InterruptedException _) {
            // Closed: what the plugin would have said is of no interest any more.
        } finally {
            synchronized (lock) {
                each.running = false;
                inPlugins.remove(Thread.currentThread());
            }
            // The interrupt may come just after the run, and would close the store's files.
            boolean _ = Thread.interrupted();
        }
        if (result != null) {
            take(each, result);
        }
    }

    private PluginRun result(CheckSpec spec) throws InterruptedException {
        slots.acquire();
        try {
            return plugin.run(spec);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Plugin not run. command=" + spec.command(), e);
            return new PluginRun(CheckState.UNKNOWN, "The plugin was not run: " + e, Duration.ZERO);
        } finally {
            slots.release();
        }
    }

    private void take(Watched each, PluginRun run) {
        PluginOutput output = PluginOutput.parse(run.output());
        CheckOutcome outcome;
        CheckState before;
        synchronized (lock) {
            if (watched.get(each.check.key()) != each) {
                return;
            }
            Instant now = time.now();
            before = each.progress.alerting();
            each.progress = each.progress.after(run.state(), each.check.spec());
            outcome = new CheckOutcome(each.check, each.progress, output, run.duration(), now);
            each.last = outcome;
            schedule(each, each.progress.pause(each.check.spec()));
        }
        series.write(outcome);
        alerts.tell(outcome, before);
        listeners.forEach(listener -> listener.accept(outcome));
    }

    private static Duration firstDelay(Check check) {
        Duration interval = check.spec().checkInterval();
        Duration most = interval.compareTo(FIRST_RUN_MAX) < 0 ? interval : FIRST_RUN_MAX;
        long share = Math.floorMod(check.key().toString().hashCode(), 1000);
        return most.multipliedBy(share).dividedBy(1000);
    }
}
