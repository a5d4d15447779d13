package dev.slipway.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.analysis.AnalysisController;
import dev.slipway.analysis.AnalysisRunMaker;
import dev.slipway.analysis.MetricQueries;
import dev.slipway.api.AdmissionChain;
import dev.slipway.api.BuiltInSchemas;
import dev.slipway.api.testing.MemoryApi;
import dev.slipway.client.Cluster;
import dev.slipway.client.ListQuery;
import dev.slipway.controller.Informers;
import dev.slipway.controller.testing.AdverseCluster;
import dev.slipway.controller.testing.SimulatedNode;
import dev.slipway.controller.testing.SimulatedNode.Behaviour;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.controller.testing.Simulation;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.Resource;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.Experiment;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.workloads.Workloads;
import dev.slipway.workloads.WorkloadsConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A small cluster in simulated time with the real API, the real controllers and a simulated node,
/// on which the experiment `default/exp` is carried out.
final class ExperimentWorld implements AutoCloseable {
    static final ObjectKey EXP = new ObjectKey("default", "exp");

    final SimulatedTime time = new SimulatedTime();
    final Simulation simulation;
    final Cluster cluster;
    final @Nullable AdverseCluster adverse;
    final List<String> queries = new CopyOnWriteArrayList<>();
    private final MemoryApi api;
    private final AnalysisController analyses;
    private double value = 1;
    private Function<Pod, Behaviour> behaviour = _ -> Behaviour.healthy();
    private Informers informers;
    private ExperimentController controller;

    ExperimentWorld() {
        this(1, null);
    }

    ExperimentWorld(long seed, AdverseCluster.@Nullable Severity severity) {
        api = MemoryApi.open(BuiltInSchemas.load(), new AdmissionChain(), time::now, seed);
        cluster = api.cluster();
        simulation = new Simulation(time, seed);
        adverse = severity == null ? null : new AdverseCluster(cluster, severity, seed);
        if (adverse != null) {
            simulation.add(adverse);
        }
        informers = simulation.add(new Informers(seen(), time));
        controller = simulation.add(controller());
        Informers world = simulation.add(new Informers(cluster, time));
        analyses = simulation.add(new AnalysisController(cluster, world, metrics(), time));
        simulation.add(
                new Workloads(
                        WorkloadsConfig.of(Kinds.all(), "CERTIFICATE"),
                        _ -> cluster,
                        world,
                        Workloads.Crossings.none(),
                        time,
                        Runnable::run));
        simulation.add(new SimulatedNode(cluster, world, time, pod -> behaviour.apply(pod)));
        create("{apiVersion: v1, kind: Namespace, metadata: {name: default}}");
    }

    private Cluster seen() {
        return adverse == null ? cluster : adverse;
    }

    private ExperimentController controller() {
        return new ExperimentController(seen(), informers, new AnalysisRunMaker(informers), time);
    }

    private MetricQueries metrics() {
        return new MetricQueries() {
            @Override
            public Answer instant(String query) {
                queries.add(query);
                return new Scalar(value);
            }

            @Override
            public Answer range(String query, Instant start, Instant end, Duration step) {
                return instant(query);
            }
        };
    }

    /// As if the process had been killed and started again.
    void restart() {
        simulation.remove(controller);
        simulation.remove(informers);
        informers = simulation.add(new Informers(seen(), time));
        controller = simulation.add(controller());
    }

    /// What every query gives from now on.
    void metric(double newValue) {
        value = newValue;
    }

    void podsBehave(Function<Pod, Behaviour> newBehaviour) {
        behaviour = newBehaviour;
    }

    /// A template for analyses: one query at once and every ten seconds, good at 1.
    void analysisTemplate(String metricFields) {
        create(
                """
                apiVersion: argoproj.io/v1alpha1
                kind: AnalysisTemplate
                metadata: {name: check, namespace: default}
                spec:
                  args: [{name: hash, value: none}]
                  metrics:
                  - name: rate
                    FIELDS
                    successCondition: result >= 1
                    provider: {prometheus: {query: 'rate{hash="{{args.hash}}"}'}}
                """
                        .replace("FIELDS", metricFields));
    }

    /// The experiment of `baseline` and `canary`, one pod each; `fields` are further ones.
    void experiment(String fields) {
        create(
                """
                apiVersion: argoproj.io/v1alpha1
                kind: Experiment
                metadata: {name: exp, namespace: default, labels: {env: test}}
                spec:
                  FIELDS
                  templates:
                  - name: baseline
                    selector: {matchLabels: {app: shop}}
                    template: {metadata: {labels: {app: shop}},
                      spec: {containers: [{name: c, image: "shop:v1"}]}}
                  - name: canary
                    replicas: 2
                    service: {}
                    selector: {matchLabels: {app: shop}}
                    template: {metadata: {labels: {app: shop}},
                      spec: {containers:
                        [{name: c, image: "shop:v2", ports: [{containerPort: 8080}]}]}}
                """
                        .replace("FIELDS", fields));
    }

    RawResource create(String yaml) {
        RawResource object = RawResource.of(yaml(yaml));
        for (Kind<?> kind : Kinds.all()) {
            if (kind.type().equals(object.type())) {
                return cluster.resources(kind.raw()).create(object);
            }
        }
        throw new IllegalArgumentException("Unknown kind " + object.type());
    }

    void patch(String yaml) {
        cluster.resources(Kinds.EXPERIMENT).patch(EXP, new Patch.MergePatch(yaml(yaml)));
    }

    Experiment experiment() {
        return cluster.resources(Kinds.EXPERIMENT).find(EXP).orElseThrow();
    }

    String phase() {
        return String.valueOf(experiment().status().phase());
    }

    Experiment.TemplateStatus template(String name) {
        return experiment().status().templateStatuses().stream()
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// Pods that are wanted of all versions.
    int wanted() {
        return all(Kinds.REPLICA_SET).stream().mapToInt(ExperimentWorld::wanted).sum();
    }

    private static int wanted(ReplicaSet set) {
        Integer replicas = set.spec().replicas();
        return replicas == null ? 1 : replicas;
    }

    <T extends Resource> List<T> all(Kind<T> kind) {
        return cluster.resources(kind).list(ListQuery.all()).items();
    }

    void awaitPhase(String phase) throws InterruptedException {
        await(() -> phase().equals(phase));
    }

    void await(BooleanSupplier condition) throws InterruptedException {
        assertThat(simulation.advanceUntil(condition, Duration.ofMinutes(30)))
                .as(() -> "came true; status: " + experiment().status())
                .isTrue();
    }

    void advance(int seconds) throws InterruptedException {
        simulation.advance(Duration.ofSeconds(seconds));
    }

    private static ObjectNode yaml(String text) {
        return Yaml.parse(text, "test").getFirst().object();
    }

    @Override
    public void close() {
        analyses.close();
        api.close();
    }
}
