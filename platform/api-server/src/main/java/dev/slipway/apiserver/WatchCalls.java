package dev.slipway.apiserver;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.websocket.WebSocket;
import com.linecorp.armeria.common.websocket.WebSocketFrame;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.websocket.WebSocketService;
import dev.slipway.api.KindDefinition;
import dev.slipway.api.ObjectApi;
import dev.slipway.api.ObjectWatch;
import dev.slipway.api.Target;
import dev.slipway.apiserver.Tables.Include;
import dev.slipway.model.ApiException;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/// Watches: as lines of JSON in a response that does not end, or as messages on a WebSocket for
/// clients that ask for one. Thread-safe.
final class WatchCalls {
    private static final AttributeKey<Prepared> PREPARED =
            AttributeKey.valueOf(WatchCalls.class, "prepared");
    private static final ResponseHeaders HEADERS =
            ResponseHeaders.builder(HttpStatus.OK)
                    .contentType(Replies.JSON)
                    .set(HttpHeaderNames.CACHE_CONTROL, "no-cache, private")
                    .build();

    private final ObjectApi api;
    private final Streams streams;
    private final WatchFrames frames;
    private final Statuses statuses;
    private final ApiServerConfig config;
    private final WebSocketService sockets;

    /// An open watch on its way to become a stream.
    private record Prepared(
            InFlight.Place place, ObjectWatch watch, WatchStream.Terms terms, AtomicBoolean taken) {
        void closeUnlessTaken() {
            if (!taken.get()) {
                watch.close();
                place.close();
            }
        }
    }

    WatchCalls(
            ObjectApi api,
            Streams streams,
            WatchFrames frames,
            Statuses statuses,
            ApiServerConfig config) {
        this.api = api;
        this.streams = streams;
        this.frames = frames;
        this.statuses = statuses;
        this.config = config;
        this.sockets = WebSocketService.builder(this::socket).allowedOrigins("*").build();
    }

    HttpResponse open(Call call, Target target) {
        boolean socket = isUpgrade(call);
        if (socket) {
            checkOrigin(call);
        }
        Prepared prepared = prepare(call, target, socket);
        if (!socket) {
            return streams.respond(
                    call.context(),
                    HEADERS,
                    prepared.place(),
                    client -> new WatchStream(prepared.watch(), client, prepared.terms()));
        }
        return upgrade(call, prepared);
    }

    /// The service that takes over connections which become WebSockets.
    WebSocketService sockets() {
        return sockets;
    }

    static boolean isUpgrade(Call call) {
        return call.headers().contains(HttpHeaderNames.UPGRADE, "websocket");
    }

    /// A browser says which page opens a WebSocket, and does not stop pages from elsewhere.
    private static void checkOrigin(Call call) {
        String origin = call.headers().get(HttpHeaderNames.ORIGIN);
        String authority = call.headers().authority();
        if (origin == null || authority == null) {
            return;
        }
        if (!origin.endsWith("://" + authority)) {
            throw new ApiException(
                    ApiException.Reason.FORBIDDEN,
                    "WebSockets are not opened for pages of " + origin);
        }
    }

    private Prepared prepare(Call call, Target target, boolean socket) {
        Accept accept = call.accept();
        Include include = Include.parse(call.query().text("includeObject"));
        KindDefinition kind = target.kind();
        Duration time = time(call.query());
        InFlight.Place place = streams.enter();
        try {
            ObjectWatch watch =
                    api.watch(
                            call.caller(),
                            kind,
                            call.query().watchOptions(target.key().namespace()));
            WatchStream.Terms terms =
                    new WatchStream.Terms(
                            frames.encoder(kind, accept, include), statuses, time, socket);
            return new Prepared(place, watch, terms, new AtomicBoolean());
        } catch (ApiException e) {
            place.close();
            throw e;
        }
    }

    private Duration time(Query query) {
        Duration asked = query.timeout();
        if (asked != null) {
            return asked;
        }
        long least = config.watchTime().toMillis();
        return Duration.ofMillis(least + ThreadLocalRandom.current().nextLong(least));
    }

    private HttpResponse upgrade(Call call, Prepared prepared) {
        ServiceRequestContext context = call.context();
        HttpRequest request = context.request();
        context.clearRequestTimeout();
        context.setAttr(PREPARED, prepared);
        try {
            return sockets.serve(context, request);
        } catch (Exception e) {
            throw new IllegalStateException("Cannot open a WebSocket", e);
        } finally {
            prepared.closeUnlessTaken();
        }
    }

    private WebSocket socket(ServiceRequestContext context, WebSocket in) {
        WebSocketWriter out = WebSocket.streaming();
        Prepared prepared = context.attr(PREPARED);
        if (prepared == null) {
            throw new IllegalStateException("A WebSocket opened that nobody prepared");
        }
        prepared.taken().set(true);
        Outflow<WebSocketFrame> client =
                new Outflow<>(out, WebSocketFrame::ofText, config.writePatience());
        in.subscribe(new Inbound(out));
        streams.run(
                prepared.place(), out, new WatchStream(prepared.watch(), client, prepared.terms()));
        return out;
    }

    /// Nothing is expected from a client that watches, except that it leaves.
    private static final class Inbound implements Subscriber<WebSocketFrame> {
        private final WebSocketWriter out;

        Inbound(WebSocketWriter out) {
            this.out = out;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(WebSocketFrame frame) {
            switch (frame.type()) {
                case CLOSE -> out.close();
                case PING -> pong(frame);
                default -> frame.close();
            }
        }

        private void pong(WebSocketFrame ping) {
            if (!out.tryWrite(WebSocketFrame.ofPong(ping.array()))) {
                out.close();
            }
        }

        @Override
        public void onError(@Nullable Throwable failure) {
            out.close();
        }

        @Override
        public void onComplete() {
            out.close();
        }
    }
}
