package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.RawResource;
import dev.slipway.model.Yaml;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReleaseTreeTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");

    @Test
    void drawsACanaryWithItsVersionsPodsAndAnalyses() {
        ReleasePicture picture = canary();
        assertThat(RolloutGetCommand.draw(picture, NOW))
                .isEqualTo(
                        """
                        Name:            shop
                        Namespace:       default
                        Status:          ॥ Paused
                        Message:         CanaryPauseStep
                        Strategy:        Canary
                          Step:          1/2
                          SetWeight:     20
                          ActualWeight:  20
                        Guard:           Healthy
                          Because:       Not worse.
                        Images:          shop:v2 (canary)
                                         shop:v1 (stable)
                        Replicas:
                          Desired:       1
                          Current:       2
                          Updated:       1
                          Ready:         2
                          Available:     2

                        NAME                    KIND          STATUS           AGE   INFO
                        ⟳ shop                  Rollout       ॥ Paused         60s
                        ├──# revision:2
                        │  ├──⧉ shop-new        ReplicaSet    ✔ Healthy        30s   canary
                        │  │  └──□ shop-new-1   Pod           ✔ Running        20s   ready:1/1,restarts:2
                        │  └──α shop-new-2      AnalysisRun   ✖ Failed         10s   ✔ 3,✖ 1
                        └──# revision:1
                           └──⧉ shop-old        ReplicaSet    ✔ Healthy        60s   stable,delay:25s
                              ├──□ shop-old-1   Pod           ◌ Terminating    50s   ready:0/1
                              └──□ shop-old-2   Pod           ✖ ErrImagePull   50s   ready:0/1
                        """);
    }

    @Test
    void aRefusedDeploymentIsDegradedAndSaysWhy() {
        ReleasePicture picture =
                new ReleasePicture(
                        yaml(
                                """
                                kind: Deployment
                                metadata: {name: api, namespace: default, uid: u, generation: 1}
                                spec: {replicas: 2}
                                status:
                                  observedGeneration: 1
                                  conditions:
                                  - {type: Progressing, status: "False",
                                     reason: ProgressDeadlineExceeded, message: It fails.}
                                """),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of());
        assertThat(RolloutGetCommand.draw(picture, NOW))
                .contains("Status:          ✖ Degraded\n")
                .contains("Message:         It fails.\n");
        assertThat(new ReleaseSummary(picture).isSettled()).isTrue();
    }

    @Test
    void showsTheSharesAndTheVerdictOfAGuardedDeployment() {
        ReleasePicture picture =
                new ReleasePicture(
                        yaml(
                                """
                                kind: Deployment
                                metadata: {name: api, namespace: default, uid: u, generation: 1,
                                  creationTimestamp: "2026-01-01T00:00:00Z"}
                                spec: {replicas: 2}
                                status:
                                  observedGeneration: 1
                                  replicas: 3
                                  conditions:
                                  - {type: Judged, status: "True", reason: Healthy,
                                     message: Not worse.}
                                """),
                        List.of(
                                guarded("api-new", 2, "SHIFTING", 25),
                                guarded("api-old", 1, "ACCEPTED", 100)),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of());
        assertThat(RolloutGetCommand.draw(picture, NOW))
                .contains("Traffic:         25 % to revision 2\n")
                .contains("Guard:           Healthy\n  Because:       Not worse.\n")
                .contains("shop:2 (new, 25 %)\n")
                .contains("shop:1 (old, 75 %)\n")
                .containsPattern("api-new +ReplicaSet .* new,25 %\n")
                .containsPattern("api-old +ReplicaSet .* old,75 %\n");
    }

    private static RawResource guarded(String name, int revision, String phase, int share) {
        return resource(
                """
                metadata:
                  name: NAME
                  uid: NAME
                  creationTimestamp: "2026-01-01T00:00:00Z"
                  labels: {pod-template-hash: NAME}
                  annotations:
                    deployment.kubernetes.io/revision: "REVISION"
                    slipway.dev/guard-progress: '{"phase": "PHASE", "share": SHARE}'
                  ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: api, uid: u,
                    controller: true}]
                spec: {replicas: 1, template: {spec: {containers: [{image: "shop:REVISION"}]}}}
                status: {replicas: 1, availableReplicas: 1}
                """
                        .replace("NAME", name)
                        .replace("REVISION", Integer.toString(revision))
                        .replace("PHASE", phase)
                        .replace("SHARE", Integer.toString(share)));
    }

    private static ReleasePicture canary() {
        ObjectNode rollout =
                yaml(
                        """
                        kind: Rollout
                        metadata: {name: shop, namespace: default, uid: ro, generation: 2,
                          creationTimestamp: "2026-01-01T00:00:00Z"}
                        spec:
                          replicas: 1
                          strategy: {canary: {steps: [{setWeight: 20}, {pause: {}}]}}
                        status:
                          phase: Paused
                          message: CanaryPauseStep
                          observedGeneration: "2"
                          currentStepIndex: 1
                          currentPodHash: new
                          stableRS: old
                          replicas: 2
                          updatedReplicas: 1
                          readyReplicas: 2
                          availableReplicas: 2
                          canary: {weights: {canary: {weight: 20}, stable: {weight: 80}}}
                          guard: {verdict: Healthy, reason: Not worse.}
                        """);
        return new ReleasePicture(
                rollout,
                List.of(
                        set("shop-old", "old", 1, "shop:v1", "00", "2026-01-01T00:01:25Z"),
                        set("shop-new", "new", 2, "shop:v2", "30", "")),
                canaryPods(),
                List.of(
                        resource(
                                """
                                metadata:
                                  name: shop-new-2
                                  uid: run
                                  creationTimestamp: "2026-01-01T00:00:50Z"
                                  annotations: {rollout.argoproj.io/revision: "2"}
                                  ownerReferences: [{apiVersion: argoproj.io/v1alpha1,
                                    kind: Rollout, name: shop, uid: ro, controller: true}]
                                status: {phase: Failed, metricResults: [
                                  {successful: 2}, {successful: 1, failed: 1}]}
                                """)),
                List.of(),
                List.of());
    }

    private static List<RawResource> canaryPods() {
        return List.of(
                pod("shop-old-1", "shop-old", "10", "phase: Running", true),
                pod(
                        "shop-old-2",
                        "shop-old",
                        "10",
                        "phase: Pending, containerStatuses: [{state: {waiting:"
                                + " {reason: ErrImagePull}}}]",
                        false),
                pod(
                        "shop-new-1",
                        "shop-new",
                        "40",
                        "phase: Running, containerStatuses: [{ready: true, restartCount: 2}]",
                        false));
    }

    private static RawResource set(
            String name, String hash, int revision, String image, String second, String deadline) {
        String end = deadline.isEmpty() ? "" : ", scale-down-deadline: \"" + deadline + "\"";
        return resource(
                """
                metadata:
                  name: NAME
                  uid: NAME
                  creationTimestamp: "2026-01-01T00:00:SECONDZ"
                  labels: {rollouts-pod-template-hash: HASH}
                  annotations: {rollout.argoproj.io/revision: "REVISION"END}
                  ownerReferences: [{apiVersion: argoproj.io/v1alpha1,
                    kind: Rollout, name: shop, uid: ro, controller: true}]
                spec: {replicas: 1, template: {spec: {containers: [{image: "IMAGE"}]}}}
                status: {replicas: 1, availableReplicas: 1}
                """
                        .replace("NAME", name)
                        .replace("SECOND", second)
                        .replace("HASH", hash)
                        .replace("REVISION", Integer.toString(revision))
                        .replace("END", end)
                        .replace("IMAGE", image));
    }

    private static RawResource pod(
            String name, String set, String second, String status, boolean going) {
        return resource(
                """
                metadata:
                  name: NAME
                  uid: NAME
                  creationTimestamp: "2026-01-01T00:00:SECONDZ"
                  GOING
                  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: SET, uid: SET,
                    controller: true}]
                spec: {containers: [{name: a}]}
                status: {STATUS}
                """
                        .replace("NAME", name)
                        .replace("SECOND", second)
                        .replace(
                                "GOING",
                                going
                                        ? "deletionTimestamp: \"2026-01-01T00:00:59Z\""
                                        : "labels: {}")
                        .replace("SET", set)
                        .replace("STATUS", status));
    }

    private static RawResource resource(String text) {
        return RawResource.of(yaml(text));
    }

    private static ObjectNode yaml(String text) {
        return Yaml.parse(text, "test").getFirst().object();
    }
}
