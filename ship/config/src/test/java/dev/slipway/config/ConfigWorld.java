package dev.slipway.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.testing.MemoryApi;
import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.ListQuery;
import dev.slipway.controller.Informers;
import dev.slipway.controller.testing.AdverseCluster;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.controller.testing.Simulation;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Secret;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The real API in simulated time, with a keeper.
final class ConfigWorld implements AutoCloseable {
    static final String NAMESPACE = "default";

    final SimulatedTime time = new SimulatedTime();
    final Simulation simulation;
    final Cluster cluster;
    final ConfigKeeper keeper;
    private final MemoryApi api;

    ConfigWorld() {
        this(1, null);
    }

    ConfigWorld(long seed, AdverseCluster.@Nullable Severity severity) {
        api = MemoryApi.open(time::now, seed);
        cluster = api.cluster();
        simulation = new Simulation(time, seed);
        Cluster seen = cluster;
        if (severity != null) {
            seen = simulation.add(new AdverseCluster(cluster, severity, seed));
        }
        Informers informers = simulation.add(new Informers(seen, time));
        keeper = simulation.add(new ConfigKeeper(seen, informers, time));
        create("{apiVersion: v1, kind: Namespace, metadata: {name: default}}");
    }

    /// A ConfigMap `settings`, with `text` under the key `a`.
    void settings(String text) {
        create(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {a: \"%s\"}}"
                        .formatted(text));
    }

    void changeSettings(String text) {
        patch(Kinds.CONFIG_MAP, "settings", "{data: {a: \"%s\"}}".formatted(text));
    }

    void patch(Kind<?> kind, String name, String yaml) {
        var _ = cluster.resources(kind).patch(key(name), new Patch.MergePatch(yaml(yaml)));
    }

    void delete(Kind<?> kind, String name) {
        cluster.resources(kind).delete(key(name), DeleteOptions.background());
    }

    RawResource create(String text) {
        RawResource object = RawResource.of(yaml(text));
        for (Kind<?> kind : Kinds.all()) {
            if (kind.type().equals(object.type())) {
                if (kind.namespaced()) {
                    object.tree().withObject("/metadata").put("namespace", NAMESPACE);
                }
                return cluster.resources(kind.raw()).create(RawResource.of(object.tree()));
            }
        }
        throw new IllegalArgumentException("Unknown kind " + object.type());
    }

    /// A ReplicaSet without pods that has this template.
    void replicaSet(String name, ObjectNode template) {
        ObjectNode set =
                yaml(
                        """
                        apiVersion: apps/v1
                        kind: ReplicaSet
                        spec: {replicas: 0, selector: {matchLabels: {app: shop}}}
                        """);
        set.putObject("metadata").put("name", name).put("namespace", NAMESPACE);
        set.withObject("/spec").set("template", template);
        cluster.resources(Kinds.REPLICA_SET.raw()).create(RawResource.of(set));
    }

    ObjectNode keep(ObjectNode template) {
        return keeper.keep(NAMESPACE, template);
    }

    /// The ConfigMaps that are copies.
    List<ConfigMap> configMapCopies() {
        return cluster.resources(Kinds.CONFIG_MAP).list(ListQuery.all()).items().stream()
                .filter(map -> Copies.isCopy(map.metadata()))
                .toList();
    }

    ConfigMap configMap(String name) {
        return cluster.resources(Kinds.CONFIG_MAP).find(key(name)).orElseThrow();
    }

    Secret secret(String name) {
        return cluster.resources(Kinds.SECRET).find(key(name)).orElseThrow();
    }

    void settle() throws InterruptedException {
        simulation.settle();
    }

    void advance(Duration duration) throws InterruptedException {
        simulation.advance(duration);
    }

    static ObjectKey key(String name) {
        return new ObjectKey(NAMESPACE, name);
    }

    /// A template whose one container has these fields, as a YAML flow mapping's inside.
    static ObjectNode template(String container) {
        return template(container, "");
    }

    static ObjectNode template(String container, String spec) {
        return yaml(
                """
                metadata: {labels: {app: shop}}
                spec: {containers: [{name: shop, image: "shop:v1"CONTAINER}]SPEC}
                """
                        .replace("CONTAINER", container.isEmpty() ? "" : ", " + container)
                        .replace("SPEC", spec.isEmpty() ? "" : ", " + spec));
    }

    /// A template that takes its environment from the ConfigMap `settings`.
    static ObjectNode usingSettings() {
        return template("envFrom: [{configMapRef: {name: settings}}]");
    }

    static String settingsOf(ObjectNode template) {
        return template.at("/spec/containers/0/envFrom/0/configMapRef/name").asText();
    }

    static ObjectNode yaml(String text) {
        return Yaml.parse(text, "test").getFirst().object();
    }

    @Override
    public void close() {
        keeper.close();
        api.close();
    }
}
