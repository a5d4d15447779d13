package dev.slipway.controller;

import static java.util.Objects.requireNonNull;

import dev.slipway.client.Cluster;
import dev.slipway.model.Kind;
import dev.slipway.model.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The informers of a process: one for each kind, shared by all who ask. Those asked for before
/// `start` begin with it, later ones at once. Thread-safe.
public final class Informers implements Component, Stepwise {
    private static final Duration POLL = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final Time time;
    private final Map<Kind<?>, WatchingInformer<?>> informers = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private boolean started;
    private boolean closed;

    public Informers(Cluster cluster, Time time) {
        this.cluster = requireNonNull(cluster, "cluster");
        this.time = requireNonNull(time, "time");
    }

    /// The informer of a kind. Kinds with different record types are different kinds here.
    @SuppressWarnings("unchecked") // The map holds an Informer<T> under each Kind<T>.
    public synchronized <T extends Resource> Informer<T> of(Kind<T> kind) {
        WatchingInformer<T> informer = (WatchingInformer<T>) informers.get(kind);
        if (informer == null) {
            informer = new WatchingInformer<>(kind, cluster.resources(kind), time);
            informers.put(kind, informer);
            if (started && !closed) {
                run(informer);
            }
        }
        return informer;
    }

    @Override
    public synchronized void start() {
        if (started) {
            return;
        }
        started = true;
        informers.values().forEach(this::run);
    }

    /// Waits until every informer asked for so far has read its first list.
    public void awaitSync() throws InterruptedException {
        for (WatchingInformer<?> informer : snapshot()) {
            informer.awaitSync();
        }
    }

    /// In a simulation: lets each informer take in one event.
    @Override
    public boolean step() throws InterruptedException {
        boolean progressed = false;
        for (WatchingInformer<?> informer : snapshot()) {
            progressed |= informer.step();
        }
        return progressed;
    }

    @Override
    public void close() {
        List<Thread> running;
        synchronized (this) {
            closed = true;
            informers.values().forEach(WatchingInformer::close);
            running = List.copyOf(threads);
        }
        running.forEach(Thread::interrupt);
        running.forEach(Threads::join);
    }

    private synchronized List<WatchingInformer<?>> snapshot() {
        return List.copyOf(informers.values());
    }

    private synchronized void run(WatchingInformer<?> informer) {
        threads.add(Thread.ofVirtual().name("informer").start(() -> loop(informer)));
    }

    private static void loop(WatchingInformer<?> informer) {
        try {
            while (!informer.isClosed()) {
                informer.step(POLL);
            }
        } catch (InterruptedException _) {
            // Closed; nothing is left to do.
        }
    }
}
