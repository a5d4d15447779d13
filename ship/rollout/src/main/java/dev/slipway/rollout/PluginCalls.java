package dev.slipway.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Calls to step plugins, with limits on time, size and number. Thread-safe; closed by its owner.
final class PluginCalls implements AutoCloseable {
    static final int ANSWER_BYTES_MAX = 64 << 10;
    static final int STATUS_BYTES_MAX = 16 << 10;
    static final int MESSAGE_CHARS_MAX = 1024;

    private static final int CALLS_MAX = 16;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REQUEUE_DEFAULT = Duration.ofSeconds(30);
    private static final Duration REQUEUE_MIN = Duration.ofSeconds(1);
    private static final Duration REQUEUE_MAX = Duration.ofHours(1);
    private static final List<String> PHASES =
            List.of(
                    PluginStatus.RUNNING,
                    PluginStatus.SUCCESSFUL,
                    PluginStatus.FAILED,
                    PluginStatus.ERROR);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(CONNECT_TIMEOUT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore free = new Semaphore(CALLS_MAX);
    private final Duration timeout;

    PluginCalls(Duration timeout) {
        this.timeout = timeout;
    }

    /// Where there is no answer that can be read, one with the phase `Error` that says why.
    PluginStatus.Answer call(String address, ObjectNode request) {
        try {
            free.acquire();
            try {
                return read(exchangeInTime(address, Json.bytes(request)));
            } finally {
                free.release();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return failed("interrupted");
        }
    }

    static PluginStatus.Answer failed(String why) {
        return new PluginStatus.Answer(PluginStatus.ERROR, cut(why), REQUEUE_DEFAULT, null);
    }

    private record Response(int code, byte[] body, @Nullable String problem) {
        static Response missing(String problem) {
            return new Response(0, new byte[0], problem);
        }
    }

    /// The limit is on the whole exchange: an answer may also come byte by byte.
    private Response exchangeInTime(String address, byte[] body) throws InterruptedException {
        Future<Response> response = executor.submit(() -> exchange(address, body));
        try {
            return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return Response.missing("no answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String why = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
            return Response.missing("cannot be reached: " + why);
        } finally {
            response.cancel(true);
        }
    }

    private Response exchange(String address, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        HttpResponse<InputStream> response =
                client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream stream = response.body()) {
            byte[] bytes = stream.readNBytes(ANSWER_BYTES_MAX + 1);
            return bytes.length > ANSWER_BYTES_MAX
                    ? Response.missing("an answer of more than " + ANSWER_BYTES_MAX + " bytes")
                    : new Response(response.statusCode(), bytes, null);
        }
    }

    private static PluginStatus.Answer read(Response response) {
        if (response.problem() != null) {
            return failed(response.problem());
        }
        if (response.code() < 200 || response.code() > 299) {
            return failed("the answer has the code " + response.code() + " (expected: 200-299)");
        }
        ObjectNode answer;
        try {
            answer = Json.parseObject(response.body());
        } catch (ApiException e) {
            return failed("the answer is not readable: " + e.getMessage());
        }
        String phase = answer.path("phase").asText("");
        if (!PHASES.contains(phase)) {
            return failed("phase: '" + cut(phase) + "' (expected: one of " + PHASES + ")");
        }
        JsonNode status = answer.get("status");
        if (status != null && Json.bytes(status).length > STATUS_BYTES_MAX) {
            return failed("status: more than " + STATUS_BYTES_MAX + " bytes");
        }
        String message = answer.path("message").asText("");
        return new PluginStatus.Answer(
                phase,
                message.isEmpty() ? null : cut(message),
                requeueAfter(answer.path("requeueAfter").asText("")),
                status == null || status.isNull() ? null : status);
    }

    private static Duration requeueAfter(String text) {
        Duration wanted = Durations.of(text);
        if (wanted == null) {
            return REQUEUE_DEFAULT;
        }
        Duration atLeast = wanted.compareTo(REQUEUE_MIN) < 0 ? REQUEUE_MIN : wanted;
        return atLeast.compareTo(REQUEUE_MAX) > 0 ? REQUEUE_MAX : atLeast;
    }

    private static String cut(String text) {
        return text.length() <= MESSAGE_CHARS_MAX ? text : text.substring(0, MESSAGE_CHARS_MAX);
    }

    @Override
    public void close() {
        executor.shutdownNow();
        client.shutdownNow();
    }
}
