package dev.slipway.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Cause;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Requests to one API server: signs in, sends, and turns `Status` answers into [ApiException]s.
/// Knows paths and bytes, not kinds. Thread-safe.
public final class ApiConnection implements AutoCloseable {
    public static final String JSON = "application/json";
    public static final String TABLE =
            "application/json;as=Table;g=meta.k8s.io;v=v1,application/json";

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);

    /// One request. `path` is absolute and encoded; an empty `body` sends none.
    public record Call(String method, String path, String accept, String contentType, byte[] body) {
        private static final byte[] NOTHING = {};

        public static Call get(String path) {
            return new Call("GET", path, JSON, JSON, NOTHING);
        }

        public static Call get(String path, String accept) {
            return new Call("GET", path, accept, JSON, NOTHING);
        }

        public static Call send(String method, String path, ObjectNode body) {
            return new Call(method, path, JSON, JSON, Json.bytes(body));
        }

        public static Call patch(String path, String contentType, JsonNode change) {
            return new Call("PATCH", path, JSON, contentType, Json.bytes(change));
        }

        public static Call delete(String path, ObjectNode options) {
            return send("DELETE", path, options);
        }
    }

    /// An answer: its body, and the warnings the server attached.
    public record Answer(byte[] body, List<String> warnings) {
        public ObjectNode json() {
            return Json.parseObject(body);
        }
    }

    private final Kubeconfig config;
    private final HttpClient http;
    private final Credentials credentials;

    public ApiConnection(Kubeconfig config) {
        this.config = requireNonNull(config, "config");
        this.credentials = new Credentials(config.credential());
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .executor(Executors.newVirtualThreadPerTaskExecutor());
        if ("https".equals(config.server().getScheme())) {
            builder.sslContext(ClientTls.context(config));
        }
        this.http = builder.build();
    }

    /// The namespace to use where the caller names none.
    public String defaultNamespace() {
        return config.namespace();
    }

    public Answer send(Call call) {
        HttpResponse<byte[]> response =
                exchange(
                        request(call).timeout(REQUEST_TIMEOUT).build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() >= 300) {
            throw failure(call, response.statusCode(), response.body());
        }
        return new Answer(response.body(), response.headers().allValues("Warning"));
    }

    /// Opens a stream without a time limit: a watch or a log that is followed. The caller closes
    /// it.
    public InputStream stream(Call call) {
        HttpResponse<InputStream> response =
                exchange(request(call).build(), HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() < 300) {
            return response.body();
        }
        try (InputStream body = response.body()) {
            throw failure(call, response.statusCode(), body.readAllBytes());
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private HttpRequest.Builder request(Call call) {
        HttpRequest.BodyPublisher body =
                call.body().length == 0
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(call.body());
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(call.path()))
                        .method(call.method(), body)
                        .header("Accept", call.accept())
                        .header("Content-Type", call.contentType())
                        .header("User-Agent", "slipway");
        String authorization = credentials.authorization();
        return authorization == null ? request : request.header("Authorization", authorization);
    }

    private URI uri(String path) {
        String base = config.server().toString();
        return URI.create(
                base.endsWith("/") ? base.substring(0, base.length() - 1) + path : base + path);
    }

    private <B> HttpResponse<B> exchange(HttpRequest request, HttpResponse.BodyHandler<B> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(Reason.UNAVAILABLE, "interrupted while waiting for an answer");
        }
    }

    private ApiException unreachable(IOException e) {
        String detail = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new ApiException(
                Reason.UNAVAILABLE,
                "the server at " + config.server() + " does not answer: " + detail);
    }

    /// The exception a `Status` object stands for; also used for errors inside a watch stream.
    static ApiException fromStatus(JsonNode status) {
        List<Cause> causes = new ArrayList<>();
        for (JsonNode cause : status.path("details").path("causes")) {
            causes.add(
                    new Cause(
                            cause.path("field").asText(""),
                            cause.path("reason").asText(""),
                            cause.path("message").asText("")));
        }
        return new ApiException(
                reason(status.path("reason").asText(""), status.path("code").asInt(500)),
                status.path("message").asText("the server gave no message"),
                null,
                null,
                causes);
    }

    private static ApiException failure(Call call, int code, byte[] body) {
        try {
            ObjectNode status = Json.parseObject(body);
            if (status.path("kind").asText("").equals("Status")) {
                return fromStatus(status);
            }
        } catch (ApiException notJson) {
            return plainFailure(call, code);
        }
        return plainFailure(call, code);
    }

    private static ApiException plainFailure(Call call, int code) {
        return new ApiException(
                reason("", code), call.method() + " " + call.path() + " answered " + code);
    }

    private static Reason reason(String word, int code) {
        @Nullable Reason byCode = null;
        for (Reason reason : Reason.values()) {
            if (reason.word().equals(word)) {
                return reason;
            }
            if (byCode == null && reason.code() == code) {
                byCode = reason;
            }
        }
        return byCode == null ? Reason.INTERNAL : byCode;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
