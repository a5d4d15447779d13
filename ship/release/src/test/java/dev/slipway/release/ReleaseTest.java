package dev.slipway.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.kinds.Kinds;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whole releases in simulated time.
class ReleaseTest {
    private static final String STAGES =
            "stages: [{weight: 25}, {weight: 50, pause: {duration: 30s}}]";

    private final ReleaseWorld world = new ReleaseWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void bringsAllMembersAndTheirConfigInTogether() throws InterruptedException {
        world.deploy();
        world.release("v2", STAGES);
        world.await(() -> world.pods("front:v2") == 1, Duration.ofMinutes(5));
        assertThat(world.shop().status().stage()).isEqualTo("1/3");
        assertThat(world.hasConfig("v2", true)).isTrue();
        assertThat(world.pods("back:v2")).isEqualTo(1);
        world.awaitPhase("Paused");
        assertThat(world.shop().status().message()).startsWith("Pausing at stage 2/3 (50 %)");
        assertThat(world.pods("front:v2")).isEqualTo(2);
        assertThat(world.pods("front:v1")).isEqualTo(2);
        assertThat(world.pods("mail:v2")).isEqualTo(2);
        world.awaitPhase("Healthy");
        assertThat(world.runs("v2")).isTrue();
        world.advance(Duration.ofMinutes(1));
        assertThat(world.isUnmarked()).isTrue();
        assertThat(world.events())
                .contains("ReleaseStarted", "ReleaseStageCompleted", "ReleasePromoted");
    }

    @Test
    void membersWaitForThoseTheyDependOn() throws InterruptedException {
        world.deploy();
        world.patch(Kinds.ROLLOUT, "back", "spec: {strategy: {canary: {steps: [{pause: {}}]}}}");
        world.release("v2", STAGES);
        world.await(() -> world.pods("mail:v2") == 1, Duration.ofMinutes(5));
        world.advance(Duration.ofMinutes(10));
        assertThat(world.shop().status().message()).contains("waiting for Rollout back");
        assertThat(world.rollout("front").metadata().annotations())
                .containsEntry("slipway.dev/release-limit", "0");
        assertThat(world.mail().metadata().annotations())
                .containsEntry("slipway.dev/release-limit", "25");
    }

    @Test
    void goesBackWithItsConfigIfOneMemberIsBad() throws InterruptedException {
        world.deploy();
        world.release("v2", STAGES);
        world.await(() -> "2/3".equals(world.shop().status().stage()), Duration.ofMinutes(5));
        world.abort("back");
        world.awaitPhase("Degraded");
        world.await(() -> world.runs("v1") && world.isUnmarked(), Duration.ofMinutes(5));
        assertThat(world.hasConfig("old", false)).isTrue();
        assertThat(world.shop().status().message()).startsWith("Went back: Rollout back: ");
        world.advance(Duration.ofMinutes(30));
        assertThat(world.runs("v1")).isTrue();
        assertThat(world.events()).contains("ReleaseAbandoned", "ReleaseWentBack");
    }

    @Test
    void saysThatAChangeOfConfigWouldNotReachAMemberAfterAnUndo() throws InterruptedException {
        world.deploy();
        world.create(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: settings-old
                  namespace: default
                  annotations: {slipway.dev/kept-from: settings}
                """);
        world.patch(
                Kinds.DEPLOYMENT,
                "mail",
                "spec: {template: {spec: {containers: [{name: app, image: 'mail:v1',"
                        + " envFrom: [{configMapRef: {name: settings-old}}]}]}}}");
        world.advance(Duration.ofMinutes(2));
        world.release("v2", STAGES);
        world.advance(Duration.ofMinutes(2));
        assertThat(String.valueOf(world.shop().status().message()))
                .contains(
                        "Deployment mail names settings-old, a kept copy of the ConfigMap settings");
        assertThat(world.image("front")).isEqualTo("front:v1");
    }

    @Test
    void aHandMadeChangeOfAMemberTakesAllBackButLeavesThatOne() throws InterruptedException {
        world.deploy();
        world.release("v2", STAGES);
        world.await(() -> "2/3".equals(world.shop().status().stage()), Duration.ofMinutes(5));
        world.patch(
                Kinds.DEPLOYMENT,
                "mail",
                "spec: {template: {spec: {containers: [{name: app, image: 'mail:hot'}]}}}");
        world.awaitPhase("Degraded");
        world.await(
                () -> world.image("front").equals("front:v1") && world.isUnmarked(),
                Duration.ofMinutes(5));
        assertThat(world.image("back")).isEqualTo("back:v1");
        assertThat(world.image("mail")).isEqualTo("mail:hot");
        assertThat(world.hasConfig("old", false)).isTrue();
        assertThat(world.shop().status().message()).contains("Deployment mail was changed by");
    }

    @Test
    void aNewerSpecificationTakesOverAndStillKnowsWhatWasBefore() throws InterruptedException {
        world.deploy();
        world.release("v2", STAGES);
        world.await(() -> "2/3".equals(world.shop().status().stage()), Duration.ofMinutes(5));
        world.release("v3", STAGES);
        world.await(() -> world.pods("front:v3") == 1, Duration.ofMinutes(5));
        world.abort("front");
        world.awaitPhase("Degraded");
        world.await(() -> world.runs("v1"), Duration.ofMinutes(5));
        assertThat(world.hasConfig("old", false)).isTrue();
        assertThat(world.events()).contains("ReleaseSuperseded");
    }

    @Test
    void stopTakesTheTrafficBackAndLeavesTheRest() throws InterruptedException {
        world.deploy();
        world.release("v2", STAGES + ", onFailure: Stop");
        world.await(() -> "2/3".equals(world.shop().status().stage()), Duration.ofMinutes(5));
        world.abort("back");
        world.awaitPhase("Degraded");
        world.advance(Duration.ofMinutes(5));
        assertThat(world.image("front")).isEqualTo("front:v2");
        assertThat(world.pods("front:v2")).isZero();
        assertThat(world.pods("front:v1")).isEqualTo(4);
        assertThat(world.hasConfig("v2", true)).isTrue();
    }

    @Test
    void nothingIsBegunWhileAMemberIsMissing() throws InterruptedException {
        world.deploy();
        world.delete(Kinds.DEPLOYMENT, "mail");
        world.advance(Duration.ofSeconds(5));
        world.release("v2", STAGES);
        world.advance(Duration.ofMinutes(1));
        assertThat(world.phase()).isEqualTo("Degraded");
        assertThat(world.shop().status().message())
                .isEqualTo("Nothing new is begun: Deployment mail does not exist");
        assertThat(world.image("front")).isEqualTo("front:v1");
        assertThat(world.hasConfig("old", false)).isTrue();
    }

    @Test
    void pausedHoldsEverybodyWhereTheyAre() throws InterruptedException {
        world.deploy();
        world.release("v2", STAGES);
        world.await(() -> world.pods("front:v2") == 1, Duration.ofMinutes(5));
        world.patch(Kinds.RELEASE, "shop", "spec: {paused: true}");
        world.advance(Duration.ofMinutes(10));
        assertThat(world.phase()).isEqualTo("Paused");
        assertThat(world.pods("front:v2")).isEqualTo(1);
        world.patch(Kinds.RELEASE, "shop", "spec: {paused: false}");
        world.awaitPhase("Healthy");
        assertThat(world.runs("v2")).isTrue();
    }

    @Test
    void membersGoOnAloneWhenTheReleaseIsDeleted() throws InterruptedException {
        world.deploy();
        world.release("v2", STAGES);
        world.await(() -> "2/3".equals(world.shop().status().stage()), Duration.ofMinutes(5));
        world.delete(Kinds.RELEASE, "shop");
        world.await(() -> world.runs("v2"), Duration.ofMinutes(10));
        assertThat(world.isUnmarked()).isTrue();
        assertThat(world.cluster.resources(Kinds.RELEASE).find(ReleaseWorld.key("shop"))).isEmpty();
    }
}
