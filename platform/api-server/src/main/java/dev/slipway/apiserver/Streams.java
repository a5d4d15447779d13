package dev.slipway.apiserver;

import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.stream.StreamMessage;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The streams that are open: each has a virtual thread and a place, ends when its client leaves,
/// and all end when the server closes. Thread-safe.
final class Streams implements AutoCloseable {
    private final InFlight places;
    private final ApiServerConfig config;
    private final Set<Body> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Streams(ApiServerConfig config) {
        this.config = config;
        this.places = new InFlight("streams", config.streamsMax());
    }

    /// What runs on the stream's thread; closing it makes `run` return.
    interface Body extends Runnable, AutoCloseable {
        @Override
        void close();
    }

    /// Takes a place for a stream, or refuses with `TOO_MANY_REQUESTS`.
    InFlight.Place enter() {
        if (closed) {
            throw new ApiException(Reason.UNAVAILABLE, "the server is shutting down");
        }
        return places.enter();
    }

    /// Answers with a stream that `body` fills.
    HttpResponse respond(
            ServiceRequestContext context,
            ResponseHeaders headers,
            InFlight.Place place,
            Function<Outflow<HttpObject>, Body> body) {
        context.clearRequestTimeout();
        HttpResponseWriter writer = HttpResponse.streaming();
        writer.write(headers);
        run(place, writer, body.apply(Outflow.of(writer, config.writePatience())));
        return writer;
    }

    /// Runs `body` until it ends or nobody listens to `way` any more.
    void run(InFlight.Place place, StreamMessage<?> way, Body body) {
        open.add(body);
        var _ = way.whenComplete().whenComplete((done, failure) -> body.close());
        Thread.ofVirtual()
                .name("api-stream")
                .start(() -> {
                    try (place) {
                        body.run();
                    } finally {
                        open.remove(body);
                    }
                });
        if (closed) {
            body.close();
        }
    }

    int count() {
        return open.size();
    }

    @Override
    public void close() {
        closed = true;
        for (Body body : open) {
            body.close();
        }
    }
}
