package dev.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.client.Resources;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.RawResource;
import dev.slipway.model.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `slipway server --kubeconfig`: the controllers of releases against another Slipway that has none
/// of its own, and against the real control plane of Kubernetes where that is to be had.
final class KubernetesTest {
    private static final Kind<RawResource> DEFINITION =
            Kind.clusterWide(
                    "apiextensions.k8s.io/v1",
                    "CustomResourceDefinition",
                    "customresourcedefinitions",
                    RawResource.class);

    /// As much of the Gateway API's definition as is needed to see weights.
    private static final String HTTP_ROUTES =
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: httproutes.gateway.networking.k8s.io
              annotations: {api-approved.kubernetes.io: "unapproved, a part of it for tests"}
            spec:
              group: gateway.networking.k8s.io
              scope: Namespaced
              names: {kind: HTTPRoute, listKind: HTTPRouteList, plural: httproutes, singular: httproute}
              versions:
              - name: v1
                served: true
                storage: true
                subresources: {status: {}}
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        properties:
                          parentRefs:
                            type: array
                            items:
                              type: object
                              properties:
                                group: {type: string, default: gateway.networking.k8s.io}
                                kind: {type: string, default: Gateway}
                                name: {type: string}
                          rules:
                            type: array
                            items:
                              type: object
                              properties:
                                backendRefs:
                                  type: array
                                  items:
                                    type: object
                                    properties:
                                      group: {type: string, default: ""}
                                      kind: {type: string, default: Service}
                                      name: {type: string}
                                      port: {type: integer, format: int32}
                                      weight: {type: integer, format: int32, default: 1, minimum: 0}
                            default: [{}]
            """;

    @TempDir Path folder;
    private Path commands;

    @BeforeEach
    void makeFolders() throws IOException {
        commands = Files.createDirectory(folder.resolve("commands"));
    }

    /// The first of two servers is killed between two versions; the third version fails requests
    /// that only a Prometheus knows of.
    @Test
    void carriesOutCanariesInAnotherSlipway() throws Exception {
        Path home = Files.createDirectory(folder.resolve("cluster"));
        Path kubeconfig = home.resolve("kubeconfig");
        try (CountingPrometheus prometheus = new CountingPrometheus();
                Slipway cluster = new Slipway(home).started("--without-releases");
                RemoteSlipway first = server("first", kubeconfig, prometheus);
                CanaryInCluster canary = new CanaryInCluster(commands, kubeconfig)) {
            Slipway.await(first::leads, () -> "the only server does not lead: " + first.log());
            try (RemoteSlipway second = server("second", kubeconfig, prometheus)) {
                installFirst(canary);
                assertThat(second.leads()).isFalse();
                first.kill();
                moveToTheSecond(canary);
                assertThat(second.leads()).as(second.log()).isTrue();

                canary.setImage("host/sh:v3");
                canary.awaitPhase("Paused");
                prometheus.fails(canary.selected("api-canary"));
                canary.awaitPhase("Degraded");
                canary.awaitCanaryWeight(0);
                assertThat(canary.rollout().at("/status/guard").toString())
                        .as("the guard's finding")
                        .contains("Worse");
                assertThat(second.log()).doesNotContain("ERROR", "SEVERE");
            }
            assertThat(cluster.log()).doesNotContain("SEVERE");
        }
    }

    private RemoteSlipway server(String name, Path kubeconfig, CountingPrometheus prometheus)
            throws IOException, InterruptedException {
        return RemoteSlipway.start(
                folder,
                name,
                kubeconfig,
                "--lease-namespace=default",
                "--prometheus=" + prometheus.url(),
                "--traffic-query=" + CountingPrometheus.QUERY);
    }

    @Test
    void carriesOutACanaryInRealKubernetes() throws Exception {
        assumeKubernetes();
        try (RealKubernetes cluster = RealKubernetes.start(folder);
                CanaryInCluster canary = new CanaryInCluster(commands, cluster.kubeconfig())) {
            assertThat(canary.slipway("install").output())
                    .contains("CustomResourceDefinition rollouts.argoproj.io created");
            assertThat(canary.slipway("install").output()).contains("updated");
            try (RemoteSlipway server =
                    RemoteSlipway.start(folder, "server", cluster.kubeconfig())) {
                create(canary, HTTP_ROUTES);
                installFirst(canary);
                moveToTheSecond(canary);

                canary.setImage("host/sh:v3");
                canary.awaitPhase("Paused");
                canary.slipway("rollout", "abort", "api");
                canary.awaitPhase("Degraded");
                canary.awaitCanaryWeight(0);
                assertThat(server.log()).doesNotContain("ERROR", "SEVERE");
            }
        }
    }

    private static void installFirst(CanaryInCluster canary) throws Exception {
        canary.apply();
        canary.awaitPhase("Healthy");
        assertThat(canary.selected("api-stable")).isEqualTo(canary.stableHash());
    }

    /// From the first version to the second, past a pause.
    private static void moveToTheSecond(CanaryInCluster canary) throws Exception {
        String first = canary.stableHash();
        canary.setImage("host/sh:v2");
        canary.awaitPhase("Paused");
        canary.awaitCanaryWeight(20);
        assertThat(canary.stableHash()).isEqualTo(first);
        assertThat(canary.selected("api-canary")).isNotEqualTo(first);

        canary.slipway("rollout", "promote", "api");
        canary.awaitPhase("Healthy");
        assertThat(canary.stableHash()).isNotEmpty().isNotEqualTo(first);
        canary.awaitCanaryWeight(0);
        assertThat(canary.selected("api-stable")).isEqualTo(canary.stableHash());
    }

    private static void assumeKubernetes() {
        Optional<String> missing = RealKubernetes.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
    }

    private static void create(CanaryInCluster canary, String yaml) throws Exception {
        Resources<RawResource> definitions = canary.cluster().resources(DEFINITION);
        RawResource definition = RawResource.of(Yaml.parse(yaml, "test").getFirst().object());
        definitions.create(definition);
        Slipway.await(
                () -> isEstablished(definitions, definition.key()),
                "the kind is not served: " + definition.key());
    }

    private static boolean isEstablished(Resources<RawResource> definitions, ObjectKey key) {
        for (JsonNode condition :
                definitions.find(key).orElseThrow().tree().at("/status/conditions")) {
            if (condition.path("type").asText().equals("Established")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }
}
