package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// The DORA figures, as the server computes them from the records of releases.
final class DemoFigures {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private DemoFigures() {}

    static String of(int consolePort) throws InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + consolePort + "/slipway/v1/dora?window=1h");
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer =
                    client.send(
                            HttpRequest.newBuilder(address).timeout(TIMEOUT).build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            return describe(Json.parseObject(answer.body()));
        } catch (IOException e) {
            throw new CommandException(address + " does not answer: " + e);
        }
    }

    private static String describe(JsonNode figures) {
        JsonNode failures = figures.path("changeFailureRate");
        JsonNode restoring = figures.path("timeToRestore");
        return "Deployments: %d; failed changes: %d of %d; time to restore: median %d s"
                .formatted(
                        figures.at("/deploymentFrequency/deployments").asLong(),
                        failures.path("failed").asLong(),
                        failures.path("changes").asLong(),
                        restoring.path("medianSeconds").asLong());
    }
}
