package dev.slipway.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A target that exposes what a test tells it to.
final class ExposingServer implements AutoCloseable {
    static final String TEXT = "text/plain; version=0.0.4";

    /// What was asked.
    record Request(String uri, com.sun.net.httpserver.Headers headers) {}

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile String contentType = TEXT;
    private volatile int status = 200;
    private volatile byte[] body;

    ExposingServer(String body) {
        this.body = body.getBytes(UTF_8);
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<Request> requests() {
        return requests;
    }

    ExposingServer exposes(String text) {
        body = text.getBytes(UTF_8);
        return this;
    }

    ExposingServer exposes(String type, byte[] bytes) {
        contentType = type;
        body = bytes;
        return this;
    }

    ExposingServer answersWith(int code) {
        status = code;
        return this;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] sent = body;
            exchange.getResponseHeaders().set("Content-Type", contentType);
            exchange.sendResponseHeaders(status, sent.length == 0 ? -1 : sent.length);
            exchange.getResponseBody().write(sent);
            // Only now: who sees the request may rely on the answer being what it was then.
            requests.add(
                    new Request(exchange.getRequestURI().toString(), exchange.getRequestHeaders()));
        }
    }
}
