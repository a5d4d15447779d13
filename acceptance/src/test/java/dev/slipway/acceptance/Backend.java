package dev.slipway.acceptance;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Somebody else's program: has metrics to be scraped at `/metrics`, and takes webhooks at `/hook`.
final class Backend implements AutoCloseable {
    private final HttpServer server;
    private final AtomicInteger waiting = new AtomicInteger();
    private final List<String> received = new CopyOnWriteArrayList<>();

    Backend() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/metrics",
                exchange -> {
                    byte[] text =
                            """
                            # HELP jobs_waiting Jobs in the queue.
                            # TYPE jobs_waiting gauge
                            jobs_waiting{queue="mail"} %d
                            """
                                    .formatted(waiting.get())
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
                    exchange.sendResponseHeaders(200, text.length);
                    exchange.getResponseBody().write(text);
                    exchange.close();
                });
        server.createContext(
                "/hook",
                exchange -> {
                    received.add(
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    void waiting(int jobs) {
        waiting.set(jobs);
    }

    /// Bodies of webhooks so far.
    List<String> received() {
        return received;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
