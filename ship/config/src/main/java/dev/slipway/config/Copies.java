package dev.slipway.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Resources;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Time;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import dev.slipway.model.TemplateHash;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// The kept copies of one kind of config. Thread-safe.
///
/// A copy may be handed out while it is about to be deleted as unused: handing out holds the read
/// lock, deleting the write lock, and nothing is deleted that was handed out a short while ago.
/// That bridges the time until the new reference can be seen in the cluster. What was deleted here
/// is not believed to exist because a copy of the cluster that is behind still shows it.
final class Copies<T extends Resource> {
    /// Says of a copy that it is one.
    static final String LABEL = "slipway.dev/kept-config";

    /// Says of a copy what it was made of.
    static final String KEPT_FROM = "slipway.dev/kept-from";

    private static final int NAME_MAX = 253;
    private static final int HASHES_MAX = 16_384;

    /// Other objects may have the names of copies; so many are tried.
    private static final int NAMES_MAX = 8;

    private final ConfigKind<T> kind;
    private final Resources<T> resources;
    private final Informer<T> informer;
    private final Time time;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    // Guarded by this.
    private final Recent<String> hashes = new Recent<>(HASHES_MAX);
    private final Recent<T> fresh = new Recent<>(HASHES_MAX);
    private final Map<ObjectKey, Long> handedOutNanos = new HashMap<>();
    private final Map<ObjectKey, String> deletedUids = new HashMap<>();

    Copies(ConfigKind<T> kind, Cluster cluster, Informers informers, Time time) {
        this.kind = kind;
        this.resources = cluster.resources(kind.kind());
        this.informer = informers.of(kind.kind());
        this.time = time;
    }

    Informer<T> informer() {
        return informer;
    }

    static boolean isCopy(ObjectMeta metadata) {
        return metadata.labels().containsKey(LABEL);
    }

    /// What a reference to `key` is to refer to: itself if it is a copy already, wants to stay live
    /// or is none of those that can be copied, else the copy; null if there is no such object. With
    /// `asOfNow`, a local copy that may be behind is not enough.
    @Nullable String keep(ObjectKey key, boolean asOfNow) {
        lock.readLock().lock();
        try {
            T source = find(key, asOfNow);
            if (source == null || source.metadata().isBeingDeleted()) {
                return null;
            }
            if (isCopy(source.metadata())) {
                handOut(key);
                return key.name();
            }
            boolean live = ConfigKeeper.staysLive(source.metadata().annotations());
            return live || !kind.canBeCopied(source) ? key.name() : copyOf(key, source);
        } finally {
            lock.readLock().unlock();
        }
    }

    /// Deletes a copy unless it was handed out within `grace`; false if it was.
    boolean deleteUnlessHandedOut(T copy, Duration grace) {
        lock.writeLock().lock();
        try {
            if (wasHandedOut(copy.key(), grace)) {
                return false;
            }
            resources.delete(copy.key(), DeleteOptions.ofUid(copy.metadata().storedUid()));
            noteDeleted(copy);
            return true;
        } finally {
            lock.writeLock().unlock();
        }
    }

    synchronized boolean wasHandedOut(ObjectKey copy, Duration grace) {
        Long nanos = handedOutNanos.get(copy);
        if (nanos == null) {
            return false;
        }
        if (time.nanos() - nanos < grace.toNanos()) {
            return true;
        }
        handedOutNanos.remove(copy);
        return false;
    }

    private @Nullable T find(ObjectKey key, boolean asOfNow) {
        T seen = informer.find(key);
        if (seen == null || isDeleted(seen) || asOfNow) {
            T now = resources.find(key).orElse(null);
            if (now != null) {
                noteFresh(now);
            }
            return now;
        }
        return newest(key, seen);
    }

    /// What was read from the cluster itself, until the local copy has caught up with it.
    private synchronized T newest(ObjectKey key, T seen) {
        T read = fresh.get(key.toString());
        if (read == null) {
            return seen;
        }
        if (informer.revision() >= revision(read)) {
            fresh.remove(key.toString());
            return seen;
        }
        return read;
    }

    private synchronized void noteFresh(T object) {
        if (informer.revision() < revision(object)) {
            fresh.put(object.key().toString(), object);
        }
    }

    private String copyOf(ObjectKey key, T source) {
        String hash = hash(key.name(), source);
        for (int attempt = 0; attempt < NAMES_MAX; attempt++) {
            String suffix = attempt == 0 ? hash : TemplateHash.of(named(hash), attempt);
            ObjectKey name = new ObjectKey(key.namespace(), name(key.name(), suffix));
            if (ensure(name, key.name(), hash, source)) {
                handOut(name);
                return name.name();
            }
        }
        throw new ApiException(
                Reason.CONFLICT,
                "No name is free for a copy of %s %s: %d were tried"
                        .formatted(kind.kind().type().kind(), key, NAMES_MAX));
    }

    /// False if the name belongs to something else.
    private boolean ensure(ObjectKey name, String keptFrom, String hash, T source) {
        T found = informer.find(name);
        if (found == null || isDeleted(found)) {
            found = resources.find(name).orElse(null);
        }
        if (found == null) {
            found = create(name, keptFrom, source);
        }
        ObjectMeta metadata = found.metadata();
        return isCopy(metadata)
                && kind.isImmutable(found)
                && keptFrom.equals(metadata.annotations().get(KEPT_FROM))
                && hash(keptFrom, found).equals(hash);
    }

    private T create(ObjectKey name, String keptFrom, T source) {
        ObjectMeta metadata =
                ObjectMeta.named(name.namespace(), name.name())
                        .withLabels(Map.of(LABEL, "true"))
                        .withAnnotations(Map.of(KEPT_FROM, keptFrom));
        try {
            return resources.create(kind.copy(metadata, source));
        } catch (ApiException e) {
            if (e.reason() != Reason.ALREADY_EXISTS) {
                throw e;
            }
            return resources.find(name).orElseThrow(() -> e);
        }
    }

    private synchronized void handOut(ObjectKey copy) {
        handedOutNanos.put(copy, time.nanos());
    }

    private synchronized void noteDeleted(T copy) {
        deletedUids
                .entrySet()
                .removeIf(entry -> {
                    T seen = informer.find(entry.getKey());
                    return seen == null || !entry.getValue().equals(seen.metadata().uid());
                });
        deletedUids.put(copy.key(), copy.metadata().storedUid());
    }

    private synchronized boolean isDeleted(T seen) {
        String uid = deletedUids.get(seen.key());
        return uid != null && uid.equals(seen.metadata().uid());
    }

    /// The hash of an object's content. The name of what it was kept from counts too: names that
    /// are cut off must not meet.
    private String hash(String keptFrom, T object) {
        ObjectMeta metadata = object.metadata();
        String state = metadata.uid() + "@" + metadata.resourceVersion();
        synchronized (this) {
            String known = hashes.get(state);
            if (known != null) {
                return known;
            }
        }
        ObjectNode content = kind.content(object);
        content.put("name", keptFrom);
        String hash = TemplateHash.of(content, 0);
        synchronized (this) {
            hashes.put(state, hash);
        }
        return hash;
    }

    private static ObjectNode named(String hash) {
        return Json.object().put("hash", hash);
    }

    /// `settings-7f4c9dxb2k`. Each part of a name between dots has to end with a letter or digit.
    private static String name(String source, String suffix) {
        int lengthMax = NAME_MAX - suffix.length() - 1;
        int length = Math.min(source.length(), lengthMax);
        while (length > 1 && !Character.isLetterOrDigit(source.charAt(length - 1))) {
            length--;
        }
        return source.substring(0, length) + "-" + suffix;
    }

    private static long revision(Resource object) {
        String text = object.metadata().resourceVersion();
        return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}
