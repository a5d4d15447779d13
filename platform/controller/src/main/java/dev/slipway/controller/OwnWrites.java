package dev.slipway.controller;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Resource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a controller wrote and does not see in its informer yet, for each key it reconciles. A
/// controller that decides by several objects together must not decide before it sees its own
/// writes: it would take its last step again from the old state. Given up after `TIMEOUT`.
/// Thread-safe.
public final class OwnWrites<T extends Resource> {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Time time;

    @GuardedBy("this")
    private final Map<ObjectKey, Map<ObjectKey, Written>> pending = new HashMap<>();

    @GuardedBy("this")
    private final Map<ObjectKey, ObjectKey> writers = new HashMap<>();

    private final Informer<T> informer;

    /// To be made before the informer starts.
    public OwnWrites(Informer<T> informer, Time time) {
        this.informer = requireNonNull(informer, "informer");
        this.time = requireNonNull(time, "time");
        informer.addListener(this::seen);
    }

    /// Remembers the answer to a creation or patch made on behalf of `key`.
    public void wrote(ObjectKey key, T object) {
        T visible = informer.find(object.key());
        if (visible != null && isSeen(visible, object)) {
            return;
        }
        synchronized (this) {
            pending.computeIfAbsent(key, _ -> new HashMap<>())
                    .put(
                            object.key(),
                            new Written(object.metadata().uid(), version(object), time.nanos()));
            writers.put(object.key(), key);
        }
        T now = informer.find(object.key());
        if (now != null) {
            seen(new Informer.Delta<>(null, now));
        }
    }

    /// How long to wait at most until everything written for `key` is visible; zero if it is.
    public synchronized Duration outstanding(ObjectKey key) {
        Map<ObjectKey, Written> written = pending.get(key);
        if (written == null) {
            return Duration.ZERO;
        }
        long oldest = time.nanos() - TIMEOUT.toNanos();
        written.values().removeIf(each -> each.atNanos - oldest <= 0);
        if (written.isEmpty()) {
            pending.remove(key);
            return Duration.ZERO;
        }
        return TIMEOUT;
    }

    private synchronized void seen(Informer.Delta<T> delta) {
        ObjectKey object = delta.object().key();
        ObjectKey writer = writers.get(object);
        Map<ObjectKey, Written> written = writer == null ? null : pending.get(writer);
        Written last = written == null ? null : written.get(object);
        if (writer == null || written == null || last == null) {
            return;
        }
        if (isSeen(delta, last)) {
            written.remove(object);
            writers.remove(object);
            if (written.isEmpty()) {
                pending.remove(writer);
            }
        }
    }

    private static boolean isSeen(Informer.Delta<?> delta, Written written) {
        if (delta.after() != null) {
            return version(delta.after()) >= written.version;
        }
        String uid = delta.object().metadata().uid();
        return uid != null && uid.equals(written.uid);
    }

    private static boolean isSeen(Resource visible, Resource written) {
        return version(visible) >= version(written);
    }

    private static long version(Resource object) {
        String version = object.metadata().resourceVersion();
        return version == null ? 0 : Long.parseLong(version);
    }

    private record Written(@Nullable String uid, long version, long atNanos) {}
}
