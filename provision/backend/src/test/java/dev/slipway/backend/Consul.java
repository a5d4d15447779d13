package dev.slipway.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A server that keeps keys and sessions as Consul documents it, with its limit on what a request
/// may have. Thread-safe: one request after the other.
final class Consul implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int BODY_BYTES_MAX = 524_288;

    private final HttpServer server;
    private final TreeMap<String, Entry> entries = new TreeMap<>();
    private final Set<String> sessions = new HashSet<>();
    private long index = 1;

    private record Entry(byte[] value, long index, @Nullable String session) {}

    Consul() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/", this::answer);
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    synchronized Set<String> keys() {
        return new TreeSet<>(entries.keySet());
    }

    synchronized Set<String> sessions() {
        return Set.copyOf(sessions);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath().substring("/v1/".length());
        Map<String, String> query = query(exchange.getRequestURI().getQuery());
        if (!"t".equals(exchange.getRequestHeaders().getFirst("X-Consul-Token"))) {
            send(exchange, 403, MAPPER.nullNode());
        } else if (body.length > BODY_BYTES_MAX) {
            send(exchange, 413, MAPPER.nullNode());
        } else if (path.equals("txn")) {
            transaction(exchange, MAPPER.readTree(body).path(0).path("KV"));
        } else if (path.startsWith("session/")) {
            session(exchange, path.substring("session/".length()));
        } else if (exchange.getRequestMethod().equals("GET")) {
            read(exchange, path.substring(3), query);
        } else if (exchange.getRequestMethod().equals("PUT")) {
            write(exchange, path.substring(3), query, body);
        } else {
            String key = path.substring(3);
            entries.keySet()
                    .removeIf(each ->
                            query.containsKey("recurse") ? each.startsWith(key) : each.equals(key));
            send(exchange, 200, MAPPER.getNodeFactory().booleanNode(true));
        }
    }

    private static Map<String, String> query(@Nullable String text) {
        Map<String, String> query = new TreeMap<>();
        for (String each : text == null ? new String[0] : text.split("&", -1)) {
            String[] pair = each.split("=", 2);
            query.put(pair[0], pair.length == 1 ? "" : pair[1]);
        }
        return query;
    }

    private void transaction(HttpExchange exchange, JsonNode operation) throws IOException {
        String key = operation.path("Key").asText();
        Entry before = entries.get(key);
        boolean fits = operation.path("Index").asLong() == (before == null ? 0 : before.index());
        if (fits) {
            byte[] value = Base64.getDecoder().decode(operation.path("Value").asText());
            entries.put(key, new Entry(value, ++index, null));
        }
        send(exchange, fits ? 200 : 409, MAPPER.createObjectNode());
    }

    private void session(HttpExchange exchange, String call) throws IOException {
        String id = call.substring(call.indexOf('/') + 1);
        if (call.equals("create")) {
            String made = UUID.randomUUID().toString();
            sessions.add(made);
            send(exchange, 200, MAPPER.createObjectNode().put("ID", made));
            return;
        }
        if (call.startsWith("destroy/")) {
            sessions.remove(id);
            entries.replaceAll((_, each) ->
                    id.equals(each.session()) ? new Entry(each.value(), ++index, null) : each);
        }
        send(exchange, 200, MAPPER.createArrayNode());
    }

    private void read(HttpExchange exchange, String key, Map<String, String> query)
            throws IOException {
        ArrayNode answer = MAPPER.createArrayNode();
        if (query.containsKey("keys")) {
            keys().stream().filter(each -> each.startsWith(key)).forEach(answer::add);
        } else if (entries.containsKey(key)) {
            Entry entry = entries.get(key);
            answer.addObject()
                    .put("Key", key)
                    .put("Value", Base64.getEncoder().encodeToString(entry.value()))
                    .put("ModifyIndex", entry.index());
        }
        send(exchange, answer.isEmpty() ? 404 : 200, answer);
    }

    private void write(HttpExchange exchange, String key, Map<String, String> query, byte[] body)
            throws IOException {
        Entry before = entries.get(key);
        String holder = before == null ? null : before.session();
        String wanted = query.get("acquire");
        boolean isFree =
                wanted == null
                        || (sessions.contains(wanted) && (holder == null || holder.equals(wanted)));
        if (isFree) {
            entries.put(
                    key, new Entry(body, ++index, query.containsKey("release") ? null : wanted));
        }
        send(exchange, 200, MAPPER.getNodeFactory().booleanNode(isFree));
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = MAPPER.writeValueAsBytes(body);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
