package dev.slipway.controller;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.model.ObjectKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What a controller did but does not see yet, for each owner (by uid): objects it created, by
/// name, and objects it deleted, by uid. Until all is seen the controller must not count its
/// objects, because it would create or delete twice. What is not seen within `TIMEOUT` is given up,
/// so that a lost event cannot stop a controller for ever. Thread-safe.
public final class Expectations {
    public static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final Time time;

    @GuardedBy("this")
    private final Map<String, Awaited> owners = new HashMap<>();

    public Expectations(Time time) {
        this.time = requireNonNull(time, "time");
    }

    /// To be called before the creation is asked for.
    public synchronized void expectCreation(String ownerUid, ObjectKey created) {
        awaited(ownerUid).creations.add(created);
    }

    /// To be called before the deletion is asked for.
    public synchronized void expectDeletion(String ownerUid, String deletedUid) {
        awaited(ownerUid).deletions.add(deletedUid);
    }

    /// The object is seen, or its creation failed.
    public synchronized void settleCreation(String ownerUid, ObjectKey created) {
        Awaited awaited = owners.get(ownerUid);
        if (awaited != null) {
            awaited.creations.remove(created);
            removeIfSettled(ownerUid, awaited);
        }
    }

    /// The object is seen to go, or its deletion failed.
    public synchronized void settleDeletion(String ownerUid, String deletedUid) {
        Awaited awaited = owners.get(ownerUid);
        if (awaited != null) {
            awaited.deletions.remove(deletedUid);
            removeIfSettled(ownerUid, awaited);
        }
    }

    public synchronized boolean settled(String ownerUid) {
        Awaited awaited = owners.get(ownerUid);
        if (awaited != null && time.nanos() - awaited.since > TIMEOUT.toNanos()) {
            owners.remove(ownerUid);
            return true;
        }
        return awaited == null;
    }

    /// The owner is gone.
    public synchronized void forget(String ownerUid) {
        owners.remove(ownerUid);
    }

    @GuardedBy("this")
    private Awaited awaited(String ownerUid) {
        Awaited awaited = owners.computeIfAbsent(ownerUid, _ -> new Awaited());
        awaited.since = time.nanos();
        return awaited;
    }

    @GuardedBy("this")
    private void removeIfSettled(String ownerUid, Awaited awaited) {
        if (awaited.creations.isEmpty() && awaited.deletions.isEmpty()) {
            owners.remove(ownerUid);
        }
    }

    private static final class Awaited {
        private final Set<ObjectKey> creations = new HashSet<>();
        private final Set<String> deletions = new HashSet<>();
        private long since;
    }
}
