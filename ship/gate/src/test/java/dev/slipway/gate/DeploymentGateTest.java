package dev.slipway.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controller.testing.SimulatedNode.Behaviour;
import dev.slipway.model.Json;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.Kinds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeploymentGateTest {
    private final GateWorld world = new GateWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void shiftsTrafficInGrowingSharesToAVersionThatIsAsGood() throws Exception {
        world.deploy("{}");
        world.traffic.start(200);
        world.advance(Duration.ofSeconds(10));
        List<Integer> shares = new ArrayList<>();
        world.always(() -> {
            int share = world.share("shop:v2");
            if (share >= 0 && (shares.isEmpty() || shares.getLast() != share)) {
                shares.add(share);
            }
        });
        world.alwaysWithin(5, 3);
        world.release("shop:v2");
        world.awaitRunning("shop:v2");

        assertThat(shares).startsWith(0, 5, 25, 50).endsWith(100).isSorted();
        assertThat(world.traffic.lost()).isZero();
        assertThat(world.events("TrafficShifted"))
                .contains("5 % of the traffic goes to revision 2");
        assertThat(world.condition("Progressing").reason()).isEqualTo("NewReplicaSetAvailable");
    }

    @Test
    void refusesAVersionThatIsWorseAndSaysWhy() throws Exception {
        world.deploy("{}");
        world.traffic.start(200);
        world.imageFails("shop:v2", 0.2);
        world.advance(Duration.ofSeconds(10));
        world.alwaysWithin(5, 3);
        world.release("shop:v2");
        world.await(() -> world.refuses("shop:v2"), Duration.ofMinutes(2));
        Instant refused = world.time.now();
        world.awaitRunning("shop:v1");
        world.advance(Duration.ofMinutes(20));

        assertThat(world.pods("shop:v2")).isZero();
        assertThat(Objects.requireNonNull(world.traffic.lastRequestTo("shop:v2")))
                .isBefore(refused.plusMillis(200));
        assertThat(world.traffic.sentTo("shop:v2")).isLessThan(300);
        assertThat(world.condition("Progressing").status()).isEqualTo("False");
        assertThat(world.condition("Progressing").reason()).isEqualTo("ProgressDeadlineExceeded");
        assertThat(world.condition("Judged").reason()).isEqualTo("Worse");
        assertThat(world.condition("Judged").status()).isEqualTo("False");
        assertThat(world.condition("Progressing").message())
                .isEqualTo(world.condition("Judged").message());
        assertThat(world.events("RevisionRefused")).hasSize(1);
        assertThat(world.shop().spec().template().toString()).contains("shop:v2");
        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void triesARefusedVersionAgainWhenAsked() throws Exception {
        refuseSecond();
        world.imageFails("shop:v2", 0);
        world.annotate("slipway.dev/guard-retry", "fixed the database");
        world.awaitRunning("shop:v2");

        assertThat(world.condition("Progressing").reason()).isEqualTo("NewReplicaSetAvailable");
    }

    @Test
    void triesARefusedVersionAgainWhenItsRefusalIsTakenBack() throws Exception {
        refuseSecond();
        world.imageFails("shop:v2", 0);
        var change = Json.object();
        change.putObject("metadata").putObject("annotations").putNull(Progress.ANNOTATION);
        world.cluster
                .resources(Kinds.REPLICA_SET)
                .patch(world.set("shop:v2").key(), new Patch.MergePatch(change));

        world.awaitRunning("shop:v2");
    }

    @Test
    void triesANewTemplateAfterARefusal() throws Exception {
        refuseSecond();
        world.alwaysWithin(5, 3);
        world.release("shop:v3");
        world.awaitRunning("shop:v3");

        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void remembersARefusalOverARestart() throws Exception {
        refuseSecond();
        long before = world.traffic.sentTo("shop:v2");
        world.restart();
        world.advance(Duration.ofMinutes(10));

        assertThat(world.traffic.sentTo("shop:v2")).isEqualTo(before);
        assertThat(world.pods("shop:v2")).isZero();
        assertThat(world.pods("shop:v1")).isEqualTo(4);
    }

    private void refuseSecond() throws InterruptedException {
        world.deploy("{}");
        world.traffic.start(200);
        world.imageFails("shop:v2", 0.5);
        world.advance(Duration.ofSeconds(10));
        world.release("shop:v2");
        world.await(() -> world.refuses("shop:v2"), Duration.ofMinutes(2));
        world.awaitRunning("shop:v1");
    }

    @Test
    void goesBackIfAPromotedVersionTurnsBad() throws Exception {
        world.deploy("{}");
        world.traffic.start(200);
        world.advance(Duration.ofSeconds(30));
        world.release("shop:v2");
        world.awaitRunning("shop:v2");
        world.advance(Duration.ofSeconds(20));
        world.alwaysWithin(5, 3);
        world.imageFails("shop:v2", 0.3);
        world.await(() -> world.refuses("shop:v2"), Duration.ofMinutes(2));
        world.awaitRunning("shop:v1");

        assertThat(world.traffic.lost()).isZero();
        assertThat(world.share("shop:v1")).isEqualTo(100);
        assertThat(world.condition("Judged").reason()).isEqualTo("Worse");
        assertThat(world.condition("Progressing").status()).isEqualTo("False");
    }

    @Test
    void leavesAVersionAloneOnceItWasWatched() throws Exception {
        world.deploy("{}");
        world.traffic.start(100);
        world.advance(Duration.ofSeconds(30));
        world.release("shop:v2");
        world.awaitRunning("shop:v2");
        world.advance(Duration.ofMinutes(6));
        world.imageFails("shop:v2", 0.5);
        world.advance(Duration.ofMinutes(5));

        assertThat(world.isRunning("shop:v2")).isTrue();
        assertThat(world.events("RevisionAccepted")).hasSize(1);
    }

    @Test
    void letsAnUndoThroughWithoutJudgingAgain() throws Exception {
        world.deploy("{}");
        world.traffic.start(100);
        world.release("shop:v2");
        world.awaitRunning("shop:v2");
        world.advance(Duration.ofMinutes(6));
        world.alwaysWithin(5, 3);
        Instant undone = world.time.now();
        world.release("shop:v1");
        world.awaitRunning("shop:v1");

        assertThat(Duration.between(undone, world.time.now())).isLessThan(Duration.ofSeconds(30));
        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void undoesInTheMiddleOfAnUpdate() throws Exception {
        world.deploy("{}");
        world.traffic.start(100);
        world.advance(Duration.ofSeconds(10));
        world.alwaysWithin(5, 3);
        world.release("shop:v2");
        world.await(() -> world.share("shop:v2") >= 25, Duration.ofMinutes(10));
        world.release("shop:v1");
        world.advance(Duration.ofSeconds(1));

        assertThat(world.share("shop:v2")).isLessThanOrEqualTo(0);
        world.awaitRunning("shop:v1");
        assertThat(world.traffic.lost()).isZero();
        assertThat(world.share("shop:v1")).isEqualTo(100);
    }

    @Test
    void replacesAVersionInTheMiddleOfItsUpdate() throws Exception {
        world.deploy("{}");
        world.traffic.start(100);
        world.advance(Duration.ofSeconds(10));
        world.alwaysWithin(5, 3);
        world.release("shop:v2");
        world.await(() -> world.share("shop:v2") >= 50, Duration.ofMinutes(10));
        world.release("shop:v3");
        world.advance(Duration.ofSeconds(1));
        Instant replaced = world.time.now();
        world.awaitRunning("shop:v3");

        assertThat(Objects.requireNonNull(world.traffic.lastRequestTo("shop:v2")))
                .isBefore(replaced.plusMillis(1));
        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void followsAChangeOfSizeInTheMiddleOfAnUpdate() throws Exception {
        world.deploy("{}");
        world.traffic.start(100);
        world.advance(Duration.ofSeconds(10));
        world.release("shop:v2");
        world.await(() -> world.share("shop:v2") >= 25, Duration.ofMinutes(10));
        world.patch("spec: {replicas: 10}");
        world.advance(Duration.ofSeconds(20));
        world.patch("spec: {replicas: 3}");
        world.awaitRunning("shop:v2");

        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void isPlainKubernetesWhereTheGuardIsOff() throws Exception {
        world.deploy("{}");
        world.annotate("slipway.dev/guard", "off");
        world.traffic.start(100);
        world.imageFails("shop:v2", 1);
        world.release("shop:v2");
        world.awaitRunning("shop:v2");

        assertThat(world.share("shop:v2")).isEqualTo(-1);
    }

    @Test
    void isPlainKubernetesWhereNoServiceSelectsThePods() throws Exception {
        world.deploy("{}");
        world.cluster
                .resources(Kinds.SERVICE)
                .delete(GateWorld.SHOP, dev.slipway.client.DeleteOptions.background());
        world.release("shop:v2");
        world.await(() -> world.isRunning("shop:v2"), Duration.ofSeconds(30));
    }

    @Test
    void goesForwardWhereTheOldVersionIsBroken() throws Exception {
        world.podsBehave(pod ->
                String.valueOf(pod.spec().containers().getFirst().image()).endsWith("v2")
                        ? Behaviour.healthy()
                        : Behaviour.neverReady());
        world.service();
        world.create(
                """
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: shop, namespace: default},
                 spec: {replicas: 4, selector: {matchLabels: {app: shop}}, template: {
                  metadata: {labels: {app: shop}},
                  spec: {containers: [{name: shop, image: "shop:v1"}]}}}}
                """);
        world.advance(Duration.ofSeconds(30));
        world.release("shop:v2");
        world.await(() -> world.isRunning("shop:v2"), Duration.ofSeconds(30));
    }

    @Test
    void goesOnByReadinessWithTooLittleTraffic() throws Exception {
        world.deploy("{}");
        world.release("shop:v2");
        world.advance(Duration.ofSeconds(30));
        assertThat(world.share("shop:v2")).isEqualTo(5);
        world.awaitRunning("shop:v2");

        assertThat(world.condition("Judged").reason()).isEqualTo("TooLittleTraffic");
    }

    @Test
    void saysNothingBadOfTheVersionThatPeopleWentBackTo() throws Exception {
        refuseSecond();
        world.release("shop:v1");
        world.advance(Duration.ofSeconds(5));

        assertThat(world.condition("Judged").reason()).isEqualTo("Accepted");
        assertThat(world.condition("Progressing").reason()).isEqualTo("NewReplicaSetAvailable");
    }

    @Test
    void doesNotDivideAServiceThatLeadsToOtherPodsToo() throws Exception {
        world.deploy("{}");
        assertThat(world.share("shop:v1")).isEqualTo(100);
        world.create(
                """
                {apiVersion: v1, kind: Pod,
                 metadata: {name: other, namespace: default, labels: {app: shop}},
                 spec: {containers: [{name: shop, image: "other:v1"}]}}
                """);
        world.advance(Duration.ofSeconds(1));
        assertThat(world.share("shop:v1")).isEqualTo(-1);
    }

    @Test
    void goesByTheSharesThatAreAskedFor() throws Exception {
        world.deploy("{}");
        world.annotate("slipway.dev/guard-shares", "10, 60");
        world.release("shop:v2");
        world.await(() -> world.share("shop:v2") == 10, Duration.ofMinutes(1));
        world.await(() -> world.share("shop:v2") == 60, Duration.ofMinutes(5));
        world.awaitRunning("shop:v2");
    }

    @Test
    void waitsForAPersonWhereThatIsWanted() throws Exception {
        world.deploy("{}");
        world.annotate("slipway.dev/guard-undecided", "pause");
        world.release("shop:v2");
        world.advance(Duration.ofMinutes(30));
        assertThat(world.share("shop:v2")).isEqualTo(5);
        assertThat(world.condition("Progressing").status()).isEqualTo("True");

        world.annotate("slipway.dev/guard-promote", world.hash("shop:v2"));
        world.awaitRunning("shop:v2");
    }

    @Test
    void heedsTheLimitOfARelease() throws Exception {
        world.deploy("{}");
        world.annotate("slipway.dev/release-limit", "25");
        world.traffic.start(100);
        world.release("shop:v2");
        world.advance(Duration.ofMinutes(15));
        assertThat(world.share("shop:v2")).isEqualTo(25);

        world.annotate("slipway.dev/release-limit", null);
        world.awaitRunning("shop:v2");
    }

    @Test
    void givesUpARevisionThatItsReleaseGaveUp() throws Exception {
        world.deploy("{}");
        world.traffic.start(100);
        world.release("shop:v2");
        world.await(() -> world.share("shop:v2") >= 5, Duration.ofMinutes(1));
        world.annotate("slipway.dev/refused-revision", world.hash("shop:v2"));
        world.awaitRunning("shop:v1");

        assertThat(world.condition("Judged").reason()).isEqualTo("GivenUp");
    }

    @Test
    void needsNoRoomBeyondTheReplicas() throws Exception {
        world.deploy("{strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}}");
        world.traffic.start(100);
        world.advance(Duration.ofSeconds(5));
        world.alwaysWithin(4, 3);
        world.release("shop:v2");
        world.awaitRunning("shop:v2");

        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void losesNoPodWhereNoneMayBeMissing() throws Exception {
        world.deploy(
                "{minReadySeconds: 3, strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}}");
        world.traffic.start(100);
        world.advance(Duration.ofSeconds(5));
        world.alwaysWithin(5, 4);
        world.release("shop:v2");
        world.awaitRunning("shop:v2");

        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void leadsADeploymentOfOnePod() throws Exception {
        world.deploy("{replicas: 1}");
        world.traffic.start(100);
        world.imageFails("shop:v3", 0.3);
        world.release("shop:v2");
        world.awaitRunning("shop:v2");
        world.release("shop:v3");
        world.await(() -> world.refuses("shop:v3"), Duration.ofMinutes(2));
        world.awaitRunning("shop:v2");

        assertThat(world.traffic.lost()).isZero();
    }
}
