package dev.slipway.console;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.slipway.controller.Component;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Open pages, each told of what changed. One thread draws the parts about once a second, and only
/// while somebody looks; a reader that cannot keep up is dropped and will connect again.
final class LiveStreams implements Component {
    private final Pages pages;
    private final Config config;
    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
    private @Nullable Thread painter;
    private volatile boolean closed;

    /// How often pages are told, how many may be open, and after how many intervals without taking
    /// anything a reader is given up.
    record Config(Duration interval, int streamsMax, int skippedMax) {
        static Config defaults() {
            return new Config(Duration.ofSeconds(1), 64, 30);
        }
    }

    /// One open page. Only the painting thread touches it.
    private static final class Stream {
        private final HttpResponseWriter writer;
        private final Map<String, String> sent = new HashMap<>();
        private int skipped;

        Stream(HttpResponseWriter writer) {
            this.writer = writer;
        }

        /// Sends the parts that changed, unless earlier ones are not taken yet. False if the reader
        /// is gone, or took nothing for a long time.
        boolean update(Map<String, String> parts, int skippedMax) {
            if (writer.demand() == 0) {
                skipped++;
                return writer.isOpen() && skipped < skippedMax;
            }
            skipped = 0;
            StringBuilder frames = new StringBuilder();
            parts.forEach((name, html) -> {
                if (!html.equals(sent.put(name, html))) {
                    frames.append(frame(name, html));
                }
            });
            return frames.isEmpty()
                    ? writer.isOpen()
                    : writer.tryWrite(HttpData.ofUtf8(frames.toString()));
        }

        private static String frame(String event, String html) {
            return "event: " + event + "\ndata: " + html.replace("\n", "\ndata: ") + "\n\n";
        }
    }

    LiveStreams(Pages pages, Config config) {
        this.pages = pages;
        this.config = config;
    }

    @Override
    public void start() {
        painter = Thread.ofVirtual().name("console").start(this::paint);
    }

    /// How many pages are open.
    int count() {
        return streams.size();
    }

    HttpResponse open(ServiceRequestContext context) {
        if (streams.size() >= config.streamsMax() || closed) {
            return HttpResponse.of(HttpStatus.SERVICE_UNAVAILABLE);
        }
        context.clearRequestTimeout();
        HttpResponseWriter writer = HttpResponse.streaming();
        writer.write(
                ResponseHeaders.builder(HttpStatus.OK)
                        .contentType(MediaType.EVENT_STREAM)
                        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                        .build());
        Stream stream = new Stream(writer);
        streams.add(stream);
        var _ = writer.whenComplete().handle((nothing, failure) -> streams.remove(stream));
        return writer;
    }

    private void paint() {
        while (!closed) {
            if (!streams.isEmpty()) {
                Map<String, String> parts = pages.parts();
                streams.removeIf(stream -> !keep(stream, parts));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(config.interval().toMillis()));
        }
    }

    private boolean keep(Stream stream, Map<String, String> parts) {
        if (stream.update(parts, config.skippedMax())) {
            return true;
        }
        stream.writer.close();
        return false;
    }

    @Override
    public void close() {
        closed = true;
        Thread running = painter;
        if (running != null) {
            LockSupport.unpark(running);
        }
        streams.forEach(stream -> stream.writer.close());
        streams.clear();
    }
}
