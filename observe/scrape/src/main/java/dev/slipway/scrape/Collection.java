package dev.slipway.scrape;

import static java.util.Objects.requireNonNull;

import dev.slipway.controller.Component;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Time;
import dev.slipway.scrape.config.PrometheusConfig;
import dev.slipway.scrape.config.ScrapeConfig;
import dev.slipway.scrape.discovery.ClusterChanges;
import dev.slipway.scrape.discovery.Discovery;
import dev.slipway.scrape.http.HttpTransports;
import dev.slipway.scrape.monitor.AnnotatedPods;
import dev.slipway.scrape.monitor.MonitorJobs;
import dev.slipway.series.SeriesStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Collection as a whole: the jobs of a configuration and those that objects of the cluster
/// describe, each with its discovery and its pool of targets. Thread-safe.
///
/// Whatever happens, in the cluster, in a file, or by [#reload], only leaves a note that something
/// has changed. A moment later one task brings everything in line with all there is then: it makes
/// jobs, changes those that are described in another way than before, ends those that nobody
/// describes any more, and hands each pool what its discovery has found.
public final class Collection implements Component {
    private static final System.Logger LOGGER = System.getLogger(Collection.class.getName());

    /// Changes come in swarms, when a deployment rolls for example.
    private static final Duration SETTLING = Duration.ofMillis(500);

    /// A pool and what feeds it, and whether that may be something else than it was.
    private record Job(
            ScrapePool pool, Discovery.Subscription subscription, AtomicBoolean changed) {
        void update() {
            try {
                if (changed.getAndSet(false)) {
                    pool.update(subscription.groups());
                }
            } catch (RuntimeException e) {
                // The targets of other jobs have nothing to do with it.
                LOGGER.log(
                        System.Logger.Level.ERROR,
                        "Targets of a job were not brought up to date job="
                                + pool.config().jobName(),
                        e);
            }
        }
    }

    private final Time time;
    private final ExecutorService executor;
    private final HttpTransports transports;
    private final ScrapeContext context;
    private final Discovery discovery;
    private final MonitorJobs monitors;

    // Guarded by jobs; only the aligning task writes.
    private final Map<String, Job> jobs = new TreeMap<>();

    // Guarded by this.
    private PrometheusConfig config = PrometheusConfig.EMPTY;
    private boolean started;
    private boolean closed;
    private boolean noted;
    private Time.@Nullable Scheduled timer;

    /// @param informers the cluster's objects; whoever made them starts and closes them
    /// @param seed sets the moments of this server's scrapes apart from those of its peers
    public Collection(Informers informers, SeriesStore store, Time time, long seed) {
        this(
                informers,
                store,
                time,
                seed,
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("scrape").factory()));
    }

    /// @param executor runs scrapes and lookups; closed with the rest
    Collection(
            Informers informers,
            SeriesStore store,
            Time time,
            long seed,
            ExecutorService executor) {
        this.time = requireNonNull(time, "time");
        this.executor = executor;
        this.transports = new HttpTransports(time);
        this.context =
                new ScrapeContext(
                        requireNonNull(store, "store"),
                        transports,
                        time,
                        this::run,
                        seed,
                        new SharedTexts());
        ClusterChanges changes = new ClusterChanges(requireNonNull(informers, "informers"));
        this.discovery = new Discovery(changes, transports, time, this::run);
        this.monitors = new MonitorJobs(informers, changes, this::noteChange);
    }

    @Override
    public void start() {
        synchronized (this) {
            started = true;
        }
        note(Duration.ZERO);
    }

    /// Goes on with this configuration. Targets that it does not change are not disturbed.
    public void reload(PrometheusConfig changed) {
        synchronized (this) {
            config = requireNonNull(changed, "changed");
        }
        note(Duration.ZERO);
    }

    /// What is scraped now.
    public Targets targets() {
        List<TargetStatus> active = new ArrayList<>();
        List<Targets.Dropped> dropped = new ArrayList<>();
        SortedMap<String, Integer> droppedCounts = new TreeMap<>();
        synchronized (jobs) {
            jobs.forEach((name, job) -> {
                active.addAll(job.pool.active());
                dropped.addAll(job.pool.dropped());
                droppedCounts.put(name, job.pool.droppedCount());
            });
            return new Targets(active, dropped, droppedCounts);
        }
    }

    /// What is wrong with objects of the cluster that should be jobs, by kind and name.
    public Map<String, String> problems() {
        return monitors.problems();
    }

    /// Ends all scrapes. Their series are not marked as ended: the next server goes on with them.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            Time.Scheduled waiting = timer;
            if (waiting != null) {
                waiting.cancel();
            }
        }
        synchronized (jobs) {
            jobs.values()
                    .forEach(job -> {
                        job.subscription.close();
                        job.pool.close();
                    });
            jobs.clear();
        }
        monitors.close();
        transports.close();
        executor.shutdownNow();
        executor.close();
    }

    /// What comes due while all ends is not begun any more.
    private void run(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            if (!isClosed()) {
                throw e;
            }
        }
    }

    private void noteChange() {
        note(SETTLING);
    }

    private synchronized void note(Duration delay) {
        if (!started || closed || noted) {
            return;
        }
        noted = true;
        timer = time.schedule(delay, () -> run(this::align));
    }

    private void align() {
        PrometheusConfig current;
        synchronized (this) {
            noted = false;
            current = config;
        }
        try {
            synchronized (jobs) {
                if (!isClosed()) {
                    align(wanted(current));
                }
            }
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.ERROR, "Targets were not brought up to date", e);
        }
    }

    private Map<String, ScrapeConfig> wanted(PrometheusConfig current) {
        Map<String, ScrapeConfig> wanted = new TreeMap<>();
        ScrapeConfig annotated = AnnotatedPods.job(current.global());
        wanted.put(annotated.jobName(), annotated);
        monitors.jobs(current.global()).forEach(each -> wanted.put(each.jobName(), each));
        // What is configured wins, should it have the name of another.
        current.scrapeConfigs().forEach(each -> wanted.put(each.jobName(), each));
        return wanted;
    }

    private void align(Map<String, ScrapeConfig> wanted) {
        jobs.entrySet()
                .removeIf(entry -> {
                    boolean unwanted = !wanted.containsKey(entry.getKey());
                    if (unwanted) {
                        entry.getValue().subscription.close();
                        entry.getValue().pool.end();
                    }
                    return unwanted;
                });
        wanted.forEach((name, config) -> jobs.compute(name, (_, job) -> job(config, job)));
        jobs.values().forEach(Job::update);
    }

    private Job job(ScrapeConfig config, @Nullable Job before) {
        if (before == null) {
            return job(new ScrapePool(config, context), config);
        }
        if (before.pool.config().equals(config)) {
            return before;
        }
        boolean elsewhere = !before.pool.config().discoveries().equals(config.discoveries());
        before.pool.reconfigure(config);
        before.changed.set(true);
        if (!elsewhere) {
            return before;
        }
        // The new one first, so that what both look for is not looked for anew.
        Job moved = job(before.pool, config);
        before.subscription.close();
        return moved;
    }

    private Job job(ScrapePool pool, ScrapeConfig config) {
        AtomicBoolean changed = new AtomicBoolean(true);
        Runnable listener =
                () -> {
                    changed.set(true);
                    noteChange();
                };
        return new Job(pool, discovery.subscribe(config.discoveries(), listener), changed);
    }

    private synchronized boolean isClosed() {
        return closed;
    }
}
