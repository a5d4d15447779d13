package dev.slipway.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.AdmissionChain;
import dev.slipway.api.BuiltInSchemas;
import dev.slipway.api.testing.MemoryApi;
import dev.slipway.client.Cluster;
import dev.slipway.client.ListQuery;
import dev.slipway.controller.Informers;
import dev.slipway.controller.testing.AdverseCluster;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.controller.testing.Simulation;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.Resource;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.AnalysisRun;
import dev.slipway.model.kinds.Kinds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A small cluster in simulated time with the real API, in which analyses are carried out.
final class AnalysisWorld implements AutoCloseable, MetricQueries {
    static final ObjectKey RUN = new ObjectKey("default", "run");

    final SimulatedTime time = new SimulatedTime();
    final Simulation simulation;
    final Cluster cluster;
    final AnalysisRunMaker maker;
    final @Nullable AdverseCluster adverse;
    final List<Instant> asked = new ArrayList<>();
    private final Map<String, Function<Integer, Answer>> answers = new ConcurrentHashMap<>();
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final MemoryApi api;
    private Informers informers;
    private AnalysisController controller;

    AnalysisWorld() {
        this(1, null);
    }

    AnalysisWorld(long seed, AdverseCluster.@Nullable Severity severity) {
        api = MemoryApi.open(BuiltInSchemas.load(), new AdmissionChain(), time::now, seed);
        cluster = api.cluster();
        simulation = new Simulation(time, seed);
        adverse = severity == null ? null : new AdverseCluster(cluster, severity, seed);
        if (adverse != null) {
            simulation.add(adverse);
        }
        Cluster seen = adverse == null ? cluster : adverse;
        informers = simulation.add(new Informers(seen, time));
        maker = new AnalysisRunMaker(informers);
        controller = simulation.add(new AnalysisController(seen, informers, this, time));
        create("{apiVersion: v1, kind: Namespace, metadata: {name: default}}");
    }

    /// As if the process had been killed and started again.
    void restart() {
        simulation.remove(controller);
        simulation.remove(informers);
        controller.close();
        Cluster seen = adverse == null ? cluster : adverse;
        informers = simulation.add(new Informers(seen, time));
        controller = simulation.add(new AnalysisController(seen, informers, this, time));
    }

    /// What a query gives when asked for the first, second, … time.
    void answer(String query, Function<Integer, Answer> answer) {
        answers.put(query, answer);
    }

    void answer(String query, double... values) {
        answer(query, count -> new Scalar(values[Math.min(count, values.length) - 1]));
    }

    @Override
    public Answer instant(String query) {
        synchronized (asked) {
            asked.add(time.now());
        }
        int count = counts.merge(query, 1, Integer::sum);
        return answers.getOrDefault(query, _ -> new Failure("no data")).apply(count);
    }

    @Override
    public Answer range(String query, Instant start, Instant end, Duration step) {
        return instant(query + " " + Duration.between(start, end) + " " + step);
    }

    int askedFor(String query) {
        return counts.getOrDefault(query, 0);
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

    /// Creates the run `default/run`; `spec` is a YAML flow mapping's inside.
    void run(String spec) {
        create(
                """
                apiVersion: argoproj.io/v1alpha1
                kind: AnalysisRun
                metadata: {name: run, namespace: default}
                spec: {SPEC}
                """
                        .replace("SPEC", spec.replace("\n", " ")));
    }

    void patchRun(String yaml) {
        cluster.resources(Kinds.ANALYSIS_RUN).patch(RUN, new Patch.MergePatch(yaml(yaml)));
    }

    AnalysisRun run() {
        return cluster.resources(Kinds.ANALYSIS_RUN).find(RUN).orElseThrow();
    }

    AnalysisRun.MetricResult result(String metric) {
        return run().status().metricResults().stream()
                .filter(result -> result.name().equals(metric))
                .findFirst()
                .orElseThrow();
    }

    String phase() {
        return String.valueOf(run().status().phase());
    }

    void awaitPhase(String phase) throws InterruptedException {
        await(() -> phase().equals(phase));
    }

    void await(BooleanSupplier condition) throws InterruptedException {
        assertThat(simulation.advanceUntil(condition, Duration.ofMinutes(30)))
                .as(() -> "came true; status: " + run().status())
                .isTrue();
    }

    <T extends Resource> List<T> all(Kind<T> kind) {
        return cluster.resources(kind).list(ListQuery.all()).items();
    }

    static ObjectNode yaml(String text) {
        return Yaml.parse(text, "test").getFirst().object();
    }

    @Override
    public void close() {
        controller.close();
        api.close();
    }
}
