package dev.slipway.controller;

import static java.util.Objects.requireNonNull;

import dev.slipway.client.Cluster;
import dev.slipway.client.Resources;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Patch;
import dev.slipway.model.Resource;
import dev.slipway.model.kinds.Event;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ObjectReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Tells people what a component did to an object, as core/v1 Events. The same words about the same
/// object become one Event with a count; too many different words become one that says so; each
/// object may be talked about only so often. Recording never blocks: one thread writes, and what
/// finds the queue full is dropped and counted. Names are drawn from the content, so that a
/// restarted component goes on counting. Thread-safe.
public final class EventRecorder implements Component, Stepwise {
    private static final System.Logger LOGGER = System.getLogger(EventRecorder.class.getName());
    private static final int QUEUE_LENGTH = 1_000;
    private static final int OBJECTS_MAX = 4_096;
    private static final int BURST = 25;
    private static final Duration REFILL = Duration.ofMinutes(5);
    private static final int DIFFERENT_MESSAGES_MAX = 10;
    private static final Duration SIMILAR_WITHIN = Duration.ofMinutes(10);
    private static final int MESSAGE_LENGTH_MAX = 1_024;
    private static final Duration POLL = Duration.ofSeconds(5);

    private final String component;
    private final Resources<Event> events;
    private final Time time;
    private final LinkedBlockingQueue<Occurrence> queue = new LinkedBlockingQueue<>(QUEUE_LENGTH);
    private final LongAdder dropped = new LongAdder();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    // Only for the thread that writes.
    private final Map<String, Talk> talks = new Recent<>();
    private final Map<String, Boolean> written = new Recent<>();

    public EventRecorder(String component, Cluster cluster, Time time) {
        this.component = requireNonNull(component, "component");
        this.events = cluster.resources(Kinds.EVENT);
        this.time = requireNonNull(time, "time");
    }

    public void normal(Kind<?> kind, Resource object, String reason, String message) {
        record(kind, object.metadata(), "Normal", reason, message);
    }

    public void warning(Kind<?> kind, Resource object, String reason, String message) {
        record(kind, object.metadata(), "Warning", reason, message);
    }

    /// How many could not be told for lack of room.
    public long dropped() {
        return dropped.sum();
    }

    @Override
    public synchronized void start() {
        if (threads.isEmpty()) {
            threads.add(Thread.ofVirtual().name(component + "-events").start(this::loop));
        }
    }

    @Override
    public void close() {
        closed = true;
        List<Thread> running;
        synchronized (this) {
            running = List.copyOf(threads);
        }
        running.forEach(Thread::interrupt);
        running.forEach(Threads::join);
    }

    @Override
    public boolean step() {
        Occurrence next = queue.poll();
        if (next == null) {
            return false;
        }
        write(next);
        return true;
    }

    private void record(
            Kind<?> kind, ObjectMeta object, String type, String reason, String message) {
        String text =
                message.length() <= MESSAGE_LENGTH_MAX
                        ? message
                        : message.substring(0, MESSAGE_LENGTH_MAX - 3) + "...";
        if (!queue.offer(new Occurrence(kind, object, type, reason, text, text, time.now()))) {
            dropped.increment();
        }
    }

    private void loop() {
        try {
            while (!closed) {
                Occurrence next = queue.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
                if (next != null) {
                    write(next);
                }
            }
        } catch (InterruptedException _) {
            // Closed: what was about to be told is of no use any more.
        }
    }

    private void write(Occurrence occurrence) {
        Talk talk =
                talks.computeIfAbsent(
                        occurrence.about(), _ -> new Talk(new TokenBucket(time, BURST, REFILL)));
        if (!talk.bucket.tryTake()) {
            dropped.increment();
            return;
        }
        Occurrence told = talk.combine(occurrence);
        try {
            store(told);
        } catch (ApiException e) {
            LOGGER.log(
                    System.Logger.Level.DEBUG,
                    "An event could not be written object="
                            + occurrence.object.key()
                            + " reason="
                            + e.getMessage());
        }
    }

    private void store(Occurrence occurrence) {
        ObjectKey key = occurrence.eventKey();
        boolean known = written.put(key.toString(), true) != null;
        if (!known && created(key, occurrence)) {
            return;
        }
        Event stored = events.find(key).orElse(null);
        if (stored == null) {
            created(key, occurrence);
            return;
        }
        var change = Json.object();
        change.put("count", (stored.count() == null ? 1 : stored.count()) + 1);
        change.put("lastTimestamp", Json.time(occurrence.at));
        change.put("message", occurrence.message);
        events.patch(key, new Patch.MergePatch(change));
    }

    private boolean created(ObjectKey key, Occurrence occurrence) {
        try {
            events.create(event(key, occurrence));
            return true;
        } catch (ApiException e) {
            if (e.reason() == ApiException.Reason.ALREADY_EXISTS) {
                return false;
            }
            throw e;
        }
    }

    private Event event(ObjectKey key, Occurrence occurrence) {
        return new Event(
                ObjectMeta.named(key.namespace(), key.name()),
                occurrence.reference(),
                occurrence.reason,
                occurrence.message,
                occurrence.type,
                1,
                occurrence.at,
                occurrence.at,
                null,
                new Event.Source(component, null),
                null,
                null,
                null,
                component,
                null);
    }

    private record Occurrence(
            Kind<?> kind,
            ObjectMeta object,
            String type,
            String reason,
            String message,
            String identity,
            Instant at) {
        String about() {
            return kind + " " + object.key() + " " + object.uid();
        }

        ObjectKey eventKey() {
            String content = about() + '\n' + type + '\n' + reason + '\n' + identity;
            UUID hash = UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8));
            String suffix = Long.toHexString(hash.getMostSignificantBits());
            ObjectKey key = object.key();
            String namespace = key.namespace().isEmpty() ? "default" : key.namespace();
            return new ObjectKey(namespace, key.name() + "." + suffix);
        }

        ObjectReference reference() {
            ObjectKey key = object.key();
            return new ObjectReference(
                    kind.type().apiVersion(),
                    kind.type().kind(),
                    key.namespace().isEmpty() ? null : key.namespace(),
                    key.name(),
                    object.uid(),
                    object.resourceVersion(),
                    null);
        }

        Occurrence combined() {
            String prefix = "(combined from similar events)";
            return new Occurrence(kind, object, type, reason, prefix + ": " + message, prefix, at);
        }
    }

    /// What was said about one object lately.
    private static final class Talk {
        private final TokenBucket bucket;
        private final Map<String, Similar> byReason = new Recent<>();

        Talk(TokenBucket bucket) {
            this.bucket = bucket;
        }

        Occurrence combine(Occurrence occurrence) {
            String reason = occurrence.type + " " + occurrence.reason;
            Similar similar = byReason.get(reason);
            if (similar == null || similar.last.plus(SIMILAR_WITHIN).isBefore(occurrence.at)) {
                similar = new Similar(occurrence.at);
                byReason.put(reason, similar);
            }
            similar.last = occurrence.at;
            if (similar.messages.contains(occurrence.message)) {
                return occurrence;
            }
            if (similar.messages.size() >= DIFFERENT_MESSAGES_MAX) {
                return occurrence.combined();
            }
            similar.messages.add(occurrence.message);
            return occurrence;
        }
    }

    private static final class Similar {
        private final List<String> messages = new ArrayList<>();
        private Instant last;

        Similar(Instant last) {
            this.last = last;
        }
    }

    /// The entries used last, up to a limit.
    private static final class Recent<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.@Nullable Entry<String, V> eldest) {
            return size() > OBJECTS_MAX;
        }
    }
}
