package dev.slipway.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Ages;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ColumnsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");
    private final KindRegistry kinds = BuiltInKinds.registry();

    @Test
    void showsARunningPod() {
        assertThat(
                        row(
                                "pods",
                                """
                                {"metadata":{"name":"p","creationTimestamp":"2026-01-01T00:55:00Z"},
                                 "spec":{"nodeName":"n","containers":[{"name":"a"},{"name":"b"}]},
                                 "status":{"phase":"Running","podIP":"127.0.0.1","containerStatuses":[
                                  {"ready":true,"restartCount":2,"state":{"running":{}},
                                   "lastState":{"terminated":{"finishedAt":"2026-01-01T00:57:00Z"}}},
                                  {"ready":false,"restartCount":1,"state":{"running":{}}}]}}
                                """))
                .containsExactly(
                        "p",
                        "1/2",
                        "Running",
                        "3 (3m ago)",
                        "5m",
                        "127.0.0.1",
                        "n",
                        "<none>",
                        "<none>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CrashLoopBackOff|{'containerStatuses':[{'state':{'waiting':{'reason':'CrashLoopBackOff'}}}]}",
                "Completed|{'phase':'Succeeded','containerStatuses':[{'state':{'terminated':{'reason':'Completed'}}}]}",
                "ExitCode:3|{'containerStatuses':[{'state':{'terminated':{'exitCode':3}}}]}",
                "Signal:9|{'containerStatuses':[{'state':{'terminated':{'exitCode':137,'signal':9}}}]}",
                "Init:0/1|{'initContainerStatuses':[{'state':{'running':{}}}]}",
                "Init:Error|{'initContainerStatuses':[{'state':{'terminated':{'exitCode':1,'reason':'Error'}}}]}",
                "Pending|{'phase':'Pending'}",
                "Evicted|{'phase':'Failed','reason':'Evicted'}",
            })
    void tellsInAWordHowAPodDoes(String word, String status) {
        ObjectNode pod =
                TestApi.json(
                        "{\"spec\":{\"containers\":[{}],\"initContainers\":[{}]},\"status\":"
                                + status.replace('\'', '"')
                                + "}");

        assertThat(PodSummary.of(pod).status()).isEqualTo(word);
    }

    @Test
    void showsTerminatingPods() {
        ObjectNode pod =
                TestApi.json(
                        "{\"metadata\":{\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"},"
                                + "\"status\":{\"phase\":\"Running\"}}");

        assertThat(PodSummary.of(pod).status()).isEqualTo("Terminating");
    }

    @Test
    void showsDeployments() {
        assertThat(
                        row(
                                "deployments",
                                """
                                {"metadata":{"name":"d","creationTimestamp":"2025-12-30T00:00:00Z"},
                                 "spec":{"replicas":3,"selector":{"matchLabels":{"app":"d"}},
                                  "template":{"spec":{"containers":[
                                   {"name":"a","image":"x:1"},{"name":"b","image":"y:2"}]}}},
                                 "status":{"readyReplicas":2,"updatedReplicas":3,"availableReplicas":1}}
                                """))
                .containsExactly("d", "2/3", 3L, 1L, "2d1h", "a,b", "x:1,y:2", "app=d");
    }

    @Test
    void showsServices() {
        assertThat(
                        row(
                                "services",
                                """
                                {"metadata":{"name":"s","creationTimestamp":"2026-01-01T00:59:18Z"},
                                 "spec":{"type":"NodePort","clusterIP":"127.96.0.9","selector":{"app":"d"},
                                  "ports":[{"port":80,"protocol":"TCP"},
                                   {"port":81,"nodePort":30081,"protocol":"UDP"}]}}
                                """))
                .containsExactly(
                        "s",
                        "NodePort",
                        "127.96.0.9",
                        "<none>",
                        "80/TCP,81:30081/UDP",
                        "42s",
                        "app=d");
    }

    @Test
    void showsJobs() {
        assertThat(
                        row(
                                "jobs",
                                """
                                {"metadata":{"name":"j","creationTimestamp":"2026-01-01T00:00:00Z"},
                                 "spec":{"completions":2},
                                 "status":{"succeeded":2,"startTime":"2026-01-01T00:00:00Z",
                                  "completionTime":"2026-01-01T00:02:05Z",
                                  "conditions":[{"type":"Complete","status":"True"}]}}
                                """))
                .startsWith("j", "Complete", "2/2", "2m5s", "60m");
    }

    @Test
    void showsWhatAutoscalersMeasureBesideWhatTheyWant() {
        assertThat(
                        row(
                                "horizontalpodautoscalers",
                                """
                                {"metadata":{"name":"h","creationTimestamp":"2026-01-01T00:59:00Z"},
                                 "spec":{"scaleTargetRef":{"kind":"Deployment","name":"api"},
                                  "minReplicas":1,"maxReplicas":4,"metrics":[
                                  {"type":"Resource","resource":{"name":"cpu","target":
                                   {"type":"Utilization","averageUtilization":80}}},
                                  {"type":"Pods","pods":{"target":{"type":"AverageValue","averageValue":"10"}}},
                                  {"type":"External","external":{"target":{"type":"Value","value":"1"}}}]},
                                 "status":{"currentReplicas":2,"currentMetrics":[
                                  {"type":"Resource","resource":{"name":"cpu","current":{"averageUtilization":12}}}]}}
                                """))
                .containsExactly(
                        "h",
                        "Deployment/api",
                        "cpu: 12%/80%, <unknown>/10 (avg) + 1 more...",
                        "1",
                        4L,
                        2L,
                        "60s");
    }

    @Test
    void showsHowChecksAreDoing() {
        assertThat(
                        row(
                                "checks",
                                """
                                {"metadata":{"name":"disk","creationTimestamp":"2026-01-01T00:59:00Z"},
                                 "spec":{"command":["check_disk","-w","20%"]},
                                 "status":{"state":"CRITICAL","stateType":"SOFT","attempt":2,"flapping":true,
                                  "summary":"DISK CRITICAL","lastTransitionTime":"2026-01-01T00:59:30Z"}}
                                """))
                .startsWith(
                        "disk", "CRITICAL (attempt 2, flapping)", "30s", "DISK CRITICAL", "60s");
        assertThat(
                        row(
                                "checks",
                                """
                                {"metadata":{"name":"disk"},"spec":{"command":["true"],"suspend":true}}
                                """))
                .startsWith("disk", "suspended");
    }

    @ParameterizedTest
    @CsvSource({
        "119,119s",
        "120,2m",
        "599,9m59s",
        "600,10m",
        "10799,179m",
        "10800,3h",
        "28799,7h59m",
        "172799,47h",
        "172800,2d",
        "691199,7d23h",
        "691200,8d",
        "63072000,2y",
        "-5,0s"
    })
    void writesAgesShortly(long seconds, String text) {
        assertThat(Ages.describe(java.time.Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @Test
    void everyKindHasATableThatTakesAnything() {
        for (KindDefinition kind : kinds.all()) {
            ObjectNode empty = TestApi.json("{\"metadata\":{\"name\":\"x\"}}");
            for (Column column : kind.columns()) {
                assertThat(column.cell().value(empty, NOW)).as(kind + column.name()).isNotNull();
            }
        }
    }

    private List<Object> row(String plural, String json) {
        KindDefinition kind = requireNonNull(kinds.findByName(plural), plural);
        ObjectNode object = TestApi.json(json);
        return kind.columns().stream().map(column -> column.cell().value(object, NOW)).toList();
    }
}
