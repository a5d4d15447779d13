package dev.slipway.backend;

import dev.slipway.state.StateException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A server that keeps one state: Terraform's `http` backend. Thread-safe.
final class HttpPlace implements Place {
    private static final int NOT_FOUND = 404;
    private static final int NO_CONTENT = 204;
    private static final List<Integer> LOCKED = List.of(423, 409);

    private final Http http;
    private final Addresses addresses;
    private final String authorization;

    /// Where and how; empty lock addresses mean that there are no locks.
    record Addresses(
            URI state,
            String updateMethod,
            String lock,
            String lockMethod,
            String unlock,
            String unlockMethod) {}

    HttpPlace(Addresses addresses, String authorization, Http http) {
        this.addresses = addresses;
        this.authorization = authorization;
        this.http = http;
    }

    static HttpPlace of(Settings settings) {
        settings.refuse("skip_cert_verification", "give the authority, client_ca_certificate_pem");
        String user = settings.text("username", "TF_HTTP_USERNAME");
        String password = settings.text("password", "TF_HTTP_PASSWORD");
        return new HttpPlace(
                new Addresses(
                        uri(settings.required("address", "TF_HTTP_ADDRESS")),
                        or(settings.text("update_method", "TF_HTTP_UPDATE_METHOD"), "POST"),
                        settings.text("lock_address", "TF_HTTP_LOCK_ADDRESS"),
                        or(settings.text("lock_method", "TF_HTTP_LOCK_METHOD"), "LOCK"),
                        settings.text("unlock_address", "TF_HTTP_UNLOCK_ADDRESS"),
                        or(settings.text("unlock_method", "TF_HTTP_UNLOCK_METHOD"), "UNLOCK")),
                user.isEmpty() ? "" : basic(user, password),
                new Http(
                        new Http.Retries(
                                (int) settings.number("retry_max", 2),
                                Duration.ofSeconds(settings.number("retry_wait_min", 1)),
                                Duration.ofSeconds(settings.number("retry_wait_max", 30))),
                        tls(settings)));
    }

    private static @Nullable SSLContext tls(Settings settings) {
        String authorities =
                settings.text("client_ca_certificate_pem", "TF_HTTP_CLIENT_CA_CERTIFICATE_PEM");
        String certificate =
                settings.text("client_certificate_pem", "TF_HTTP_CLIENT_CERTIFICATE_PEM");
        String key = settings.text("client_private_key_pem", "TF_HTTP_CLIENT_PRIVATE_KEY_PEM");
        if (authorities.isEmpty() && certificate.isEmpty()) {
            return null;
        }
        try {
            return Tls.context(authorities, certificate, key);
        } catch (GeneralSecurityException e) {
            throw new StateException(settings.what() + ": certificates: " + e.getMessage(), e);
        }
    }

    /// A state in a Slipway server, which speaks the same protocol.
    static HttpPlace ofSlipway(Settings settings) {
        String server = settings.required("server", "SLIPWAY_SERVER");
        String name = settings.required("name");
        String namespace = or(settings.text("namespace"), "default");
        URI state =
                uri(
                        (server.endsWith("/") ? server : server + "/")
                                + "stack/state/"
                                + namespace
                                + "/"
                                + name);
        return new HttpPlace(
                new Addresses(state, "POST", state + "/lock", "POST", state + "/lock", "DELETE"),
                basic("slipway", settings.required("token", "SLIPWAY_STATE_TOKEN")),
                new Http(Http.Retries.DEFAULT, null));
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new StateException("backend: \"" + text + "\" (expected: an address)", e);
        }
    }

    private static String or(String text, String standard) {
        return text.isEmpty() ? standard : text;
    }

    private static String basic(String user, String password) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String name(String workspace) {
        if (!workspace.equals("default")) {
            throw new StateException(
                    "workspace: "
                            + workspace
                            + " (expected: default, the only one that this kind of"
                            + " backend has)");
        }
        return addresses.state().toString();
    }

    @Override
    public List<String> workspaces() {
        return List.of();
    }

    @Override
    public void delete(String workspace) {
        throw new StateException("workspace: this kind of backend has only the default one");
    }

    private Http.Answer send(String method, URI uri, byte[] body, String type) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        if (!authorization.isEmpty()) {
            headers.put("Authorization", authorization);
        }
        if (body.length > 0) {
            headers.put("Content-Type", type);
            headers.put("Content-MD5", Base64.getEncoder().encodeToString(md5(body)));
        }
        return http.send(new Http.Request(method, uri, headers, body));
    }

    private static byte[] md5(byte[] body) {
        try {
            return MessageDigest.getInstance("MD5").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5", e);
        }
    }

    @Override
    public byte @Nullable [] read(String workspace) throws IOException {
        Http.Answer answer = send("GET", URI.create(name(workspace)), new byte[0], "");
        if (answer.status() == NOT_FOUND || answer.status() == NO_CONTENT) {
            return null;
        }
        check(answer, "GET");
        return answer.body();
    }

    private void check(Http.Answer answer, String method) throws IOException {
        if (!answer.isGood()) {
            throw new IOException(
                    method
                            + " "
                            + addresses.state()
                            + " answers "
                            + answer.status()
                            + (answer.status() == 401 || answer.status() == 403
                                    ? " (are user name and password right?)"
                                    : " (expected: 200)"));
        }
    }

    @Override
    public void write(String workspace, byte[] state, @Nullable LockHolder lock)
            throws IOException {
        String address = name(workspace);
        if (lock != null && !addresses.lock().isEmpty()) {
            address += (address.contains("?") ? "&" : "?") + "ID=" + lock.id();
        }
        check(
                send(addresses.updateMethod(), URI.create(address), state, "application/json"),
                addresses.updateMethod());
    }

    @Override
    public Locking lock(String workspace, LockHolder info) throws IOException {
        if (addresses.lock().isEmpty()) {
            return new Locking.Taken(info);
        }
        Http.Answer answer =
                send(
                        addresses.lockMethod(),
                        URI.create(addresses.lock()),
                        info.json(),
                        "application/json");
        if (LOCKED.contains(answer.status())) {
            return new Locking.Held(LockHolder.read(answer.body()));
        }
        check(answer, addresses.lockMethod());
        return new Locking.Taken(info);
    }

    @Override
    public void unlock(String workspace, LockHolder info) throws IOException {
        if (!addresses.unlock().isEmpty()) {
            check(
                    send(
                            addresses.unlockMethod(),
                            URI.create(addresses.unlock()),
                            info.json(),
                            "application/json"),
                    addresses.unlockMethod());
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
