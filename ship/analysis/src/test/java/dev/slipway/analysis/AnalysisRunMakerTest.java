package dev.slipway.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.Rollout;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnalysisRunMakerTest {
    private final AnalysisWorld world = new AnalysisWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void fillsInArguments() throws InterruptedException {
        template("one", "args: [{name: a}, {name: b, value: usual}]", "m");
        ObjectNode spec = spec("templates: [{templateName: one}]", Map.of("a", "1", "other", "x"));
        assertThat(spec.path("args").toString())
                .isEqualTo(
                        "[{\"name\":\"a\",\"value\":\"1\"},{\"name\":\"b\",\"value\":\"usual\"}]");
        assertThat(spec.at("/metrics/0/name").asText()).isEqualTo("m");
    }

    @Test
    void takesPlainValuesFromTheAnalysis() throws InterruptedException {
        template("one", "args: [{name: a}]", "m");
        ObjectNode spec =
                spec(
                        "{templates: [{templateName: one}], args: [{name: a, value: given}]}",
                        Map.of());
        assertThat(spec.at("/args/0/value").asText()).isEqualTo("given");
    }

    @Test
    void leavesSecretsToBeReadLater() throws InterruptedException {
        template("one", "args: [{name: a, valueFrom: {secretKeyRef: {name: s, key: k}}}]", "m");
        ObjectNode spec = spec("templates: [{templateName: one}]", Map.of());
        assertThat(spec.at("/args/0/valueFrom/secretKeyRef/name").asText()).isEqualTo("s");
    }

    @Test
    void refusesAnArgumentWithoutValue() throws InterruptedException {
        template("one", "args: [{name: a}]", "m");
        assertThatThrownBy(() -> spec("templates: [{templateName: one}]", Map.of()))
                .isInstanceOf(AnalysisException.class)
                .hasMessage("args.a was not resolved");
    }

    @Test
    void joinsTemplatesAndThoseTheyName() throws InterruptedException {
        template("one", "templates: [{templateName: two}]", "first");
        template(
                "two",
                "templates: [{templateName: one}, {templateName: all, clusterScope: true}]",
                "second");
        world.create(
                """
                apiVersion: argoproj.io/v1alpha1
                kind: ClusterAnalysisTemplate
                metadata: {name: all}
                spec: {metrics: [{name: third, provider: {job: {spec: {}}}}]}
                """);
        ObjectNode spec = spec("templates: [{templateName: one}]", Map.of());
        assertThat(spec.path("metrics"))
                .extracting(metric -> metric.path("name").asText())
                .containsExactly("first", "second", "third");
    }

    @Test
    void refusesTwoMetricsOfOneName() throws InterruptedException {
        template("one", "args: []", "m");
        template("two", "args: []", "m");
        assertThatThrownBy(() ->
                        spec("templates: [{templateName: one}, {templateName: two}]", Map.of()))
                .hasMessage("two metrics have the same name 'm'");
    }

    @Test
    void refusesArgumentsThatContradictEachOther() throws InterruptedException {
        template("one", "args: [{name: a, value: x}]", "m");
        template("two", "args: [{name: a, value: z}]", "other");
        assertThatThrownBy(() ->
                        spec("templates: [{templateName: one}, {templateName: two}]", Map.of()))
                .hasMessage(
                        "Argument 'a' specified multiple times with different values: 'x', 'z'");
    }

    @Test
    void saysWhichTemplateIsMissing() {
        assertThatThrownBy(() -> spec("templates: [{templateName: one}]", Map.of()))
                .hasMessage("AnalysisTemplate 'one' not found");
        assertThatThrownBy(() ->
                        spec("templates: [{templateName: one, clusterScope: true}]", Map.of()))
                .hasMessage("ClusterAnalysisTemplate 'one' not found");
    }

    @Test
    void addsRulesOfTheAnalysisToThoseOfTheTemplates() throws InterruptedException {
        template("one", "dryRun: [{metricName: m}]", "m");
        ObjectNode spec =
                spec(
                        "{templates: [{templateName: one}], dryRun: [{metricName: '.*'}],"
                                + " measurementRetention: [{metricName: m, limit: 3}]}",
                        Map.of());
        assertThat(spec.path("dryRun")).hasSize(2);
        assertThat(spec.at("/measurementRetention/0/limit").asInt()).isEqualTo(3);
    }

    @Test
    void refusesRulesForNoMetric() throws InterruptedException {
        template("one", "args: []", "m");
        assertThatThrownBy(() ->
                        spec(
                                "{templates: [{templateName: one}],"
                                        + " dryRun: [{metricName: 'n.*'}]}",
                                Map.of()))
                .hasMessage("dryRun[0]: Rule didn't match any metric name(s)");
    }

    private ObjectNode spec(String analysis, Map<String, String> args) throws InterruptedException {
        world.simulation.settle();
        Rollout.Analysis wanted =
                Json.convert(
                        Yaml.parse(analysis, "test").getFirst().object(), Rollout.Analysis.class);
        return world.maker.spec("default", wanted, args);
    }

    private void template(String name, String fields, String metric) {
        world.create(
                """
                apiVersion: argoproj.io/v1alpha1
                kind: AnalysisTemplate
                metadata: {name: NAME, namespace: default}
                spec:
                  metrics: [{name: METRIC, provider: {job: {spec: {}}}}]
                  FIELDS
                """
                        .replace("NAME", name)
                        .replace("METRIC", metric)
                        .replace("FIELDS", fields));
    }
}
