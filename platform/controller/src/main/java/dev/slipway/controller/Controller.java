package dev.slipway.controller;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.ApiException;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.OwnerReference;
import dev.slipway.model.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/// A reconciler with its queue and workers: informers wake keys, workers call the reconciler, one
/// call at a time for a key. Woken for every object there is at the start. Thread-safe.
///
/// A simulation does not call `start` but `step`.
public final class Controller implements Component, Stepwise {
    private static final System.Logger LOGGER = System.getLogger(Controller.class.getName());

    /// Retries of all keys together, beyond the back-off of each.
    private static final int RETRY_BURST = 100;

    private static final Duration RETRY_INTERVAL = Duration.ofMillis(20);

    private final String name;
    private final Reconciler reconciler;
    private final Time time;
    private final WorkQueue queue;
    private final List<Informer<?>> informers;
    private final int workers;
    private final List<Thread> threads = new ArrayList<>();
    private final DurationHistogram durations = new DurationHistogram();
    private final LongAdder conflicts = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private boolean started;

    private Controller(Builder builder) {
        this.name = builder.name;
        this.reconciler = builder.reconciler;
        this.time = builder.time;
        this.queue =
                new WorkQueue(
                        time, builder.backOff, new TokenBucket(time, RETRY_BURST, RETRY_INTERVAL));
        this.informers = List.copyOf(builder.informers);
        this.workers = builder.workers;
        builder.sources.forEach(source -> source.connect(queue));
    }

    public static Builder named(String name, Reconciler reconciler, Time time) {
        return new Builder(name, reconciler, time);
    }

    public String name() {
        return name;
    }

    /// Has the key reconciled soon, whatever else happens.
    public void wake(ObjectKey key) {
        queue.add(key);
    }

    /// Has the key reconciled after `delay`.
    public void wakeAfter(ObjectKey key, Duration delay) {
        queue.addAfter(key, delay);
    }

    /// Workers begin once all informers have synced; does not wait for that.
    @Override
    public synchronized void start() {
        if (started) {
            return;
        }
        started = true;
        for (int i = 0; i < workers; i++) {
            threads.add(Thread.ofVirtual().name(name + "-" + i).start(this::loop));
        }
    }

    @Override
    public void close() {
        queue.close();
        List<Thread> running;
        synchronized (this) {
            running = List.copyOf(threads);
        }
        running.forEach(Thread::interrupt);
        running.forEach(Threads::join);
    }

    @Override
    public boolean step() throws InterruptedException {
        for (Informer<?> informer : informers) {
            if (!informer.hasSynced()) {
                return false;
            }
        }
        ObjectKey key = queue.poll();
        if (key == null) {
            return false;
        }
        work(key);
        return true;
    }

    public ControllerFigures figures() {
        return new ControllerFigures(
                name,
                queue.depth(),
                queue.running(),
                durations.count(),
                conflicts.sum(),
                failures.sum(),
                new ControllerFigures.Durations(
                        durations.total(),
                        durations.quantile(0.5),
                        durations.quantile(0.99),
                        durations.longest()));
    }

    private void loop() {
        try {
            for (Informer<?> informer : informers) {
                informer.awaitSync();
            }
            for (ObjectKey key = queue.take(); key != null; key = queue.take()) {
                work(key);
            }
        } catch (InterruptedException _) {
            // Closed; nothing is left to do.
        }
    }

    private void work(ObjectKey key) throws InterruptedException {
        long start = time.nanos();
        try {
            Result result = reconciler.reconcile(key);
            queue.succeeded(key);
            if (result instanceof Result.RequeueAfter(Duration delay)) {
                queue.addAfter(key, delay);
            }
        } catch (ApiException e) {
            retry(key, e, e.reason() == ApiException.Reason.CONFLICT);
        } catch (RuntimeException e) {
            retry(key, e, false);
        } finally {
            durations.record(time.nanos() - start);
            queue.done(key);
        }
    }

    private void retry(ObjectKey key, RuntimeException e, boolean conflict) {
        queue.retry(key);
        if (conflict) {
            conflicts.increment();
            return;
        }
        failures.increment();
        // The first failure and then ever fewer, so that a full disk does not fill the log too.
        int count = queue.failures(key);
        if (Integer.bitCount(count) == 1) {
            String line =
                    "A reconcile failed and is retried controller="
                            + name
                            + " key="
                            + key
                            + " failures="
                            + count
                            + " reason="
                            + e.getMessage();
            LOGGER.log(System.Logger.Level.WARNING, line, e instanceof ApiException ? null : e);
        }
    }

    /// Says what a controller listens to. Not thread-safe.
    public static final class Builder {
        private static final BackOff DEFAULT_BACK_OFF =
                new BackOff(Duration.ofMillis(5), Duration.ofMinutes(1));

        private final String name;
        private final Reconciler reconciler;
        private final Time time;
        private final List<Informer<?>> informers = new ArrayList<>();
        private final List<Source> sources = new ArrayList<>();
        private BackOff backOff = DEFAULT_BACK_OFF;
        private int workers = 2;

        private Builder(String name, Reconciler reconciler, Time time) {
            this.name = requireNonNull(name, "name");
            this.reconciler = requireNonNull(reconciler, "reconciler");
            this.time = requireNonNull(time, "time");
        }

        /// Wakes the key of each object that changes.
        public <T extends Resource> Builder onChange(Informer<T> informer) {
            return onChange(informer, object -> List.of(object.key()));
        }

        /// Wakes the keys that `keys` finds for the old and for the new state of an object that
        /// changes.
        public <T extends Resource> Builder onChange(
                Informer<T> informer, Function<T, ? extends Collection<ObjectKey>> keys) {
            return onDelta(
                    informer,
                    delta -> {
                        List<ObjectKey> woken = new ArrayList<>();
                        if (delta.before() != null) {
                            woken.addAll(keys.apply(delta.before()));
                        }
                        if (delta.after() != null) {
                            woken.addAll(keys.apply(delta.after()));
                        }
                        return woken;
                    });
        }

        /// Wakes the object of kind `owner` that manages the object that changes.
        public <T extends Resource> Builder onOwnedChange(Informer<T> informer, Kind<?> owner) {
            return onChange(informer, object -> controllerKey(object, owner));
        }

        /// Wakes the keys that `keys` finds for each change. It runs on the informer's thread and
        /// must not block.
        public <T extends Resource> Builder onDelta(
                Informer<T> informer,
                Function<Informer.Delta<T>, ? extends Collection<ObjectKey>> keys) {
            informers.add(informer);
            sources.add(queue -> connect(informer, keys, queue));
            return this;
        }

        /// Reads from an informer without being woken by it: workers wait until it has synced.
        public Builder reads(Informer<?> informer) {
            informers.add(informer);
            return this;
        }

        /// How many keys are worked on at the same time.
        public Builder workers(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("workers: " + count + " (expected: >= 1)");
            }
            this.workers = count;
            return this;
        }

        public Builder backOff(BackOff newBackOff) {
            this.backOff = requireNonNull(newBackOff, "newBackOff");
            return this;
        }

        public Controller build() {
            return new Controller(this);
        }

        private static <T extends Resource> void connect(
                Informer<T> informer,
                Function<Informer.Delta<T>, ? extends Collection<ObjectKey>> keys,
                WorkQueue queue) {
            informer.addListener(delta -> keys.apply(delta).forEach(queue::add));
            if (informer.hasSynced()) {
                // Too late to be told of these; twice does no harm.
                for (T object : informer.all()) {
                    keys.apply(new Informer.Delta<>(null, object)).forEach(queue::add);
                }
            }
        }

        private static List<ObjectKey> controllerKey(Resource object, Kind<?> owner) {
            OwnerReference controller = object.metadata().controller();
            if (controller == null
                    || !controller.kind().equals(owner.type().kind())
                    || !controller.apiVersion().equals(owner.type().apiVersion())) {
                return List.of();
            }
            return List.of(
                    new ObjectKey(
                            owner.namespaced() ? object.key().namespace() : "", controller.name()));
        }
    }

    @FunctionalInterface
    private interface Source {
        void connect(WorkQueue queue);
    }
}
