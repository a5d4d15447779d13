package dev.slipway.install;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// Fetches over HTTP, with limits on time and size. A token goes only to the host it is for, not to
/// where that one redirects. Thread-safe.
final class Downloads implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
    private static final int ANSWER_BYTES_MAX = 32 << 20;
    private static final long FILE_BYTES_MAX = 4L << 30;
    private static final int REDIRECTS_MAX = 10;
    private static final int ATTEMPTS = 3;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int SERVER_ERROR = 500;
    private static final int OK_END = 300;

    private final HttpClient client;
    private final Map<String, String> tokens;

    /// `tokens` are by host.
    Downloads(Map<String, String> tokens) {
        this.client =
                HttpClient.newBuilder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
        this.tokens = Map.copyOf(tokens);
    }

    /// What a server said; `uri` is where the answer came from in the end.
    record Answer(URI uri, int status, HttpHeaders headers, byte[] body) {
        boolean isGood() {
            return status < OK_END;
        }
    }

    /// @throws IOException if there is no answer, or too much of it
    Answer get(URI uri) throws IOException {
        return attempt(
                uri,
                response -> {
                    try (InputStream body = response.body()) {
                        byte[] bytes = body.readNBytes(ANSWER_BYTES_MAX + 1);
                        if (bytes.length > ANSWER_BYTES_MAX) {
                            throw new IOException(
                                    uri + " answers more than " + ANSWER_BYTES_MAX + " bytes");
                        }
                        return new Answer(
                                response.uri(), response.statusCode(), response.headers(), bytes);
                    }
                });
    }

    /// The body of a good answer.
    ///
    /// @throws IOException also if the answer is not good
    byte[] read(URI uri) throws IOException {
        Answer answer = get(uri);
        if (!answer.isGood()) {
            throw new IOException(uri + " answers " + answer.status() + " (expected: 200)");
        }
        return answer.body();
    }

    /// Writes the body of a good answer to a file.
    ///
    /// @throws IOException also if the answer is not good
    void save(URI uri, Path file) throws IOException {
        attempt(
                uri,
                response -> {
                    try (InputStream body = response.body();
                            OutputStream out = Files.newOutputStream(file)) {
                        if (response.statusCode() >= OK_END) {
                            throw new IOException(
                                    uri + " answers " + response.statusCode() + " (expected: 200)");
                        }
                        copy(uri, body, out);
                    }
                    return file;
                });
    }

    private static void copy(URI uri, InputStream body, OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = FILE_BYTES_MAX;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            left -= read;
            if (left < 0) {
                throw new IOException(uri + " answers more than " + FILE_BYTES_MAX + " bytes");
            }
            out.write(buffer, 0, read);
        }
    }

    /// Makes something of a response.
    @FunctionalInterface
    private interface Reader<T> {
        T read(HttpResponse<InputStream> response) throws IOException;
    }

    private <T> T attempt(URI uri, Reader<T> reader) throws IOException {
        IOException problem = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                HttpResponse<InputStream> response = follow(uri);
                boolean last = attempt == ATTEMPTS - 1;
                if (response.statusCode() < SERVER_ERROR || last) {
                    return reader.read(response);
                }
                response.body().close();
            } catch (IOException e) {
                problem = e;
            }
        }
        throw new IOException(reason(uri, requireNonNull(problem)), problem);
    }

    private static String reason(URI uri, IOException problem) {
        String said = problem.getMessage();
        return uri + ": " + (said == null ? problem.getClass().getSimpleName() : said);
    }

    private HttpResponse<InputStream> follow(URI first) throws IOException {
        URI at = first;
        for (int step = 0; step <= REDIRECTS_MAX; step++) {
            HttpResponse<InputStream> response = send(at);
            var location = response.headers().firstValue("location");
            if (!REDIRECTS.contains(response.statusCode()) || location.isEmpty()) {
                return response;
            }
            response.body().close();
            URI next = at.resolve(location.get());
            if ("https".equals(at.getScheme()) && !"https".equals(next.getScheme())) {
                throw new IOException(at + " redirects to " + next + ", which is not encrypted");
            }
            at = next;
        }
        throw new IOException(first + " redirects more than " + REDIRECTS_MAX + " times");
    }

    private HttpResponse<InputStream> send(URI uri) throws IOException {
        if (uri.getHost() == null || !Set.of("http", "https").contains(uri.getScheme())) {
            throw new IOException(uri + " is no address (expected: https://...)");
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(ANSWER_TIMEOUT).header("User-Agent", "slipway");
        String token = tokens.get(authority(uri));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String authority(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
