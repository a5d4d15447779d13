package dev.slipway.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.server.Server;
import dev.slipway.model.Json;
import dev.slipway.model.kinds.Kinds;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The releases and figures of a story, asked for over HTTP.
class ReleaseApiTest {
    private final RecordWorld world = new RecordWorld();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Server server =
            Server.builder()
                    .http(0)
                    .serviceUnder("/slipway/v1", world.recorder.mount().service())
                    .build();

    @BeforeEach
    void start() {
        server.start().join();
    }

    @AfterEach
    void close() {
        client.close();
        server.stop().join();
        world.close();
    }

    /// Deployed; an hour later a release that is aborted; ten minutes later a good one, committed
    /// an hour before; and five minutes later back from it.
    private void story() throws InterruptedException {
        world.deployRollout("{}");
        world.settle(Duration.ofHours(1));
        world.release("carol", "shop:v2");
        world.awaitPhase("Paused");
        world.alice.abort(RecordWorld.SHOP);
        world.awaitPhase("Degraded");
        world.settle(Duration.ofMinutes(10));
        world.patch(
                "carol",
                Kinds.ROLLOUT,
                RecordWorld.SHOP,
                """
                metadata: {annotations: {slipway.dev/commit-time: "2030-01-01T00:11:00Z"}}
                spec: {template: {spec: {containers: [{name: shop, image: "shop:v3"}]}}}
                """);
        world.awaitPhase("Healthy");
        world.settle(Duration.ofMinutes(5));
        world.alice.undo(RecordWorld.SHOP, 1);
        world.awaitPhase("Healthy");
        world.settle(Duration.ofSeconds(5));
    }

    @Test
    void tellsTheFourFigures() throws InterruptedException, IOException {
        story();
        JsonNode figures = ask("dora?namespace=default&workload=Rollout/shop&window=2h", 200);
        assertThat(figures.at("/deploymentFrequency/deployments").asInt()).isEqualTo(2);
        assertThat(figures.at("/deploymentFrequency/perDay").asDouble()).isEqualTo(24);
        assertThat(figures.at("/leadTime/count").asInt()).isEqualTo(1);
        assertThat(figures.at("/leadTime/medianSeconds").asInt()).isBetween(3_500, 3_800);
        assertThat(figures.at("/changeFailureRate/failed").asInt()).isEqualTo(2);
        assertThat(figures.at("/changeFailureRate/changes").asInt()).isEqualTo(3);
        assertThat(figures.at("/timeToRestore/count").asInt()).isEqualTo(2);
        assertThat(figures.at("/timeToRestore/p90Seconds").asInt()).isBetween(600, 700);
        assertThat(figures.at("/timeToRestore/medianSeconds").asInt()).isLessThan(60);
        assertThat(figures.at("/timeToRestore/open").asInt()).isZero();
        JsonNode each = ask("dora?window=2h&by=workload", 200).path("workloads");
        assertThat(each.at("/default~1Rollout~1shop/changeFailureRate/failed").asInt())
                .isEqualTo(2);
        JsonNode recent = ask("dora?window=2m", 200);
        assertThat(recent.at("/deploymentFrequency/deployments").asInt()).isZero();
    }

    @Test
    void listsReleasesPageByPage() throws InterruptedException, IOException {
        story();
        JsonNode first = ask("releases?workload=Rollout/shop&limit=3", 200);
        assertThat(first.path("items")).hasSize(3);
        assertThat(first.at("/items/0/spec/revision").asInt()).isEqualTo(4);
        JsonNode second =
                ask(
                        "releases?workload=Rollout/shop&limit=3&continue="
                                + first.path("continue").asText(),
                        200);
        assertThat(second.path("items")).hasSize(1);
        assertThat(second.at("/items/0/spec/revision").asInt()).isEqualTo(1);
        assertThat(second.has("continue")).isFalse();
        assertThat(ask("releases?outcome=Aborted", 200).path("items")).hasSize(1);
        assertThat(ask("releases?namespace=elsewhere", 200).path("items")).isEmpty();
        String name = second.at("/items/0/metadata/name").asText();
        assertThat(ask("releases/default/" + name, 200).at("/status/outcome").asText())
                .isEqualTo("Promoted");
    }

    @Test
    void saysWhatIsWrongWithAQuestion() throws InterruptedException, IOException {
        world.simulation.settle();
        assertThat(ask("dora?window=yesterday", 400).path("error").asText())
                .startsWith("window: yesterday (expected: ");
        assertThat(ask("releases?limit=-1", 400).path("error").asText()).startsWith("limit: ");
        assertThat(ask("releases?continue=%21%21", 400).path("error").asText())
                .startsWith("continue: ");
        assertThat(ask("releases/default/none", 404).path("error").asText()).isNotEmpty();
        assertThat(ask("elsewhere", 404).path("error").asText()).isNotEmpty();
    }

    private JsonNode ask(String question, int status) throws IOException, InterruptedException {
        URI uri =
                URI.create(
                        "http://127.0.0.1:" + server.activeLocalPort() + "/slipway/v1/" + question);
        HttpResponse<byte[]> answer =
                client.send(
                        HttpRequest.newBuilder(uri).build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(status);
        return Json.parse(answer.body());
    }
}
