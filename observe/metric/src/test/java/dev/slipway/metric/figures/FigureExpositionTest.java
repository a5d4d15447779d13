package dev.slipway.metric.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.http.DoorConfig;
import dev.slipway.http.HttpDoor;
import dev.slipway.http.Mount;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FigureExpositionTest {
    private static final FigureSource SOURCE =
            sink -> {
                sink.counter("served_total", "Requests.").sample(3, "code", "200");
                sink.gauge("depth", "Waiting.").sample(0.5);
            };

    @Test
    void writesTheOldTextAndOpenMetricsForWhoeverAsksForIt() throws Exception {
        FigureExposition exposition =
                new FigureExposition(List.of(FigureRecorder.Job.of("edge", "here", SOURCE)));
        HttpDoor door =
                new HttpDoor(DoorConfig.console(0), List.of(Mount.at("/metrics", exposition)));
        door.start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(get(client, door, "*/*"))
                    .isEqualTo(
                            """
                            # HELP served_total Requests.
                            # TYPE served_total counter
                            served_total{code="200"} 3
                            # HELP depth Waiting.
                            # TYPE depth gauge
                            depth 0.5
                            """);
            assertThat(get(client, door, "application/openmetrics-text; version=1.0.0"))
                    .contains("# TYPE served counter\nserved_total{code=\"200\"} 3.0\n")
                    .endsWith("# EOF\n");
        } finally {
            door.close();
        }
    }

    private static String get(HttpClient client, HttpDoor door, String accept) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + door.port() + "/metrics");
        HttpRequest request = HttpRequest.newBuilder(address).header("Accept", accept).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
