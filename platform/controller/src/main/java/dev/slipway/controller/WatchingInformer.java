package dev.slipway.controller;

import dev.slipway.client.ListQuery;
import dev.slipway.client.ResourceList;
import dev.slipway.client.Resources;
import dev.slipway.client.Watch;
import dev.slipway.client.WatchEvent;
import dev.slipway.model.ApiException;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.OwnerReference;
import dev.slipway.model.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An informer that lists, then watches. All writing to the copy is done by the one thread that
/// calls `step`; the rest is safe for any thread.
///
/// Events are taken per object: one that is older than what the copy holds of that object is left
/// out, so that a watch may repeat itself without the copy going back in time.
final class WatchingInformer<T extends Resource> implements Informer<T>, Stepwise {
    private static final System.Logger LOGGER = System.getLogger(WatchingInformer.class.getName());
    private static final BackOff RETRY =
            new BackOff(Duration.ofMillis(100), Duration.ofSeconds(10));

    private final Kind<T> kind;
    private final Resources<T> resources;
    private final Time time;
    private final ConcurrentSkipListMap<ObjectKey, T> objects = new ConcurrentSkipListMap<>();
    private final Map<String, Index<T>> indexes = new ConcurrentHashMap<>();
    private final List<Consumer<Delta<T>>> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch synced = new CountDownLatch(1);
    private final Semaphore retry = new Semaphore(0);
    private volatile long revision;
    private volatile boolean closed;
    private volatile @Nullable Watch<T> watch;

    // Only for the thread that steps.
    private boolean waitingToRetry;
    private int failures;

    WatchingInformer(Kind<T> kind, Resources<T> resources, Time time) {
        this.kind = kind;
        this.resources = resources;
        this.time = time;
        addIndex(BY_CONTROLLER, WatchingInformer::controllerUid);
    }

    @Override
    public @Nullable T find(ObjectKey key) {
        return objects.get(key);
    }

    @Override
    public List<T> all() {
        return List.copyOf(objects.values());
    }

    @Override
    public List<T> inNamespace(String namespace) {
        return List.copyOf(
                objects.subMap(new ObjectKey(namespace, ""), new ObjectKey(namespace + '\0', ""))
                        .values());
    }

    @Override
    public List<T> byIndex(String index, String value) {
        Index<T> found = indexes.get(index);
        if (found == null) {
            throw new IllegalArgumentException(
                    "index: " + index + " (expected: one of " + indexes.keySet() + ")");
        }
        return found.find(value);
    }

    @Override
    public void addIndex(String name, Function<T, List<String>> values) {
        if (hasSynced() && !indexes.containsKey(name)) {
            throw new IllegalStateException(
                    "Index " + name + " of " + kind + " added after the informer started");
        }
        indexes.putIfAbsent(name, new Index<>(values));
    }

    @Override
    public void addListener(Consumer<Delta<T>> listener) {
        listeners.add(listener);
    }

    @Override
    public boolean hasSynced() {
        return synced.getCount() == 0;
    }

    @Override
    public void awaitSync() throws InterruptedException {
        synced.await();
    }

    @Override
    public long revision() {
        return revision;
    }

    @Override
    public boolean step() throws InterruptedException {
        return step(Duration.ZERO);
    }

    /// Takes in one event, or the whole list; waits at most `timeout`.
    boolean step(Duration timeout) throws InterruptedException {
        if (waitingToRetry) {
            waitingToRetry = !retry.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return !waitingToRetry;
        }
        try {
            return advance(timeout);
        } catch (ApiException e) {
            recover(e);
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.ERROR, "An informer failed kind=" + kind, e);
            retryLater();
        }
        return true;
    }

    void close() {
        closed = true;
        disconnect();
    }

    boolean isClosed() {
        return closed;
    }

    private boolean advance(Duration timeout) throws InterruptedException {
        Watch<T> current = watch;
        if (current == null) {
            connect();
            return true;
        }
        WatchEvent<T> event = current.next(timeout);
        // Only now, so that a watch that breaks off each time it is made is made ever less often.
        failures = 0;
        if (event == null) {
            return false;
        }
        accept(event);
        return true;
    }

    private void connect() {
        ResourceList<T> list = resources.list(ListQuery.all());
        replaceAll(list);
        watch = resources.watch(ListQuery.all(), list.revision());
        if (closed) {
            disconnect();
        }
        synced.countDown();
    }

    private void recover(ApiException e) {
        disconnect();
        if (closed) {
            return;
        }
        if (e.reason() == ApiException.Reason.EXPIRED && failures == 0) {
            failures++;
            return;
        }
        LOGGER.log(
                System.Logger.Level.WARNING,
                "An informer lost its connection kind=" + kind + " reason=" + e.getMessage());
        retryLater();
    }

    private void retryLater() {
        disconnect();
        failures++;
        waitingToRetry = true;
        time.schedule(RETRY.after(failures), retry::release);
    }

    private void disconnect() {
        Watch<T> current = watch;
        watch = null;
        if (current != null) {
            current.close();
        }
    }

    private void replaceAll(ResourceList<T> list) {
        Set<ObjectKey> present = new HashSet<>();
        for (T object : list.items()) {
            present.add(object.key());
            put(object);
        }
        for (ObjectKey key : new ArrayList<>(objects.keySet())) {
            if (!present.contains(key)) {
                remove(key);
            }
        }
        revision = Math.max(revision, list.revision());
    }

    private void accept(WatchEvent<T> event) {
        switch (event) {
            case WatchEvent.Added<T> added -> put(added.object());
            case WatchEvent.Modified<T> modified -> put(modified.object());
            case WatchEvent.Deleted<T> deleted -> {
                T known = objects.get(deleted.object().key());
                if (known != null && version(known) <= deleted.revision()) {
                    remove(known.key());
                }
            }
            case WatchEvent.Bookmark<T> _ -> {}
        }
        revision = Math.max(revision, event.revision());
    }

    private void put(T object) {
        T before = objects.get(object.key());
        if (before != null && version(before) >= version(object)) {
            return;
        }
        if (before != null && !sameObject(before, object)) {
            // Deleted and created again while we did not look: listeners see both.
            remove(object.key());
            before = null;
        }
        objects.put(object.key(), object);
        publish(before, object);
    }

    private void remove(ObjectKey key) {
        T before = objects.remove(key);
        if (before != null) {
            publish(before, null);
        }
    }

    private void publish(@Nullable T before, @Nullable T after) {
        for (Index<T> index : indexes.values()) {
            index.replace(before, after);
        }
        Delta<T> delta = new Delta<>(before, after);
        for (Consumer<Delta<T>> listener : listeners) {
            listener.accept(delta);
        }
    }

    private static boolean sameObject(Resource one, Resource other) {
        return java.util.Objects.equals(one.metadata().uid(), other.metadata().uid());
    }

    private static long version(Resource object) {
        String version = object.metadata().resourceVersion();
        return version == null ? 0 : Long.parseLong(version);
    }

    private static List<String> controllerUid(Resource object) {
        OwnerReference owner = object.metadata().controller();
        return owner == null ? List.of() : List.of(owner.uid());
    }
}
