package dev.slipway.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// HTTP calls with limits on time and size, with or without looking at certificates. Thread-safe;
/// closed by its owner.
final class HttpCalls implements AutoCloseable {
    private static final int BODY_BYTES_MAX = 1 << 20;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TIMEOUT_MAX = Duration.ofMinutes(5);

    private final HttpClient careful = client(null);
    private final HttpClient careless = client(trustingAll());
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    /// @param body null for none
    record Call(
            String method,
            String url,
            Map<String, String> headers,
            @Nullable String body,
            Duration timeout,
            boolean insecure) {}

    record Answer(int code, String body) {
        boolean isGood() {
            return code >= 200 && code < 300;
        }
    }

    /// Throws [AnalysisException] if there is no answer.
    Answer send(Call call) throws InterruptedException {
        HttpRequest request = request(call);
        Future<Answer> answer = executor.submit(() -> exchange(request, call.insecure()));
        Duration timeout = call.timeout().compareTo(TIMEOUT_MAX) < 0 ? call.timeout() : TIMEOUT_MAX;
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw new AnalysisException(
                    "no answer from " + host(request) + " within " + timeout.toSeconds() + " s");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
            throw new AnalysisException("cannot reach " + host(request) + ": " + why);
        } finally {
            answer.cancel(true);
        }
    }

    private Answer exchange(HttpRequest request, boolean insecure)
            throws IOException, InterruptedException {
        HttpClient client = insecure ? careless : careful;
        HttpResponse<InputStream> response =
                client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(BODY_BYTES_MAX + 1);
            if (bytes.length > BODY_BYTES_MAX) {
                throw new IOException("an answer of more than " + BODY_BYTES_MAX + " bytes");
            }
            return new Answer(response.statusCode(), new String(bytes, StandardCharsets.UTF_8));
        }
    }

    /// Addresses may hold secrets; their hosts do not.
    private static String host(HttpRequest request) {
        return request.uri().getHost()
                + (request.uri().getPort() < 0 ? "" : ":" + request.uri().getPort());
    }

    private static HttpRequest request(Call call) {
        try {
            HttpRequest.BodyPublisher body =
                    call.body() == null
                            ? HttpRequest.BodyPublishers.noBody()
                            : HttpRequest.BodyPublishers.ofString(call.body());
            HttpRequest.Builder builder =
                    HttpRequest.newBuilder(URI.create(call.url())).method(call.method(), body);
            call.headers().forEach(builder::header);
            HttpRequest request = builder.build();
            if (request.uri().getHost() == null) {
                throw new AnalysisException("an address without a host");
            }
            return request;
        } catch (IllegalArgumentException e) {
            throw new AnalysisException("the request cannot be made: " + e.getMessage());
        }
    }

    private static HttpClient client(@Nullable SSLContext context) {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .followRedirects(HttpClient.Redirect.NORMAL);
        return (context == null ? builder : builder.sslContext(context)).build();
    }

    private static SSLContext trustingAll() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Trusting()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS is part of every JDK", e);
        }
    }

    /// The headers that `headers` and `authentication` of a provider ask for.
    static Map<String, String> headers(JsonNode settings) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (JsonNode header : settings.path("headers")) {
            headers.put(header.path("key").asText(), header.path("value").asText());
        }
        JsonNode authentication = settings.path("authentication");
        JsonNode bearer = authentication.path("bearerToken");
        JsonNode basic = authentication.path("basic");
        if (bearer.isTextual()) {
            headers.put("Authorization", "Bearer " + bearer.textValue());
        } else if (basic.isObject()) {
            String both = basic.path("username").asText() + ":" + basic.path("password").asText();
            byte[] bytes = both.getBytes(StandardCharsets.UTF_8);
            headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
        } else if (!authentication.isMissingNode() && !authentication.isEmpty()) {
            throw new AnalysisException(
                    "authentication: "
                            + authentication.fieldNames().next()
                            + " is not supported (expected: bearerToken or basic)");
        }
        return headers;
    }

    @Override
    public void close() {
        executor.shutdownNow();
        careful.shutdownNow();
        careless.shutdownNow();
    }

    /// Only for providers that say `insecure`.
    private static final class Trusting extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
