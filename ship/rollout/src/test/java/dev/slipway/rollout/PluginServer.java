package dev.slipway.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// A step plugin: an HTTP server that answers as the test says, and remembers what it was asked.
final class PluginServer implements AutoCloseable {
    private final HttpServer server;
    private final List<ObjectNode> requests = new CopyOnWriteArrayList<>();
    private volatile int code = 200;
    private volatile Function<ObjectNode, String> answers = _ -> "{\"phase\": \"Successful\"}";

    PluginServer() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::serve);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/step";
    }

    void answers(Function<ObjectNode, String> newAnswers) {
        answers = newAnswers;
    }

    void answersWith(int newCode) {
        code = newCode;
    }

    List<ObjectNode> requests() {
        return requests;
    }

    /// The operations it was asked for, each with its step.
    List<String> operations() {
        return requests.stream()
                .map(r -> r.path("operation").asText() + " " + r.path("step").asInt())
                .toList();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            ObjectNode request = Json.parseObject(exchange.getRequestBody().readAllBytes());
            requests.add(request);
            byte[] body = answers.apply(request).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
