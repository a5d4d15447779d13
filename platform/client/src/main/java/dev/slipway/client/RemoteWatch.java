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
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A watch over HTTP: a thread of its own reads one JSON object a line, so that `next` can give up
/// in time. The queue between them is short; a slow reader slows the connection, not the memory.
///
/// Servers end each stream after some minutes; the watch then goes on from the last revision it was
/// told, and its reader does not notice. A stream in which nothing is heard for longer than a
/// server lets it live is dead (the machine is gone, or something between forgot the connection)
/// and ends the watch.
final class RemoteWatch<T extends Resource> implements Watch<T> {
    private static final System.Logger LOGGER = System.getLogger(RemoteWatch.class.getName());

    /// How long the server is asked to let a stream live; kinds differ, so that not all end at
    /// once.
    static final int STREAM_SECONDS_MIN = 240;

    static final int STREAM_SECONDS_SPREAD = 120;

    private static final int QUEUE_SIZE_MAX = 64;
    private static final long SILENCE_NANOS_MAX =
            Duration.ofSeconds(STREAM_SECONDS_MIN + STREAM_SECONDS_SPREAD + 60).toNanos();

    /// A stream that ends sooner, and empty, is not opened again by the watch itself.
    private static final long USEFUL_NANOS_MIN = Duration.ofSeconds(1).toNanos();

    /// What the reading thread hands over: an event, or why there are no more.
    private sealed interface Item<T extends Resource> {
        record Event<T extends Resource>(WatchEvent<T> event) implements Item<T> {}

        record End<T extends Resource>(ApiException cause) implements Item<T> {}
    }

    /// Opens the stream of changes after a revision.
    @FunctionalInterface
    interface Source {
        InputStream open(long fromRevision);
    }

    private final BlockingQueue<Item<T>> items = new ArrayBlockingQueue<>(QUEUE_SIZE_MAX);
    private final Source source;
    private final Function<JsonNode, T> decoder;
    private final LongSupplier nanos;
    private final Thread reader;
    private volatile InputStream stream;
    private volatile long heardAtNanos;
    private volatile boolean closed;

    // Only for the reading thread.
    private long revision;

    /// Throws [ApiException] if the first stream cannot be opened.
    RemoteWatch(
            Source source, long fromRevision, Function<JsonNode, T> decoder, LongSupplier nanos) {
        this.source = source;
        this.revision = fromRevision;
        this.decoder = decoder;
        this.nanos = nanos;
        this.heardAtNanos = nanos.getAsLong();
        this.stream = source.open(fromRevision);
        this.reader = Thread.ofVirtual().name("watch").start(this::read);
    }

    @Override
    public @Nullable WatchEvent<T> next(Duration timeout) throws InterruptedException {
        return switch (items.poll(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            case null -> {
                if (nanos.getAsLong() - heardAtNanos > SILENCE_NANOS_MAX) {
                    close();
                    throw new ApiException(Reason.UNAVAILABLE, "the watch fell silent");
                }
                yield null;
            }
            case Item.Event<T>(WatchEvent<T> event) -> event;
            case Item.End<T> end -> {
                items.offer(end);
                throw end.cause();
            }
        };
    }

    @Override
    public void close() {
        closed = true;
        giveUp(stream);
        reader.interrupt();
        items.clear();
        items.offer(new Item.End<>(new ApiException(Reason.UNAVAILABLE, "the watch was closed")));
    }

    private static void giveUp(InputStream stream) {
        try {
            stream.close();
        } catch (IOException alreadyBroken) {
            LOGGER.log(System.Logger.Level.TRACE, "A broken stream was closed.", alreadyBroken);
        }
    }

    private void read() {
        try {
            items.put(new Item.End<>(readAll()));
        } catch (InterruptedException whenClosed) {
            Thread.currentThread().interrupt();
        }
    }

    private ApiException readAll() throws InterruptedException {
        try {
            while (true) {
                long openedAtNanos = nanos.getAsLong();
                long before = revision;
                readStream(stream);
                boolean useful =
                        revision != before || nanos.getAsLong() - openedAtNanos >= USEFUL_NANOS_MIN;
                if (closed || !useful) {
                    return new ApiException(Reason.UNAVAILABLE, "the server ended the watch");
                }
                reopen();
            }
        } catch (IOException e) {
            return new ApiException(Reason.UNAVAILABLE, "the watch broke: " + e.getMessage());
        } catch (ApiException e) {
            return e;
        }
    }

    private void reopen() {
        InputStream opened = source.open(revision);
        stream = opened;
        heardAtNanos = nanos.getAsLong();
        if (closed) {
            giveUp(opened);
        }
    }

    private void readStream(InputStream opened) throws IOException, InterruptedException {
        try (var lines =
                new BufferedReader(new InputStreamReader(opened, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                heardAtNanos = nanos.getAsLong();
                JsonNode event = Json.parseObject(line.getBytes(StandardCharsets.UTF_8));
                if (event.path("type").asText().equals("ERROR")) {
                    throw ApiConnection.fromStatus(event.path("object"));
                }
                WatchEvent<T> decoded = event(event);
                revision = Math.max(revision, decoded.revision());
                items.put(new Item.Event<>(decoded));
            }
        }
    }

    private WatchEvent<T> event(JsonNode event) {
        JsonNode object = event.path("object");
        long at = object.path("metadata").path("resourceVersion").asLong();
        String type = event.path("type").asText();
        return switch (type) {
            case "ADDED" -> new WatchEvent.Added<>(decoder.apply(object), at);
            case "MODIFIED" -> new WatchEvent.Modified<>(decoder.apply(object), at);
            case "DELETED" -> new WatchEvent.Deleted<>(decoder.apply(object), at);
            case "BOOKMARK" -> new WatchEvent.Bookmark<>(at);
            default ->
                    throw ApiException.badRequest(
                            "unknown watch event \""
                                    + type
                                    + "\" (expected: ADDED, MODIFIED, DELETED,"
                                    + " BOOKMARK, ERROR)");
        };
    }
}
