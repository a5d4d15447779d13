package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Steps that a plugin carries out: a real HTTP server.
class PluginStepTest {
    private static final String STEPS =
            "[{setWeight: 25}, {plugin: {name: acme/check, config: {level: 3}}}, {pause: {}}]";
    private static final String TWICE =
            "[{setWeight: 25}, {plugin: {name: acme/check}}, {plugin: {name: acme/check}},"
                    + " {pause: {}}]";

    private final ReleaseWorld world = new ReleaseWorld();
    private final PluginServer plugin = new PluginServer();

    @BeforeEach
    void configure() {
        world.create("{apiVersion: v1, kind: Namespace, metadata: {name: argo-rollouts}}");
        world.create(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: argo-rollouts-config, namespace: argo-rollouts}
                data:
                  stepPlugins: |-
                    - name: acme/check
                      location: ADDRESS
                """
                        .replace("ADDRESS", plugin.address()));
    }

    @AfterEach
    void close() {
        plugin.close();
        world.close();
    }

    @Test
    void goesOnOnceThePluginIsDone() throws InterruptedException {
        plugin.answers(r ->
                r.path("status").path("seen").asInt() == 2
                        ? json("{phase: Successful, message: all good}")
                        : running(r.path("status").path("seen").asInt() + 1));
        world.deployRouted(STEPS);
        world.release("shop:v2");
        world.await(() -> step() == 2, Duration.ofMinutes(1));

        assertThat(plugin.operations()).containsExactly("Run 1", "Run 1", "Run 1");
        ObjectNode first = plugin.requests().getFirst();
        String hash = world.shop().status().currentPodHash();
        assertThat(plugin.requests())
                .allSatisfy(
                        r -> assertThat(r.path("id").asText()).isEqualTo("shop-" + hash + "-2-1"));
        assertThat(first.path("plugin").asText()).isEqualTo("acme/check");
        assertThat(first.at("/config/level").asInt()).isEqualTo(3);
        assertThat(first.at("/rollout/metadata/name").asText()).isEqualTo("shop");
        ObjectNode status = statuses().getFirst();
        assertThat(status.path("index").asInt()).isEqualTo(1);
        assertThat(status.path("name").asText()).isEqualTo("acme/check");
        assertThat(status.path("operation").asText()).isEqualTo("Run");
        assertThat(status.path("phase").asText()).isEqualTo("Successful");
        assertThat(status.path("message").asText()).isEqualTo("all good");
        assertThat(status.path("executions").asInt()).isEqualTo(3);
        assertThat(status.at("/status/seen").asInt()).isEqualTo(2);
        assertThat(status.has("startedAt") && status.has("updatedAt") && status.has("finishedAt"))
                .isTrue();
    }

    @Test
    void waitsAsLongAsThePluginSays() throws InterruptedException {
        plugin.answers(_ -> json("{phase: Running, requeueAfter: 2m}"));
        world.deployRouted(STEPS);
        world.release("shop:v2");
        world.await(() -> !plugin.requests().isEmpty(), Duration.ofMinutes(1));
        world.advance(Duration.ofSeconds(115));
        assertThat(plugin.requests()).hasSize(1);
        world.advance(Duration.ofSeconds(10));
        assertThat(plugin.requests()).hasSize(2);
    }

    @Test
    void failedStepGivesTheUpdateUpAndAbortsWhatRan() throws InterruptedException {
        plugin.answers(r ->
                r.path("operation").asText().equals("Run") && r.path("step").asInt() == 2
                        ? json("{phase: Failed, message: too slow}")
                        : json("{phase: Successful, status: {ticket: 7}}"));
        world.deployRouted(TWICE);
        world.release("shop:v2");
        world.awaitPhase("Degraded");
        world.await(() -> plugin.requests().size() == 3, Duration.ofMinutes(1));

        assertThat(world.shop().status().message())
                .endsWith("Step plugin acme/check phase error/failed: too slow");
        assertThat(world.weight()).isZero();
        assertThat(plugin.operations()).containsExactly("Run 1", "Run 2", "Abort 1");
        assertThat(plugin.requests().getLast().at("/status/ticket").asInt()).isEqualTo(7);
        world.advance(Duration.ofMinutes(2));
        assertThat(plugin.requests()).hasSize(3);
    }

    @Test
    void abortsInReverseOrder() throws InterruptedException {
        world.deployRouted(TWICE);
        world.release("shop:v2");
        world.awaitPhase("Paused");
        world.actions.abort(ReleaseWorld.SHOP);
        world.advance(Duration.ofMinutes(1));
        assertThat(plugin.operations()).containsExactly("Run 1", "Run 2", "Abort 2", "Abort 1");
        assertThat(statuses()).hasSize(4).allMatch(status -> status.has("finishedAt"));
    }

    @Test
    void abortsWhatStillRuns() throws InterruptedException {
        plugin.answers(r ->
                r.path("operation").asText().equals("Run")
                        ? running(1)
                        : json("{phase: Successful}"));
        world.deployRouted(STEPS);
        world.release("shop:v2");
        world.await(() -> !plugin.requests().isEmpty(), Duration.ofMinutes(1));
        world.actions.abort(ReleaseWorld.SHOP);
        world.awaitPhase("Degraded");
        world.advance(Duration.ofMinutes(1));
        assertThat(plugin.operations()).endsWith("Abort 1").containsOnlyOnce("Abort 1");
    }

    @Test
    void promotingPastAStepTerminatesIt() throws InterruptedException {
        plugin.answers(r ->
                r.path("operation").asText().equals("Run")
                        ? running(1)
                        : json("{phase: Successful}"));
        world.deployRouted(STEPS);
        world.release("shop:v2");
        world.await(() -> !plugin.requests().isEmpty(), Duration.ofMinutes(1));
        world.patchStatus("{promoteFull: true}");
        world.awaitPhase("Healthy");
        world.advance(Duration.ofMinutes(1));
        assertThat(plugin.operations()).endsWith("Terminate 1").containsOnlyOnce("Terminate 1");
    }

    @Test
    void triesAgainWhenThereIsNoAnswer() throws InterruptedException {
        plugin.answersWith(503);
        world.deployRouted(STEPS);
        world.release("shop:v2");
        world.await(() -> plugin.requests().size() == 2, Duration.ofMinutes(1));
        assertThat(statuses().getFirst().path("message").asText()).contains("503");
        plugin.answersWith(200);
        world.await(() -> step() == 2, Duration.ofMinutes(2));
        assertThat(plugin.requests()).hasSize(3);
    }

    @Test
    void givesUpAfterFiveCallsWithoutAnAnswer() throws InterruptedException {
        plugin.answers(_ -> "no JSON");
        world.deployRouted(STEPS);
        world.release("shop:v2");
        world.awaitPhase("Degraded");
        assertThat(plugin.operations().stream().filter("Run 1"::equals)).hasSize(5);
        assertThat(world.shop().status().message()).contains("the answer is not readable");
    }

    @Test
    void refusesAnswersThatAreTooLarge() throws InterruptedException {
        plugin.answers(_ ->
                "{\"phase\":\"Successful\",\"message\":\""
                        + "x".repeat(PluginCalls.ANSWER_BYTES_MAX)
                        + "\"}");
        world.deployRouted(STEPS);
        world.release("shop:v2");
        world.await(() -> !plugin.requests().isEmpty(), Duration.ofMinutes(1));
        world.advance(Duration.ofSeconds(5));
        assertThat(statuses().getFirst().path("message").asText())
                .isEqualTo("an answer of more than 65536 bytes");
        assertThat(step()).isEqualTo(1);
    }

    @Test
    void goesOnWithTheSameIdAfterARestart() throws InterruptedException {
        plugin.answers(_ -> running(1));
        world.deployRouted(STEPS);
        world.release("shop:v2");
        world.await(() -> !plugin.requests().isEmpty(), Duration.ofMinutes(1));
        world.restart(world.cluster);
        plugin.answers(_ -> json("{phase: Successful}"));
        world.await(() -> step() == 2, Duration.ofMinutes(2));
        assertThat(plugin.requests().stream().map(r -> r.path("id").asText()).distinct())
                .hasSize(1);
        assertThat(plugin.requests().getLast().at("/status/seen").asInt()).isEqualTo(1);
    }

    @Test
    void retryRunsTheStepUnderAnotherId() throws InterruptedException {
        world.deployRouted(STEPS);
        world.release("shop:v2");
        world.awaitPhase("Paused");
        world.actions.abort(ReleaseWorld.SHOP);
        world.awaitPhase("Degraded");
        world.advance(Duration.ofMinutes(1));
        world.actions.retry(ReleaseWorld.SHOP);
        world.awaitPhase("Paused");
        assertThat(plugin.operations()).containsExactly("Run 1", "Abort 1", "Run 1");
        assertThat(plugin.requests().getLast().path("id").asText())
                .isEqualTo(plugin.requests().getFirst().path("id").asText() + ".1");
        assertThat(statuses()).hasSize(1);
    }

    @Test
    void unknownPluginIsRefused() throws InterruptedException {
        world.deployRouted("[{setWeight: 25}]");
        world.patch("spec: {strategy: {canary: {steps: [{plugin: {name: acme/other}}]}}}");
        world.awaitPhase("Degraded");
        assertThat(world.shop().status().message())
                .startsWith("InvalidSpec: ")
                .contains("no step plugin 'acme/other' is configured");
    }

    private List<ObjectNode> statuses() {
        return world.shop().status().canary().stepPluginStatuses();
    }

    private int step() {
        return Objects.requireNonNullElse(world.shop().status().currentStepIndex(), -1);
    }

    private static String running(int seen) {
        return json(
                "{phase: Running, requeueAfter: 5s, status: {seen: SEEN}}"
                        .replace("SEEN", Integer.toString(seen)));
    }

    private static String json(String yaml) {
        return ReleaseWorld.yaml(yaml).toString();
    }
}
