package dev.slipway.workloads;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.HorizontalPodAutoscaler;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AutoscalerTest {
    private static final Duration LOOK = Duration.ofSeconds(16);
    private static final String REQUESTING =
            """
            {"replicas": 2, "template": {"spec": {"containers":
              [{"name": "main", "image": "web:v1", "resources": {"requests": {"cpu": "1"}}}]}}}
            """;

    private final World world = new World();

    @BeforeEach
    void deploy() throws InterruptedException {
        world.deploy("web", REQUESTING);
        world.awaitComplete("web");
        // Pods that started just now do not count yet.
        world.advance(Duration.ofMinutes(6));
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void followsTheLoadUpAtOnce() throws InterruptedException {
        autoscale(2, 10, resource());
        use("cpu", 1.0);
        world.advance(LOOK);
        // Each uses all it requests, and half is wanted.
        assertThat(replicas()).isEqualTo(4);
        assertThat(status().desiredReplicas()).isEqualTo(4);
        assertThat(condition("ScalingActive").reason()).isEqualTo("ValidMetricFound");
        assertThat(
                        status().currentMetrics()
                                .getFirst()
                                .at("/resource/current/averageUtilization")
                                .asInt())
                .isEqualTo(100);
    }

    @Test
    void goesNoFurtherThanItsBounds() throws InterruptedException {
        autoscale(2, 3, resource());
        use("cpu", 5.0);
        world.advance(LOOK);
        assertThat(replicas()).isEqualTo(3);
        assertThat(condition("ScalingLimited").reason()).isEqualTo("TooManyReplicas");
    }

    @Test
    void leavesWhatIsCloseEnough() throws InterruptedException {
        autoscale(1, 10, resource());
        use("cpu", 0.54);
        world.advance(Duration.ofMinutes(10));
        assertThat(replicas()).isEqualTo(2);
    }

    @Test
    void goesDownOnlyAfterFiveQuietMinutes() throws InterruptedException {
        autoscale(1, 10, resource());
        use("cpu", 0.5);
        world.advance(LOOK);
        use("cpu", 0.05);
        world.advance(Duration.ofMinutes(4));
        assertThat(replicas()).isEqualTo(2);
        assertThat(condition("AbleToScale").reason()).isEqualTo("ScaleDownStabilized");
        world.advance(Duration.ofMinutes(2));
        assertThat(replicas()).isEqualTo(1);
    }

    @Test
    void growsAtThePaceOfItsPolicies() throws InterruptedException {
        autoscale(
                2,
                50,
                resource(),
                """
                {"scaleUp": {"policies": [{"type": "Pods", "value": 1, "periodSeconds": 60}]}}
                """);
        use("cpu", 5.0);
        world.advance(LOOK);
        assertThat(replicas()).isEqualTo(3);
        assertThat(condition("ScalingLimited").reason()).isEqualTo("ScaleUpLimit");
        world.advance(Duration.ofSeconds(30));
        assertThat(replicas()).isEqualTo(3);
        world.advance(Duration.ofSeconds(30));
        assertThat(replicas()).isEqualTo(4);
    }

    @Test
    void mayBeForbiddenToShrink() throws InterruptedException {
        autoscale(1, 10, resource(), "{\"scaleDown\": {\"selectPolicy\": \"Disabled\"}}");
        use("cpu", 0.01);
        world.advance(Duration.ofMinutes(20));
        assertThat(replicas()).isEqualTo(2);
    }

    @Test
    void takesTheLargestOfSeveralMetrics() throws InterruptedException {
        autoscale(
                1,
                20,
                """
                [{"type": "Pods", "pods": {"metric": {"name": "jobs"},
                   "target": {"type": "AverageValue", "averageValue": "10"}}},
                 {"type": "External", "external": {"metric": {"name": "queue"},
                   "target": {"type": "AverageValue", "averageValue": "100"}}}]
                """);
        use("jobs", 15);
        world.metrics.setOutside("queue", 550);
        world.advance(LOOK);
        assertThat(replicas()).isEqualTo(6);
    }

    @Test
    void doesNotShrinkWhileAMetricIsUnknown() throws InterruptedException {
        autoscale(
                1,
                20,
                """
                [{"type": "Pods", "pods": {"metric": {"name": "jobs"},
                   "target": {"type": "AverageValue", "averageValue": "10"}}},
                 {"type": "Object", "object": {"metric": {"name": "requests"},
                   "describedObject": {"kind": "Service", "name": "web"},
                   "target": {"type": "Value", "value": "100"}}}]
                """);
        use("jobs", 1);
        world.advance(Duration.ofMinutes(20));
        assertThat(replicas()).isEqualTo(2);
        assertThat(condition("ScalingActive").reason()).isEqualTo("FailedGetObjectMetric");
        world.metrics.setOutside("Service/web/requests", 300);
        world.advance(LOOK);
        assertThat(replicas()).isEqualTo(6);
    }

    @Test
    void assumesTheBestOfPodsWithoutFiguresWhenItWouldGrow() throws InterruptedException {
        autoscale(1, 20, resource());
        Pod first = world.activePods("web").getFirst();
        world.metrics.setOfPod("cpu", first.key().name(), 0.8, world.time.now());
        world.advance(LOOK);
        // 0.8 of one pod and nothing of the other is 0.4 on average, below the 0.5 wanted.
        assertThat(replicas()).isEqualTo(2);
    }

    @Test
    void saysThatThereIsNothingToScale() throws InterruptedException {
        world.create(
                """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: web, namespace: default}
                spec:
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: nothing}
                  maxReplicas: 3
                """);
        world.advance(LOOK);
        assertThat(condition("AbleToScale").reason()).isEqualTo("FailedGetScale");
        assertThat(String.valueOf(condition("AbleToScale").message()))
                .contains("Deployment/nothing");
    }

    @Test
    void saysThatUtilizationNeedsRequests() throws InterruptedException {
        world.deploy("plain", "{\"replicas\": 1}");
        world.awaitComplete("plain");
        world.advance(Duration.ofMinutes(6));
        autoscale("plain", 1, 10, resource(), "{}");
        Pod pod = world.activePods("plain").getFirst();
        world.metrics.setOfPod("cpu", pod.key().name(), 1, world.time.now());
        world.advance(LOOK);
        assertThat(String.valueOf(condition("ScalingActive").message()))
                .contains("no request of cpu");
    }

    private static String resource() {
        return """
        [{"type": "Resource", "resource": {"name": "cpu",
           "target": {"type": "Utilization", "averageUtilization": 50}}}]
        """;
    }

    private void autoscale(int min, int max, String metrics) {
        autoscale(min, max, metrics, "{}");
    }

    private void autoscale(int min, int max, String metrics, String behavior) {
        autoscale("web", min, max, metrics, behavior);
    }

    private void autoscale(String target, int min, int max, String metrics, String behavior) {
        world.create(
                """
                {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
                 "metadata": {"name": "web", "namespace": "default"},
                 "spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "%s"},
                  "minReplicas": %d, "maxReplicas": %d, "metrics": %s, "behavior": %s}}
                """
                        .formatted(target, min, max, metrics, behavior));
    }

    private void use(String metric, double value) {
        for (Pod pod : world.activePods("web")) {
            world.metrics.setOfPod(metric, pod.key().name(), value, world.time.now());
        }
    }

    private int replicas() {
        return requireNonNull(world.deployment("web").spec().replicas());
    }

    private HorizontalPodAutoscaler.Status status() {
        return world.get(Kinds.HORIZONTAL_POD_AUTOSCALER, "web").status();
    }

    private Condition condition(String type) {
        return requireNonNull(Condition.find(status().conditions(), type), type);
    }
}
