package dev.slipway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.console.Addresses.Address;
import dev.slipway.console.Views.Health;
import dev.slipway.console.Views.PodRow;
import dev.slipway.console.Views.Release;
import dev.slipway.console.Views.Step;
import dev.slipway.console.Views.Version;
import dev.slipway.console.Views.Workload;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Event;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class OverviewBuilderTest {
    private final ConsoleWorld world = new ConsoleWorld();

    @Test
    void showsTheTwoVersionsOfAReleaseAndItsVerdict() throws Exception {
        rollout(
                """
                phase: Paused
                message: CanaryPauseStep
                currentStepIndex: 1
                currentPodHash: bbb
                stableRS: aaa
                pauseConditions: [{reason: CanaryPauseStep, startTime: "2030-01-01T00:00:00Z"}]
                canary: {weights: {canary: {weight: 10}, stable: {weight: 90}}}
                guard: {podTemplateHash: bbb, verdict: Healthy, reason: "new 0.0 %, old 0.0 %"}
                """);
        world.samples.add(ConsoleWorld.sample(-2, 40, 40, 4));
        world.samples.add(ConsoleWorld.sample(-1, 0, 0, 0));
        for (int second = 0; second < 10; second++) {
            world.samples.add(ConsoleWorld.sample(second, 10, 10, 1));
        }
        Release release = world.overview().releases().rows().getFirst();

        assertThat(release.health()).isEqualTo(Health.busy);
        assertThat(release.message()).isEqualTo("waits as its step says");
        assertThat(release.steps())
                .containsExactly(
                        new Step("10 %", "done"),
                        new Step("wait 10s", "now"),
                        new Step("40 %", "next"));
        assertThat(release.judgement().title()).isEqualTo("No worse so far");
        assertThat(release.judgement().reason()).isEqualTo("new 0.0 %, old 0.0 %");
        assertThat(release.versions())
                .containsExactly(
                        new Version(
                                "old",
                                "shop:v1",
                                "aaa",
                                "3/3",
                                90,
                                "100",
                                "1,000",
                                "0 (0.0 %)",
                                false),
                        new Version(
                                "new",
                                "shop:v2",
                                "bbb",
                                "1/3",
                                10,
                                "10",
                                "100",
                                "10 (10.0 %)",
                                true));
        assertThat(release.chart()).startsWith("<svg");
    }

    @Test
    void saysWhyAReleaseWasTakenBackAndHowFast() throws Exception {
        rollout(
                """
                phase: Degraded
                message: "RolloutAborted: new 5.4 % failed"
                abort: true
                abortedAt: "2030-01-01T00:00:07Z"
                currentPodHash: bbb
                stableRS: aaa
                guard:
                  podTemplateHash: bbb
                  verdict: Worse
                  reason: "new 5.4 % of 112 requests failed, old 0.0 % of 1,002 requests failed"
                  firstTraffic: "2030-01-01T00:00:00.000000Z"
                  detected: "2030-01-01T00:00:06.500000Z"
                  withdrawn: "2030-01-01T00:00:07.000000Z"
                """);
        Release release = world.overview().releases().rows().getFirst();

        assertThat(release.health()).isEqualTo(Health.bad);
        assertThat(release.judgement().title()).isEqualTo("Taken back: the new version is worse");
        assertThat(release.judgement().reason()).startsWith("new 5.4 % of 112 requests");
        assertThat(release.judgement().timing())
                .isEqualTo("Found 6.5 s after its first request, without traffic after 7.0 s.");
    }

    @Test
    void forgetsTheVerdictOnAnEarlierVersion() throws Exception {
        rollout(
                """
                phase: Healthy
                currentPodHash: aaa
                stableRS: aaa
                guard: {podTemplateHash: bbb, verdict: Worse, reason: "new 5.4 %"}
                """);
        Release release = world.overview().releases().rows().getFirst();

        assertThat(release.judgement().title()).isEmpty();
        assertThat(release.versions()).hasSize(1);
        assertThat(release.versions().getFirst().image()).isEqualTo("shop:v1");
    }

    @Test
    void showsADeploymentThatItsGuardLeadsInUntilItIsAccepted() throws Exception {
        guarded("{\"phase\":\"SHIFTING\",\"share\":25,\"next\":50,\"sinceMillis\":0}");
        for (int second = 0; second < 10; second++) {
            world.samples.add(ConsoleWorld.sample(second, 25, 10, 1));
        }
        Release release = world.overview().releases().rows().getFirst();

        assertThat(release.name()).isEqualTo("api");
        assertThat(release.health()).isEqualTo(Health.busy);
        assertThat(release.steps())
                .containsExactly(
                        new Step("5 %", "done"),
                        new Step("25 %", "done"),
                        new Step("50 %", "now"),
                        new Step("100 %", "next"));
        assertThat(release.judgement().title()).isEqualTo("No worse so far");
        assertThat(release.judgement().reason()).isEqualTo("Not worse: 0 of 10.");
        assertThat(release.versions()).extracting(Version::hash).containsExactly("aaa", "bbb");
        assertThat(release.versions()).extracting(Version::weight).containsExactly(75, 25);
        assertThat(release.chart()).startsWith("<svg");
    }

    @Test
    void leavesOutADeploymentWhoseVersionIsAccepted() throws Exception {
        guarded("{\"phase\":\"ACCEPTED\",\"share\":100,\"next\":100,\"sinceMillis\":0}");
        assertThat(world.overview().releases().rows()).isEmpty();
    }

    @Test
    void putsPodsInTroubleFirstAndSaysHowManyItLeavesOut() throws Exception {
        for (int number = 1000; number < 1000 + OverviewBuilder.PODS_SHOWN_MAX; number++) {
            pod("shop-" + number, "phase: Running");
        }
        pod("zoo", "phase: Failed\n  message: out of disk");
        var overview = world.overview();

        assertThat(overview.pods().rows()).hasSize(OverviewBuilder.PODS_SHOWN_MAX);
        assertThat(overview.pods().total()).isEqualTo(OverviewBuilder.PODS_SHOWN_MAX + 1);
        PodRow first = overview.pods().rows().getFirst();
        assertThat(first.name() + ": " + first.why()).isEqualTo("zoo: out of disk");
        assertThat(overview.summary().inTrouble()).isEqualTo(1);
        assertThat(world.pages.overview()).contains("500 of 501 pods, those in trouble first");
    }

    private void guarded(String progress) throws Exception {
        Deployment deployment =
                world.create(
                        Kinds.DEPLOYMENT,
                        Deployment.class,
                        """
                        metadata: {name: api, namespace: default}
                        spec: {replicas: 3, selector: {matchLabels: {app: api}}, template: {}}
                        status:
                          conditions:
                          - type: Judged
                            status: "True"
                            reason: Healthy
                            message: "Not worse: 0 of 10."
                        """);
        version(deployment, "aaa", "deployment.kubernetes.io/revision: '1'");
        version(
                deployment,
                "bbb",
                "deployment.kubernetes.io/revision: '2', slipway.dev/guard-progress: 'PROGRESS'"
                        .replace("PROGRESS", progress));
    }

    private void version(Deployment deployment, String hash, String annotations) throws Exception {
        world.create(
                Kinds.REPLICA_SET,
                ReplicaSet.class,
                """
                metadata:
                  name: api-HASH
                  namespace: default
                  labels: {pod-template-hash: HASH}
                  annotations: {ANNOTATIONS}
                  ownerReferences:
                  - {apiVersion: apps/v1, kind: Deployment, name: api, uid: UID, controller: true}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: api}}
                  template: {spec: {containers: [{name: api, image: "api:HASH"}]}}
                status: {readyReplicas: 2}
                """
                        .replace("UID", deployment.metadata().storedUid())
                        .replace("HASH", hash)
                        .replace("ANNOTATIONS", annotations));
    }

    @Test
    void explainsADeploymentThatIsStuck() throws Exception {
        world.create(
                Kinds.DEPLOYMENT,
                Deployment.class,
                """
                metadata: {name: api, namespace: default}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: api}}
                  template: {spec: {containers: [{name: api, image: "api:v2"}]}}
                status:
                  observedGeneration: 1
                  availableReplicas: 1
                  updatedReplicas: 1
                  conditions:
                  - {type: Available, status: "True", message: "enough"}
                  - type: Progressing
                    status: "False"
                    reason: ProgressDeadlineExceeded
                    message: timed out progressing
                """);
        Workload row = world.overview().workloads().rows().getFirst();

        assertThat(row)
                .isEqualTo(
                        new Workload(
                                "Deployment",
                                "default",
                                "api",
                                Health.bad,
                                "1/2",
                                "timed out progressing",
                                "api:v2"));
    }

    @Test
    void tellsOfAPodWhatTheNewestWarningSays() throws Exception {
        Pod pod = pod("shop-1", "phase: Running");
        event("old", pod, "00:00:01", "Readiness probe failed: refused");
        event("new", pod, "00:00:02", "Readiness probe failed: HTTP 503");
        var overview = world.overview();

        assertThat(overview.pods().rows().getFirst().why())
                .isEqualTo("Readiness probe failed: HTTP 503");
        assertThat(overview.events().rows().getFirst().message())
                .isEqualTo("Readiness probe failed: HTTP 503");
    }

    @Test
    void escapesWhateverNamesAndMessagesContain() throws Exception {
        String hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>";
        pod("evil", "phase: Failed\n  message: \"" + hostile + "\"");
        rollout("phase: Progressing\nmessage: \"" + hostile + "\"\n");
        world.addresses.add(
                new Address("Ingress", "default", hostile, URI.create("javascript:alert(1)")));
        world.overview();
        String page = world.pages.overview();

        assertThat(page)
                .contains("&lt;script&gt;alert(1)")
                .doesNotContain("<script>", "<img", "href=\"javascript:");
        assertThat(String.join("", world.pages.parts().values()))
                .doesNotContain("<script>", "<img", "href=\"javascript:");
    }

    @Test
    void drawsTheSamePartsWhileNothingChanges() throws Exception {
        pod("shop-1", "phase: Running");
        world.overview();
        var before = world.pages.parts();
        world.time.advance(Duration.ofMinutes(1));

        assertThat(world.pages.parts()).isEqualTo(before);
    }

    private Pod pod(String name, String status) {
        return world.create(
                Kinds.POD,
                Pod.class,
                "metadata: {name: " + name + ", namespace: default}\nstatus:\n  " + status + "\n");
    }

    private void event(String name, Pod pod, String clock, String message) {
        world.create(
                Kinds.EVENT,
                Event.class,
                """
                metadata: {name: %s, namespace: default}
                involvedObject: {kind: Pod, name: %s, uid: %s}
                type: Warning
                reason: Unhealthy
                message: "%s"
                lastTimestamp: "2030-01-01T%sZ"
                """
                        .formatted(
                                name,
                                pod.key().name(),
                                pod.metadata().storedUid(),
                                message,
                                clock));
    }

    /// A rollout from `shop:v1` (aaa, three pods) to `shop:v2` (bbb, one pod so far).
    private void rollout(String status) {
        Rollout rollout =
                world.create(
                        Kinds.ROLLOUT,
                        Rollout.class,
                        """
                        metadata: {name: shop, namespace: default}
                        spec:
                          replicas: 3
                          selector: {matchLabels: {app: shop}}
                          template: {spec: {containers: [{name: shop, image: "shop:v2"}]}}
                          strategy:
                            canary:
                              steps: [{setWeight: 10}, {pause: {duration: 10s}}, {setWeight: 40}]
                        status:
                        """
                                + status.indent(2));
        replicaSet(rollout, "aaa", "shop:v1", 3);
        replicaSet(rollout, "bbb", "shop:v2", 1);
    }

    private void replicaSet(Rollout rollout, String hash, String image, int ready) {
        world.create(
                Kinds.REPLICA_SET,
                ReplicaSet.class,
                """
                metadata:
                  name: shop-%1$s
                  namespace: default
                  labels: {rollouts-pod-template-hash: %1$s}
                  ownerReferences:
                  - {apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: shop, uid: %2$s,
                     controller: true}
                spec:
                  replicas: 3
                  selector: {matchLabels: {app: shop}}
                  template: {spec: {containers: [{name: shop, image: "%3$s"}]}}
                status: {replicas: 3, readyReplicas: %4$d}
                """
                        .formatted(hash, rollout.metadata().storedUid(), image, ready));
    }
}
