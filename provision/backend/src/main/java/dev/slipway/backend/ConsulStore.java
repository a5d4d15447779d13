package dev.slipway.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keys and sessions of Consul. Thread-safe.
///
/// Source: [KV store](https://developer.hashicorp.com/consul/api-docs/kv),
/// [sessions](https://developer.hashicorp.com/consul/api-docs/session).
final class ConsulStore implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final byte[] NOTHING = new byte[0];
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int TOO_LARGE = 413;

    private final Server server;
    private final Http http;

    /// Where it is, and what each request says besides; `datacenter` may be empty.
    record Server(String address, String datacenter, Map<String, String> headers) {
        Server {
            headers = Map.copyOf(headers);
        }

        @Override
        public String toString() {
            return address;
        }
    }

    /// What is kept at a key, as of the version `index`.
    record Entry(byte[] value, long index) {}

    ConsulStore(Server server, Http http) {
        this.server = server;
        this.http = http;
    }

    String address() {
        return server.address();
    }

    private Http.Answer send(String method, String path, String query, byte[] body)
            throws IOException {
        List<String> parts = new ArrayList<>();
        if (!server.datacenter().isEmpty()) {
            parts.add("dc=" + AwsSignature.escaped(server.datacenter(), false));
        }
        if (!query.isEmpty()) {
            parts.add(query);
        }
        Map<String, String> headers = new LinkedHashMap<>(server.headers());
        if (body.length > 0) {
            headers.put("Content-Type", "application/json");
        }
        String end = parts.isEmpty() ? "" : "?" + String.join("&", parts);
        return http.send(
                new Http.Request(
                        method,
                        URI.create(
                                server.address() + "/v1/" + AwsSignature.escaped(path, true) + end),
                        headers,
                        body));
    }

    private static JsonNode checked(Http.Answer answer, String what) throws IOException {
        if (!answer.isGood()) {
            String said = new String(answer.body(), StandardCharsets.UTF_8).strip();
            throw new IOException(
                    what + " answers " + answer.status() + (said.isEmpty() ? "" : ": " + said));
        }
        return MAPPER.readTree(answer.body());
    }

    /// Null if there is nothing.
    @Nullable Entry read(String key) throws IOException {
        Http.Answer answer = send("GET", "kv/" + key, "consistent", NOTHING);
        if (answer.status() == NOT_FOUND) {
            return null;
        }
        JsonNode found = checked(answer, "reading " + key).path(0);
        return new Entry(
                Base64.getDecoder().decode(found.path("Value").asText("")),
                found.path("ModifyIndex").asLong());
    }

    /// Whether the server takes a value of this size.
    boolean write(String key, byte[] value) throws IOException {
        Http.Answer answer = send("PUT", "kv/" + key, "", value);
        if (answer.status() == TOO_LARGE) {
            return false;
        }
        checked(answer, "writing " + key);
        return true;
    }

    /// Writes if nobody wrote since `before`, which is null for a key that was not there; whether
    /// the server takes a value of this size.
    boolean replace(String key, byte[] value, @Nullable Entry before) throws IOException {
        var operation = MAPPER.createObjectNode();
        operation
                .put("Verb", "cas")
                .put("Key", key)
                .put("Value", Base64.getEncoder().encodeToString(value))
                .put("Index", before == null ? 0 : before.index());
        var request = MAPPER.createArrayNode();
        request.addObject().set("KV", operation);
        Http.Answer answer = send("PUT", "txn", "", MAPPER.writeValueAsBytes(request));
        if (answer.status() == TOO_LARGE) {
            return false;
        }
        if (answer.status() == CONFLICT) {
            throw new IOException("somebody else has written " + key + " meanwhile");
        }
        checked(answer, "writing " + key);
        return true;
    }

    void delete(String key) throws IOException {
        checked(send("DELETE", "kv/" + key, "", NOTHING), "deleting " + key);
    }

    void deleteAll(String prefix) throws IOException {
        checked(send("DELETE", "kv/" + prefix, "recurse", NOTHING), "deleting " + prefix);
    }

    /// The keys that begin so, up to the next slash.
    List<String> keys(String prefix) throws IOException {
        Http.Answer answer = send("GET", "kv/" + prefix, "keys&separator=%2F", NOTHING);
        List<String> keys = new ArrayList<>();
        if (answer.status() != NOT_FOUND) {
            checked(answer, "listing " + prefix).forEach(each -> keys.add(each.asText()));
        }
        return keys;
    }

    /// A session that ends some time after it was last renewed.
    String open(String ttl, String lockDelay) throws IOException {
        var request = MAPPER.createObjectNode();
        request.put("Name", "Slipway").put("TTL", ttl).put("LockDelay", lockDelay);
        byte[] body = MAPPER.writeValueAsBytes(request);
        return checked(send("PUT", "session/create", "", body), "making a session")
                .path("ID")
                .asText("");
    }

    void renew(String session) throws IOException {
        checked(send("PUT", "session/renew/" + session, "", NOTHING), "renewing a session");
    }

    void end(String session) throws IOException {
        checked(send("PUT", "session/destroy/" + session, "", NOTHING), "ending a session");
    }

    /// Whether the key is the session's now.
    boolean acquire(String key, String session, long flags) throws IOException {
        String query = "acquire=" + session + "&flags=" + flags;
        return checked(send("PUT", "kv/" + key, query, NOTHING), "locking " + key).asBoolean();
    }

    void release(String key, String session, long flags) throws IOException {
        String query = "release=" + session + "&flags=" + flags;
        checked(send("PUT", "kv/" + key, query, NOTHING), "unlocking " + key);
    }

    @Override
    public void close() {
        http.close();
    }
}
