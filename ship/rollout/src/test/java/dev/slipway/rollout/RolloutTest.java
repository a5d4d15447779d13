package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.controller.testing.SimulatedNode.Behaviour;
import dev.slipway.model.ApiException;
import dev.slipway.model.kinds.RolloutStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whole rollouts over a route, in simulated time.
class RolloutTest {
    private static final String STEPS =
            "[{setWeight: 25}, {pause: {duration: 30}}, {setWeight: 50}, {pause: {}}]";

    private final ReleaseWorld world = new ReleaseWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void firstDeployTakesNoSteps() throws InterruptedException {
        world.deployRouted(STEPS);
        assertThat(world.pods("shop:v1")).isEqualTo(4);
        assertThat(world.weight()).isZero();
        String hash = Objects.requireNonNull(world.shop().status().stableRS());
        assertThat(world.selectedBy("shop-stable")).isEqualTo(hash);
        assertThat(world.selectedBy("shop-canary")).isEqualTo(hash);
        assertThat(world.shop().status().currentStepIndex()).isEqualTo(4);
        assertThat(world.shop().metadata().annotations())
                .containsEntry("rollout.argoproj.io/revision", "1");
    }

    @Test
    void goesThroughItsStepsAndPromotes() throws InterruptedException {
        world.deployRouted(STEPS);
        world.traffic.start(200);
        world.release("shop:v2");
        world.await(() -> world.weight() == 25, Duration.ofMinutes(1));
        assertThat(world.pods("shop:v2")).isEqualTo(1);
        assertThat(world.pods("shop:v1")).isEqualTo(4);
        world.awaitPhase("Paused");
        assertThat(world.shop().status().message()).isEqualTo("CanaryPauseStep");

        world.await(() -> world.weight() == 50, Duration.ofSeconds(40));
        assertThat(world.pods("shop:v2")).isEqualTo(2);
        world.advance(Duration.ofMinutes(10));
        assertThat(world.weight()).isEqualTo(50);
        world.actions.promote(ReleaseWorld.SHOP);

        world.awaitPhase("Healthy");
        assertThat(world.weight()).isZero();
        assertThat(world.pods("shop:v2")).isEqualTo(4);
        assertThat(world.pods("shop:v1")).isEqualTo(4);
        assertThat(world.selectedBy("shop-stable"))
                .isEqualTo(world.shop().status().currentPodHash());
        world.advance(Duration.ofSeconds(31));
        assertThat(world.pods("shop:v1")).isZero();
        assertThat(world.traffic.lost()).isZero();
        assertThat(world.eventReasons())
                .contains("RolloutStepCompleted", "RolloutPaused", "RolloutCompleted");
    }

    @Test
    void guardUndoesAFailingVersionWithItsNumbers() throws InterruptedException {
        world.deployRouted(STEPS);
        world.traffic.start(200);
        world.advance(Duration.ofSeconds(5));
        world.imageFails("shop:v2", 0.05);
        world.release("shop:v2");
        world.awaitPhase("Degraded");
        assertThat(world.weight()).isZero();
        assertThat(world.pods("shop:v2")).isEqualTo(1);
        RolloutStatus status = world.shop().status();
        assertThat(status.aborted()).isTrue();
        assertThat(status.message())
                .matches(
                        "RolloutAborted: Rollout aborted update to revision 2: [0-9.]+ % of"
                                + " [0-9,]+ requests to the new version failed, 0 % of [0-9,]+ to"
                                + " the old one at the same time; the difference is .*");
        world.advance(Duration.ofSeconds(2));
        RolloutStatus.GuardStatus guard = Objects.requireNonNull(world.shop().status().guard());
        assertThat(guard.verdict()).isEqualTo("Worse");
        Instant first = Objects.requireNonNull(guard.firstTraffic());
        Instant detected = Objects.requireNonNull(guard.detected());
        assertThat(detected).isBefore(first.plusSeconds(20));
        assertThat(guard.withdrawn()).isNotNull();
        assertThat(world.traffic.lastRequestTo("shop:v2"))
                .isBeforeOrEqualTo(detected.plusSeconds(1));

        world.advance(Duration.ofSeconds(31));
        assertThat(world.pods("shop:v2")).isZero();
        assertThat(world.traffic.lost()).isZero();
        assertThat(world.eventReasons()).contains("RolloutAborted");
    }

    @Test
    void guardThatIsOffLetsAFailingVersionThrough() throws InterruptedException {
        world.deployRouted("[{setWeight: 25}, {pause: {duration: 60}}]");
        world.patch("metadata: {annotations: {slipway.dev/guard: 'off'}}");
        world.traffic.start(200);
        world.imageFails("shop:v2", 0.2);
        world.release("shop:v2");
        world.await(
                () -> "Healthy".equals(world.phase()) && world.pods("shop:v2") == 4,
                Duration.ofMinutes(5));
    }

    @Test
    void retryTriesAnAbortedVersionAnew() throws InterruptedException {
        world.deployRouted(STEPS);
        world.traffic.start(200);
        world.release("shop:v2");
        world.await(() -> world.weight() == 25, Duration.ofMinutes(1));
        world.actions.abort(ReleaseWorld.SHOP);
        world.awaitPhase("Degraded");
        assertThat(world.weight()).isZero();
        world.advance(Duration.ofMinutes(1));
        assertThat(world.pods("shop:v2")).isZero();
        world.actions.retry(ReleaseWorld.SHOP);
        world.await(() -> world.weight() == 50, Duration.ofMinutes(2));
        world.actions.promoteFull(ReleaseWorld.SHOP);
        world.awaitPhase("Healthy");
        assertThat(world.pods("shop:v2")).isEqualTo(4);
        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void retriedVersionThatIsGoodNowPasses() throws InterruptedException {
        world.deployRouted("[{setWeight: 25}, {pause: {duration: 60}}]");
        world.traffic.start(200);
        world.imageFails("shop:v2", 0.2);
        world.release("shop:v2");
        world.awaitPhase("Degraded");
        world.imageFails("shop:v2", 0);
        world.actions.retry(ReleaseWorld.SHOP);
        world.awaitPhase("Healthy");
        assertThat(world.pods("shop:v2")).isEqualTo(4);
    }

    @Test
    void templateOfTheStableVersionEndsTheUpdateAtOnce() throws InterruptedException {
        world.deployRouted(STEPS);
        world.traffic.start(200);
        world.release("shop:v2");
        world.await(() -> world.weight() == 50, Duration.ofMinutes(2));
        world.release("shop:v1");
        world.awaitPhase("Healthy");
        assertThat(world.weight()).isZero();
        assertThat(world.selectedBy("shop-canary")).isEqualTo(world.shop().status().stableRS());
        world.advance(Duration.ofMinutes(1));
        assertThat(world.pods("shop:v2")).isZero();
        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void newerTemplateReplacesAnUpdateUnderWay() throws InterruptedException {
        world.deployRouted(STEPS);
        world.traffic.start(200);
        world.release("shop:v2");
        world.await(() -> world.weight() == 50, Duration.ofMinutes(2));
        world.release("shop:v3");
        world.await(() -> world.weight() == 0, Duration.ofMinutes(1));
        world.await(() -> world.weight() == 50, Duration.ofMinutes(2));
        assertThat(world.pods("shop:v3")).isEqualTo(2);
        world.actions.promoteFull(ReleaseWorld.SHOP);
        world.awaitPhase("Healthy");
        world.advance(Duration.ofMinutes(1));
        assertThat(world.pods("shop:v2")).isZero();
        assertThat(world.pods("shop:v3")).isEqualTo(4);
        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void undoGoesBackToAFormerVersion() throws InterruptedException {
        world.deployRouted("[{setWeight: 50}]");
        world.release("shop:v2");
        world.awaitPhase("Healthy");
        world.actions.undo(ReleaseWorld.SHOP, 0);
        world.await(() -> world.pods("shop:v1") == 4, Duration.ofMinutes(2));
        world.awaitPhase("Healthy");
        assertThat(world.sets()).hasSize(2);
        assertThat(world.actions.history(ReleaseWorld.SHOP))
                .extracting(RolloutActions.Revision::number)
                .containsExactly(2L, 3L);
        assertThatThrownBy(() -> world.actions.undo(ReleaseWorld.SHOP, 17))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("no revision 17 (there are: [2, 3])");
    }

    @Test
    void versionThatNeverBecomesReadyGetsNoTraffic() throws InterruptedException {
        world.deployRouted(STEPS);
        world.patch("spec: {progressDeadlineSeconds: 60}");
        world.traffic.start(200);
        world.podsBehave(pod ->
                "shop:v2".equals(pod.spec().containers().getFirst().image())
                        ? Behaviour.neverReady()
                        : Behaviour.healthy());
        world.release("shop:v2");
        world.awaitPhase("Degraded");
        assertThat(world.shop().status().message()).startsWith("ProgressDeadlineExceeded");
        assertThat(world.weight()).isZero();
        assertThat(world.traffic.lastRequestTo("shop:v2")).isNull();
        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void missingRouteIsSaid() throws InterruptedException {
        world.service("shop-canary");
        world.service("shop-stable");
        world.rollout(
                """
                canaryService: shop-canary
                      stableService: shop-stable
                      trafficRouting: {plugins: {argoproj-labs/gatewayAPI: {httpRoute: nowhere}}}
                """);
        world.awaitPhase("Degraded");
        assertThat(world.shop().status().message())
                .isEqualTo(
                        "InvalidSpec: spec.strategy.canary.trafficRouting: HTTPRoute"
                                + " default/nowhere not found");
    }
}
