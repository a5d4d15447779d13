package dev.slipway.api;

import dev.slipway.client.Watch;
import dev.slipway.client.WatchEvent;
import dev.slipway.model.Resource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A watch that reads objects into records. State is confined to the thread that pulls.
final class LocalWatch<T extends Resource> implements Watch<T> {
    private static final int BATCH_MAX = 64;

    private final ObjectWatch events;
    private final Function<StoredObject, T> reader;
    private final Deque<ObjectEvent> waiting = new ArrayDeque<>();

    LocalWatch(ObjectWatch events, Function<StoredObject, T> reader) {
        this.events = events;
        this.reader = reader;
    }

    @Override
    public @Nullable WatchEvent<T> next(Duration timeout) throws InterruptedException {
        if (waiting.isEmpty()) {
            waiting.addAll(events.poll(BATCH_MAX, timeout));
        }
        ObjectEvent event = waiting.pollFirst();
        return event == null ? null : read(event);
    }

    @Override
    public void close() {
        events.close();
    }

    private WatchEvent<T> read(ObjectEvent event) {
        return switch (event) {
            case ObjectEvent.Added(StoredObject object) ->
                    new WatchEvent.Added<>(reader.apply(object), object.revision());
            case ObjectEvent.Modified(StoredObject object) ->
                    new WatchEvent.Modified<>(reader.apply(object), object.revision());
            case ObjectEvent.Deleted(StoredObject object) ->
                    new WatchEvent.Deleted<>(reader.apply(object), object.revision());
            case ObjectEvent.Bookmark(long revision, _) -> new WatchEvent.Bookmark<>(revision);
        };
    }
}
