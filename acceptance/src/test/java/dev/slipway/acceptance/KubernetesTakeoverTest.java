package dev.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.client.ListQuery;
import dev.slipway.client.Resources;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Kinds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A Deployment of the real Kubernetes under the guard, where Kubernetes' own controller would
/// start a new version at once.
final class KubernetesTakeoverTest {
    private static final ObjectKey API = new ObjectKey("default", "api");

    private static final String MANIFEST =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: api, namespace: default}
            spec:
              replicas: 2
              selector: {matchLabels: {app: api}}
              template:
                metadata: {labels: {app: api}}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers: [{name: api, image: "host/sh:v1"}]
            """;

    @TempDir Path folder;

    @Test
    void deploymentIsTakenOverAndHandedBack() throws Exception {
        Optional<String> missing = RealKubernetes.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        Path commands = Files.createDirectory(folder.resolve("commands"));
        try (RealKubernetes kubernetes = RealKubernetes.start(folder);
                CanaryInCluster canary = new CanaryInCluster(commands, kubernetes.kubeconfig())) {
            canary.slipway("install");
            try (RemoteSlipway server =
                    RemoteSlipway.start(folder, "server", kubernetes.kubeconfig())) {
                course(canary, server);
                assertThat(server.log()).doesNotContain("ERROR", "SEVERE");
            }
        }
    }

    private static void course(CanaryInCluster canary, RemoteSlipway server) throws Exception {
        Resources<Deployment> deployments = canary.cluster().resources(Kinds.DEPLOYMENT);
        canary.cluster().resources(Kinds.DEPLOYMENT.raw()).create(raw(MANIFEST));
        Slipway.await(() -> serves(canary, "host/sh:v1", 2), "the Deployment has no pods");

        deployments.patch(API, merge("metadata: {annotations: {slipway.dev/guard: normal}}"));
        Slipway.await(
                () -> isHeld(canary), () -> "not taken over: " + state(canary) + server.log());
        canary.awaitPhase("Healthy");

        deployments.patch(
                API,
                merge(
                        "spec: {replicas: 3, template: {spec: {containers:"
                                + " [{name: api, image: 'host/sh:v2'}]}}}"));
        canary.awaitPhase("Paused");
        Slipway.await(() -> isHeld(canary), "the Deployment was not taken back");
        assertThat(ofTheDeployment(canary, "host/sh:v2")).isZero();

        canary.slipway("rollout", "promote", "api", "--full");
        Slipway.await(() -> serves(canary, "host/sh:v2", 3), "the second version does not run");
        canary.awaitPhase("Healthy");

        deployments.patch(API, merge("metadata: {annotations: {slipway.dev/guard: null}}"));
        Slipway.await(
                () -> canary.cluster().resources(Kinds.ROLLOUT).find(API).isEmpty(),
                () -> "the Rollout is still there: " + server.log());
        Slipway.await(
                () -> ofTheDeployment(canary, "host/sh:v2") == 3 && serves(canary, "host/sh:v2", 3),
                "the Deployment has not its own pods");
    }

    /// What there is, for whoever reads of a failure.
    private static String state(CanaryInCluster canary) {
        StringBuilder state = new StringBuilder();
        for (Kind<?> kind : List.of(Kinds.DEPLOYMENT, Kinds.ROLLOUT, Kinds.EVENT)) {
            canary.cluster()
                    .resources(kind)
                    .list(ListQuery.inNamespace("default"))
                    .items()
                    .forEach(object -> state.append(object).append("\n"));
        }
        return state.toString();
    }

    private static boolean isHeld(CanaryInCluster canary) {
        Deployment deployment =
                canary.cluster().resources(Kinds.DEPLOYMENT).find(API).orElseThrow();
        return Objects.equals(deployment.spec().replicas(), 0)
                && Boolean.TRUE.equals(deployment.spec().paused());
    }

    /// So many ready pods of that image, and no others of it.
    private static boolean serves(CanaryInCluster canary, String image, int count) {
        var pods =
                canary
                        .cluster()
                        .resources(Kinds.POD)
                        .list(ListQuery.inNamespace("default"))
                        .items()
                        .stream()
                        .filter(pod -> image.equals(pod.spec().containers().getFirst().image()))
                        .toList();
        return pods.size() == count && pods.stream().allMatch(pod -> pod.status().isReady());
    }

    /// Pods that the Deployment's own ReplicaSets want of that image.
    private static int ofTheDeployment(CanaryInCluster canary, String image) {
        return canary
                .cluster()
                .resources(Kinds.REPLICA_SET)
                .list(ListQuery.inNamespace("default"))
                .items()
                .stream()
                .filter(set ->
                        set.metadata().ownerReferences().stream()
                                .anyMatch(owner -> owner.kind().equals("Deployment")))
                .filter(set ->
                        set.spec().template().at("/spec/containers/0/image").asText().equals(image))
                .mapToInt(set -> Objects.requireNonNullElse(set.spec().replicas(), 1))
                .sum();
    }

    private static RawResource raw(String yaml) {
        return RawResource.of(Yaml.parse(yaml, "test").getFirst().object());
    }

    private static Patch merge(String yaml) {
        return new Patch.MergePatch(Yaml.parse(yaml, "test").getFirst().object());
    }
}
