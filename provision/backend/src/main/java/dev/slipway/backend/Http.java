package dev.slipway.backend;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Requests with limits on time, size and attempts. Thread-safe.
final class Http implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
    private static final int SERVER_ERROR = 500;

    private final HttpClient client;
    private final Retries retries;

    /// How often more, and how long between.
    record Retries(int max, Duration waitMin, Duration waitMax) {
        static final Retries DEFAULT =
                new Retries(2, Duration.ofSeconds(1), Duration.ofSeconds(30));

        Duration before(int attempt) {
            Duration grown = waitMin.multipliedBy(1L << Math.min(attempt - 1, 16));
            return grown.compareTo(waitMax) > 0 ? waitMax : grown;
        }
    }

    Http(Retries retries, @Nullable SSLContext tls) {
        this.retries = retries;
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER);
        if (tls != null) {
            builder.sslContext(tls);
        }
        this.client = builder.build();
    }

    /// One request; without a body it is empty.
    record Request(String method, URI uri, Map<String, String> headers, byte[] body) {
        Request {
            headers = new LinkedHashMap<>(headers);
        }
    }

    record Answer(int status, byte[] body) {
        boolean isGood() {
            return status / 100 == 2;
        }
    }

    /// @throws IOException if there is no answer after all attempts
    Answer send(Request request) throws IOException {
        IOException problem = null;
        for (int attempt = 0; attempt <= retries.max(); attempt++) {
            pause(attempt);
            try {
                Answer answer = once(request);
                if (answer.status() < SERVER_ERROR || attempt == retries.max()) {
                    return answer;
                }
            } catch (IOException e) {
                problem = e;
            }
        }
        IOException last = requireNonNull(problem);
        String said = last.getMessage();
        throw new IOException(
                request.method()
                        + " "
                        + request.uri()
                        + ": "
                        + (said == null ? last.getClass().getSimpleName() : said),
                last);
    }

    private void pause(int attempt) throws IOException {
        if (attempt > 0) {
            try {
                Thread.sleep(retries.before(attempt));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    private Answer once(Request request) throws IOException {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(request.uri())
                        .timeout(ANSWER_TIMEOUT)
                        .method(
                                request.method(),
                                request.body().length == 0
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach(builder::header);
        try {
            HttpResponse<byte[]> response =
                    client.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
