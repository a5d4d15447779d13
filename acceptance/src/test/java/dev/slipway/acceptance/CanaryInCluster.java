package dev.slipway.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.ApiConnection;
import dev.slipway.client.Cluster;
import dev.slipway.client.Kubeconfig;
import dev.slipway.client.RemoteCluster;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.Kinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A Rollout with its services and its route in some cluster, as a user sees and steers it.
final class CanaryInCluster implements AutoCloseable {
    private static final String MANIFEST =
            """
            apiVersion: v1
            kind: Service
            metadata: {name: api-stable}
            spec: {selector: {app: api}, ports: [{port: 80, targetPort: 8080}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: api-canary}
            spec: {selector: {app: api}, ports: [{port: 80, targetPort: 8080}]}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: api}
            spec:
              parentRefs: [{name: web}]
              rules:
              - backendRefs:
                - {name: api-stable, port: 80, weight: 100}
                - {name: api-canary, port: 80, weight: 0}
            ---
            apiVersion: argoproj.io/v1alpha1
            kind: Rollout
            metadata: {name: api}
            spec:
              replicas: 2
              selector: {matchLabels: {app: api}}
              template:
                metadata: {labels: {app: api}}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: api
                    image: "host/sh:v1"
                    command: [sleep, "1000"]
                    ports: [{containerPort: 8080}]
              strategy:
                canary:
                  canaryService: api-canary
                  stableService: api-stable
                  scaleDownDelaySeconds: 1
                  trafficRouting:
                    plugins:
                      argoproj-labs/gatewayAPI: {httpRoute: api, namespace: default}
                  steps: [{setWeight: 20}, {pause: {}}, {setWeight: 60}, {pause: {duration: 1}}]
            """;

    private static final ObjectKey KEY = new ObjectKey("default", "api");

    private final Slipway command;
    private final Path kubeconfig;
    private final ApiConnection api;
    private final Cluster cluster;

    /// `folder` is the command line's own.
    CanaryInCluster(Path folder, Path kubeconfig) {
        this.command = new Slipway(folder);
        this.kubeconfig = kubeconfig;
        this.api = new ApiConnection(Kubeconfig.load(kubeconfig, null));
        this.cluster = new RemoteCluster(api);
    }

    Cluster cluster() {
        return cluster;
    }

    Slipway.Outcome slipway(String... words) throws IOException, InterruptedException {
        String[] all = new String[words.length + 1];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--kubeconfig=" + kubeconfig;
        return command.run(all).succeeded();
    }

    void apply() throws IOException, InterruptedException {
        Path file = Files.writeString(command.home().resolve("api.yaml"), MANIFEST);
        slipway("apply", "-f", file.toString());
    }

    void setImage(String image) {
        String path = "/spec/template/spec/containers/0/image";
        var operations = Json.object().putArray("list");
        operations.addObject().put("op", "replace").put("path", path).put("value", image);
        cluster.resources(Kinds.ROLLOUT.raw()).patch(KEY, new Patch.JsonPatch(operations));
    }

    void awaitPhase(String phase) throws IOException, InterruptedException {
        Slipway.await(
                () -> {
                    JsonNode status = rollout().path("status");
                    boolean seen =
                            status.path("observedGeneration")
                                    .asText("")
                                    .equals(rollout().at("/metadata/generation").asText(""));
                    return seen && status.path("phase").asText("").equals(phase);
                },
                () -> "the rollout is not " + phase + ": " + rollout().path("status"));
    }

    void awaitCanaryWeight(int weight) throws IOException, InterruptedException {
        Slipway.await(
                () -> canaryWeight() == weight,
                () -> "the canary's weight is " + canaryWeight() + ", not " + weight);
    }

    ObjectNode rollout() {
        return tree(cluster.resources(Kinds.ROLLOUT.raw()).find(KEY).orElseThrow());
    }

    String stableHash() {
        return rollout().at("/status/stableRS").asText("");
    }

    int canaryWeight() {
        ObjectNode route = tree(cluster.resources(Kinds.HTTP_ROUTE.raw()).find(KEY).orElseThrow());
        return route.at("/spec/rules/0/backendRefs/1/weight").asInt(-1);
    }

    /// The hash that a service selects by.
    String selected(String service) {
        return cluster.resources(Kinds.SERVICE)
                .find(new ObjectKey("default", service))
                .orElseThrow()
                .spec()
                .selector()
                .getOrDefault("rollouts-pod-template-hash", "");
    }

    private static ObjectNode tree(RawResource resource) {
        return resource.tree();
    }

    @Override
    public void close() {
        api.close();
    }
}
