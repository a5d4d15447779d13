package dev.slipway.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.ListQuery;
import dev.slipway.controller.Component;
import dev.slipway.controller.Controller;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Result;
import dev.slipway.controller.Stepwise;
import dev.slipway.controller.Time;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.RawResource;
import dev.slipway.model.Resource;
import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Deletes kept copies that nothing refers to any more. Thread-safe.
///
/// A copy goes only if no template that is known here has named it for [#GRACE], if a look at the
/// cluster itself finds it named nowhere, and if it was not handed out within that time.
final class ConfigCollector implements Component, Stepwise {
    static final Duration GRACE = Duration.ofMinutes(10);

    private static final String BY_CONFIG = "config";

    /// What may name a copy. Every text of these objects counts, so that none of the places is
    /// forgotten.
    private static final List<Kind<?>> REFERRING =
            List.of(Kinds.DEPLOYMENT, Kinds.ROLLOUT, Kinds.REPLICA_SET, Kinds.JOB, Kinds.POD);

    private final Cluster cluster;
    private final List<Informer<?>> referring;
    private final List<Controller> controllers;

    ConfigCollector(
            Cluster cluster,
            Informers informers,
            Copies<ConfigMap> configMaps,
            Copies<Secret> secrets,
            Time time) {
        this.cluster = cluster;
        referring =
                List.of(
                        indexed(informers.of(Kinds.REPLICA_SET), ConfigCollector::template),
                        indexed(informers.of(Kinds.DEPLOYMENT), ConfigCollector::template),
                        indexed(informers.of(Kinds.ROLLOUT), ConfigCollector::template));
        controllers =
                List.of(
                        controller("kept-configmaps", configMaps, time),
                        controller("kept-secrets", secrets, time));
    }

    @Override
    public void start() {
        controllers.forEach(Controller::start);
    }

    @Override
    public void close() {
        controllers.reversed().forEach(Controller::close);
    }

    @Override
    public boolean step() throws InterruptedException {
        for (Controller controller : controllers) {
            if (controller.step()) {
                return true;
            }
        }
        return false;
    }

    private static ObjectNode template(ReplicaSet set) {
        return set.spec().template();
    }

    private static ObjectNode template(Deployment deployment) {
        return deployment.spec().template();
    }

    private static ObjectNode template(Rollout rollout) {
        return rollout.spec().template();
    }

    private static <T extends Resource> Informer<T> indexed(
            Informer<T> informer, Function<T, ObjectNode> template) {
        informer.addIndex(
                BY_CONFIG,
                object -> {
                    Set<String> names = ConfigKeeper.names(template.apply(object));
                    String namespace = object.key().namespace();
                    return names.stream().map(name -> namespace + "/" + name).toList();
                });
        return informer;
    }

    private <T extends Resource> Controller controller(String name, Copies<T> copies, Time time) {
        Map<ObjectKey, Long> unusedSinceNanos = new ConcurrentHashMap<>();
        Controller.Builder builder =
                Controller.named(name, key -> look(key, copies, unusedSinceNanos, time), time)
                        .onChange(
                                copies.informer(),
                                object ->
                                        Copies.isCopy(object.metadata())
                                                ? List.of(object.key())
                                                : List.of())
                        .workers(1);
        referring.forEach(builder::reads);
        return builder.build();
    }

    private <T extends Resource> Result look(
            ObjectKey key, Copies<T> copies, Map<ObjectKey, Long> unusedSinceNanos, Time time) {
        T copy = copies.informer().find(key);
        if (copy == null || !Copies.isCopy(copy.metadata()) || copy.metadata().isBeingDeleted()) {
            unusedSinceNanos.remove(key);
            return Result.done();
        }
        if (isNamedByTemplates(key)) {
            unusedSinceNanos.remove(key);
            return Result.after(GRACE);
        }
        long now = time.nanos();
        long since = unusedSinceNanos.computeIfAbsent(key, _ -> now);
        long left = GRACE.toNanos() - (now - since);
        if (left > 0) {
            return Result.after(Duration.ofNanos(left));
        }
        if (isNamedInCluster(key) || !copies.deleteUnlessHandedOut(copy, GRACE)) {
            unusedSinceNanos.remove(key);
            return Result.after(GRACE);
        }
        return Result.done();
    }

    private boolean isNamedByTemplates(ObjectKey key) {
        for (Informer<?> informer : referring) {
            if (!informer.byIndex(BY_CONFIG, key.toString()).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private boolean isNamedInCluster(ObjectKey key) {
        for (Kind<?> kind : REFERRING) {
            List<RawResource> objects =
                    cluster.resources(kind.raw())
                            .list(ListQuery.inNamespace(key.namespace()))
                            .items();
            for (RawResource object : objects) {
                if (names(object.tree(), key.name())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean names(JsonNode tree, String name) {
        if (tree.isTextual()) {
            return tree.textValue().equals(name);
        }
        for (JsonNode child : tree) {
            if (names(child, name)) {
                return true;
            }
        }
        return false;
    }
}
