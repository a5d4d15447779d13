package dev.slipway.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.Admission;
import dev.slipway.api.AdmissionChain;
import dev.slipway.api.AdmissionRequest;
import dev.slipway.api.KindSchemas;
import dev.slipway.api.testing.MemoryApi;
import dev.slipway.client.Cluster;
import dev.slipway.client.ListQuery;
import dev.slipway.client.Resources;
import dev.slipway.controller.Informers;
import dev.slipway.controller.testing.AdverseCluster;
import dev.slipway.controller.testing.SimulatedNode;
import dev.slipway.controller.testing.SimulatedNode.Behaviour;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.controller.testing.Simulation;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.Patches;
import dev.slipway.model.RawResource;
import dev.slipway.model.Resource;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.ReplicaSet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A whole small cluster in simulated time: the real API over a store in memory, the controllers of
/// this module, and a node that runs nothing.
final class World implements AutoCloseable {
    static final String NAMESPACE = "default";

    /// No pod with this label is admitted.
    static final String FORBIDDEN = "forbidden";

    static final int FINISHED_PODS_MAX = 20;

    final SimulatedTime time = new SimulatedTime();
    final MemoryApi api;
    final Cluster cluster;
    final Simulation simulation;
    final @Nullable AdverseCluster adverse;
    final SettableMetrics metrics = new SettableMetrics();
    private Releasing releasing = Releasing.plain();
    private Controllers controllers;
    private Function<Pod, Behaviour> behaviour = _ -> Behaviour.healthy();

    World() {
        this(1, null, false);
    }

    /// A world whose API goes by the machine's clock.
    static World inRealTime() {
        return new World(1, null, true);
    }

    /// A world whose controllers have a bad line to the cluster.
    static World adverse(long seed) {
        return new World(seed, AdverseCluster.Severity.usual(), false);
    }

    private World(long seed, AdverseCluster.@Nullable Severity severity, boolean realTime) {
        AdmissionChain admissions = new AdmissionChain();
        admissions.add(new ForbiddenPods());
        api =
                MemoryApi.open(
                        KindSchemas.NONE,
                        admissions,
                        realTime ? InstantSource.system() : time::now,
                        seed);
        cluster = api.cluster();
        simulation = new Simulation(time, seed);
        adverse = severity == null ? null : new AdverseCluster(cluster, severity, seed);
        if (adverse != null) {
            simulation.add(adverse);
        }
        controllers = startControllers();
        Informers nodeInformers = simulation.add(new Informers(cluster, time));
        simulation.add(
                new SimulatedNode(cluster, nodeInformers, time, pod -> behaviour.apply(pod)));
        create("{apiVersion: v1, kind: Namespace, metadata: {name: default}}");
    }

    /// As if the process of the controllers were killed and started again: all they knew is lost.
    void restartControllers() {
        simulation.remove(controllers.workloads);
        simulation.remove(controllers.informers);
        controllers.workloads.close();
        controllers.informers.close();
        controllers = startControllers();
    }

    /// From now on others have a say in updates.
    void releasing(Releasing newReleasing) {
        releasing = newReleasing;
        restartControllers();
    }

    private Controllers startControllers() {
        Cluster seen = adverse == null ? cluster : adverse;
        Informers informers = new Informers(seen, time);
        WorkloadsConfig config =
                new WorkloadsConfig(
                        Kinds.all(), "CERTIFICATE", Duration.ofHours(1), FINISHED_PODS_MAX);
        Workloads workloads =
                new Workloads(
                        config,
                        _ -> seen,
                        informers,
                        new Workloads.Crossings(metrics, releasing),
                        time,
                        Runnable::run);
        simulation.add(informers);
        simulation.add(workloads);
        return new Controllers(workloads, informers);
    }

    private record Controllers(Workloads workloads, Informers informers) {}

    void podsBehave(Function<Pod, Behaviour> newBehaviour) {
        this.behaviour = newBehaviour;
    }

    <T extends Resource> Resources<T> resources(Kind<T> kind) {
        return cluster.resources(kind);
    }

    RawResource create(String yaml) {
        return create(yaml(yaml));
    }

    RawResource create(ObjectNode tree) {
        RawResource object = RawResource.of(tree);
        for (Kind<?> kind : Kinds.all()) {
            if (kind.type().equals(object.type())) {
                return cluster.resources(kind.raw()).create(object);
            }
        }
        throw new IllegalArgumentException("Unknown kind " + object.type());
    }

    void merge(Kind<?> kind, String name, String yaml) {
        cluster.resources(kind.raw()).patch(key(kind, name), new Patch.MergePatch(yaml(yaml)));
    }

    <T extends Resource> T get(Kind<T> kind, String name) {
        return cluster.resources(kind).find(key(kind, name)).orElseThrow();
    }

    <T extends Resource> boolean exists(Kind<T> kind, String name) {
        return cluster.resources(kind).find(key(kind, name)).isPresent();
    }

    <T extends Resource> List<T> all(Kind<T> kind) {
        return cluster.resources(kind).list(ListQuery.all()).items();
    }

    List<Pod> pods(String app) {
        return cluster.resources(Kinds.POD)
                .list(ListQuery.all().withLabels(LabelSelector.ofLabels(Map.of("app", app))))
                .items();
    }

    List<Pod> activePods(String app) {
        return Pods.active(pods(app));
    }

    List<ReplicaSet> sets() {
        return all(Kinds.REPLICA_SET);
    }

    Deployment deployment(String name) {
        return get(Kinds.DEPLOYMENT, name);
    }

    /// A deployment of three pods of image `app:v1`; `spec` is merged over it.
    void deploy(String name, String spec) {
        ObjectNode tree =
                yaml(
                        """
                        {"apiVersion": "apps/v1", "kind": "Deployment",
                         "metadata": {"name": "NAME", "namespace": "default"},
                         "spec": {"replicas": 3, "progressDeadlineSeconds": 600,
                          "selector": {"matchLabels": {"app": "NAME"}},
                          "template": {"metadata": {"labels": {"app": "NAME"}},
                           "spec": {"containers": [{"name": "main", "image": "NAME:v1"}]}}}}
                        """
                                .replace("NAME", name));
        createMerged(tree.toString(), spec);
    }

    /// `spec` is merged over that of the object.
    void createMerged(String object, String spec) {
        ObjectNode change = Json.object();
        change.set("spec", yaml(spec));
        create(Patches.apply(yaml(object), new Patch.MergePatch(change), null));
    }

    void setImage(String name, String image) {
        merge(
                Kinds.DEPLOYMENT,
                name,
                """
                {"spec": {"template": {"spec":
                  {"containers": [{"name": "main", "image": "IMAGE"}]}}}}
                """
                        .replace("IMAGE", image));
    }

    /// Checks after every change of the cluster from now on.
    void always(Runnable check) {
        long[] checked = {-1};
        simulation.add(() -> {
            if (api.revision() != checked[0]) {
                checked[0] = api.revision();
                check.run();
            }
            return false;
        });
    }

    void settle() throws InterruptedException {
        simulation.settle();
    }

    void advance(Duration duration) throws InterruptedException {
        simulation.advance(duration);
    }

    void awaitComplete(String name) throws InterruptedException {
        await(() -> isComplete(deployment(name)), Duration.ofMinutes(10));
    }

    void await(BooleanSupplier condition, Duration limit) throws InterruptedException {
        assertThat(simulation.advanceUntil(condition, limit))
                .as("came true within " + limit)
                .isTrue();
    }

    static boolean isComplete(Deployment deployment) {
        var status = deployment.status();
        Integer replicas = deployment.spec().replicas();
        return Objects.equals(status.observedGeneration(), deployment.metadata().generation())
                && Objects.equals(status.updatedReplicas(), replicas)
                && Objects.equals(status.replicas(), replicas)
                && Objects.equals(status.availableReplicas(), replicas);
    }

    static ObjectKey key(Kind<?> kind, String name) {
        return new ObjectKey(kind.namespaced() ? NAMESPACE : "", name);
    }

    static ObjectNode yaml(String text) {
        return Yaml.parse(text, "test").getFirst().object();
    }

    private static final class ForbiddenPods implements Admission {
        @Override
        public void validate(AdmissionRequest request) {
            boolean pod = request.target().kind().type().equals(Kinds.POD.type());
            if (pod && request.object() != null && isForbidden(request.object())) {
                throw new ApiException(ApiException.Reason.FORBIDDEN, "This pod is forbidden");
            }
        }

        private static boolean isForbidden(ObjectNode pod) {
            return pod.path("metadata").path("labels").has(FORBIDDEN);
        }
    }

    @Override
    public void close() {
        api.close();
    }
}
