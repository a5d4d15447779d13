package dev.slipway.metric.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controller.Informers;
import dev.slipway.controller.testing.MemoryCluster;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.metric.figures.FigureRecorder;
import dev.slipway.metric.figures.Stored;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.Resource;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.series.Labels;
import dev.slipway.series.MemorySeries;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class KubeFiguresTest {
    private final SimulatedTime time = new SimulatedTime();
    private final MemoryCluster cluster = new MemoryCluster(time);

    @Test
    void tellsOfAPodWhatItIsDoing() throws Exception {
        create(
                Kinds.POD,
                """
                metadata: {name: api-1, namespace: shop, labels: {app.kubernetes.io/name: api}}
                spec:
                  nodeName: one
                  containers:
                  - {name: main, resources: {requests: {cpu: 250m, memory: 64Mi}}}
                status:
                  phase: Running
                  conditions: [{type: Ready, status: "True"}]
                  containerStatuses:
                  - {name: main, ready: true, restartCount: 2, image: "api:v1",
                     state: {running: {startedAt: "2030-01-01T00:00:00Z"}},
                     lastState: {terminated: {exitCode: 9, reason: Error}}}
                """);

        assertThat(series())
                .containsEntry(
                        "kube_pod_status_phase{namespace=\"shop\", phase=\"Running\", pod=\"api-1\"}",
                        "1.0")
                .containsEntry(
                        "kube_pod_status_phase{namespace=\"shop\", phase=\"Failed\", pod=\"api-1\"}",
                        "0.0")
                .containsEntry(
                        "kube_pod_status_ready{condition=\"true\", namespace=\"shop\", pod=\"api-1\"}",
                        "1.0")
                .containsEntry(
                        "kube_pod_container_status_restarts_total{container=\"main\", namespace=\"shop\", pod=\"api-1\"}",
                        "2.0")
                .containsEntry(
                        "kube_pod_container_status_last_terminated_reason{container=\"main\", namespace=\"shop\", pod=\"api-1\", reason=\"Error\"}",
                        "1.0")
                .containsEntry(
                        "kube_pod_container_resource_requests{container=\"main\", namespace=\"shop\", node=\"one\", pod=\"api-1\", resource=\"cpu\", unit=\"core\"}",
                        "0.25")
                .containsEntry(
                        "kube_pod_labels{label_app_kubernetes_io_name=\"api\", namespace=\"shop\", pod=\"api-1\"}",
                        "1.0");
    }

    @Test
    void tellsOfADeploymentHowFarItIs() throws Exception {
        create(
                Kinds.DEPLOYMENT,
                """
                metadata: {name: api, namespace: shop, generation: 3}
                spec:
                  replicas: 4
                  selector: {}
                  strategy: {rollingUpdate: {maxSurge: 25%, maxUnavailable: 25%}}
                status: {replicas: 4, availableReplicas: 3, observedGeneration: 2}
                """);

        assertThat(series())
                .containsEntry(
                        "kube_deployment_spec_replicas{deployment=\"api\", namespace=\"shop\"}",
                        "4.0")
                .containsEntry(
                        "kube_deployment_status_replicas_available{deployment=\"api\", namespace=\"shop\"}",
                        "3.0")
                .containsEntry(
                        "kube_deployment_spec_strategy_rollingupdate_max_surge{deployment=\"api\", namespace=\"shop\"}",
                        "1.0");
    }

    private <T extends Resource> void create(Kind<T> kind, String yaml) {
        cluster.resources(kind)
                .create(
                        Json.convert(
                                Yaml.parse(yaml, "test").getFirst().object(), kind.recordType()));
    }

    private Map<String, String> series() throws InterruptedException {
        Informers informers = new Informers(cluster, time);
        KubeFigures figures = new KubeFigures(informers);
        while (informers.step()) {
            // Until everything is known.
        }
        MemorySeries store = new MemorySeries();
        try (FigureRecorder recorder =
                new FigureRecorder(
                        List.of(new FigureRecorder.Job(Labels.EMPTY, figures)), store, time)) {
            recorder.record();
        }
        return Stored.newest(store);
    }
}
