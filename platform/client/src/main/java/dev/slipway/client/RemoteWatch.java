package dev.slipway.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.Json;
import dev.slipway.model.Resource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A watch over HTTP: a thread of its own reads one JSON object a line, so that `next` can give up
/// in time. The queue between them is short; a slow reader slows the connection, not the memory.
final class RemoteWatch<T extends Resource> implements Watch<T> {
    private static final int QUEUE_SIZE_MAX = 64;

    /// What the reading thread hands over: an event, or why there are no more.
    private sealed interface Item<T extends Resource> {
        record Event<T extends Resource>(WatchEvent<T> event) implements Item<T> {}

        record End<T extends Resource>(ApiException cause) implements Item<T> {}
    }

    private final BlockingQueue<Item<T>> items = new ArrayBlockingQueue<>(QUEUE_SIZE_MAX);
    private final InputStream stream;
    private final Function<JsonNode, T> decoder;
    private final Thread reader;

    RemoteWatch(InputStream stream, Function<JsonNode, T> decoder) {
        this.stream = stream;
        this.decoder = decoder;
        this.reader = Thread.ofVirtual().name("watch").start(this::read);
    }

    @Override
    public @Nullable WatchEvent<T> next(Duration timeout) throws InterruptedException {
        return switch (items.poll(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            case null -> null;
            case Item.Event<T>(WatchEvent<T> event) -> event;
            case Item.End<T> end -> {
                items.offer(end);
                throw end.cause();
            }
        };
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException alreadyBroken) {
            // The stream is given up either way.
            reader.interrupt();
        }
        reader.interrupt();
        items.clear();
        items.offer(new Item.End<>(new ApiException(Reason.UNAVAILABLE, "the watch was closed")));
    }

    private void read() {
        try {
            items.put(new Item.End<>(readAll()));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private ApiException readAll() throws InterruptedException {
        try (var lines =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode event = Json.parseObject(line.getBytes(StandardCharsets.UTF_8));
                if (event.path("type").asText().equals("ERROR")) {
                    return ApiConnection.fromStatus(event.path("object"));
                }
                items.put(new Item.Event<>(event(event)));
            }
            return new ApiException(Reason.UNAVAILABLE, "the server ended the watch");
        } catch (IOException e) {
            return new ApiException(Reason.UNAVAILABLE, "the watch broke: " + e.getMessage());
        } catch (ApiException e) {
            return e;
        }
    }

    private WatchEvent<T> event(JsonNode event) {
        JsonNode object = event.path("object");
        long revision = object.path("metadata").path("resourceVersion").asLong();
        String type = event.path("type").asText();
        return switch (type) {
            case "ADDED" -> new WatchEvent.Added<>(decoder.apply(object), revision);
            case "MODIFIED" -> new WatchEvent.Modified<>(decoder.apply(object), revision);
            case "DELETED" -> new WatchEvent.Deleted<>(decoder.apply(object), revision);
            case "BOOKMARK" -> new WatchEvent.Bookmark<>(revision);
            default ->
                    throw ApiException.badRequest(
                            "unknown watch event \""
                                    + type
                                    + "\" (expected: ADDED, MODIFIED, DELETED,"
                                    + " BOOKMARK, ERROR)");
        };
    }
}
