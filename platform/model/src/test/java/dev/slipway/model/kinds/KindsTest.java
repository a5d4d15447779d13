package dev.slipway.model.kinds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.ApiException;
import dev.slipway.model.IntOrString;
import dev.slipway.model.Json;
import dev.slipway.model.MicroTimeSerializer;
import dev.slipway.model.ObjectMeta;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KindsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                {"metadata":{"name":"a","namespace":"n","labels":{"z":"1","a":""},\
                "ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"o","uid":"u",\
                "controller":true}]},"spec":{"restartPolicy":"Never","containers":[{"name":"c",\
                "command":["sh","-c","x"],"ports":[{"containerPort":80}],\
                "env":[{"name":"A","value":"1"},{"name":"B","valueFrom":{"secretKeyRef":\
                {"name":"s","key":"k","optional":true}}}],"resources":{"limits":{"cpu":"100m"}},\
                "readinessProbe":{"httpGet":{"port":"http","path":"/"}}}],\
                "volumes":[{"name":"v","emptyDir":{}}]},\
                "status":{"phase":"Running","conditions":[{"type":"Ready","status":"True",\
                "lastTransitionTime":"2026-01-02T03:04:05Z"}],"containerStatuses":[{"name":"c",\
                "state":{"running":{"startedAt":"2026-01-02T03:04:05Z"}},"lastState":{},\
                "ready":true,"started":true,"restartCount":0}]}}\
                """
            })
    void podIsWrittenAsItWasRead(String json) {
        Pod pod = read(json, Pod.class);
        assertThat(Json.tree(pod)).isEqualTo(Json.parseObject(json.getBytes(UTF_8)));
    }

    @Test
    void absentCollectionsAreEmptyAndAbsentScalarsNull() {
        Pod pod = read("{\"metadata\":{\"name\":\"a\"}}", Pod.class);
        assertThat(pod.spec().containers()).isEmpty();
        assertThat(pod.spec().nodeName()).isNull();
        assertThat(pod.metadata().labels()).isEmpty();
        assertThat(Json.tree(pod))
                .hasToString("{\"metadata\":{\"name\":\"a\"},\"spec\":{},\"status\":{}}");
    }

    @Test
    void deploymentKeepsItsTemplateWhole() {
        Deployment deployment =
                read(
                        """
                        {"spec":{"selector":{},"strategy":{"rollingUpdate":{"maxSurge":"25%",
                        "maxUnavailable":1}},"template":{"spec":{"unknown":[]}}}}\
                        """,
                        Deployment.class);
        assertThat(deployment.spec().template()).hasToString("{\"spec\":{\"unknown\":[]}}");
        assertThat(deployment.spec().strategy().rollingUpdate())
                .isEqualTo(new Deployment.RollingUpdate(IntOrString.of(1), IntOrString.of("25%")));
        assertThat(Json.tree(deployment).at("/spec/selector")).hasToString("{}");
    }

    @Test
    void missingSelectorIsRefused() {
        assertThatThrownBy(() -> read("{\"spec\":{}}", Deployment.class))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("selector");
    }

    @Test
    void leaseTimesHaveMicroseconds() {
        Instant time = Instant.parse("2026-01-02T03:04:05.000120Z");
        Lease lease =
                new Lease(ObjectMeta.named("n", "l"), new Lease.LeaseSpec("me", 15, time, time, 1));
        assertThat(Json.tree(lease).at("/spec/renewTime").asText())
                .isEqualTo("2026-01-02T03:04:05.000120Z")
                .isEqualTo(MicroTimeSerializer.text(time));
        assertThat(Json.convert(Json.tree(lease), Lease.class).spec()).isEqualTo(lease.spec());
    }

    @Test
    void secretSaysNothingOfItsContents() {
        Secret secret = read("{\"data\":{\"k\":\"c2VjcmV0\"}}", Secret.class);
        assertThat(secret.content("k")).isEqualTo("secret".getBytes(UTF_8));
        assertThat(secret.toString()).contains("k").doesNotContain("c2VjcmV0");
    }

    @Test
    void conditionKeepsItsTransitionTimeWhileItsStatusStays() {
        Instant before = Instant.EPOCH;
        Instant now = before.plusSeconds(60);
        List<Condition> conditions =
                List.of(
                        Condition.of("A", true, "Old", "", before),
                        Condition.of("B", true, "Old", "", before));
        conditions = Condition.with(conditions, Condition.of("A", true, "New", "", now));
        conditions = Condition.with(conditions, Condition.of("B", false, "New", "", now));
        assertThat(conditions)
                .containsExactly(
                        Condition.of("A", true, "New", "", before),
                        Condition.of("B", false, "New", "", now));
    }

    @Test
    void everyKindReadsAnObjectWithNothingButWhatIsRequired() {
        String least =
                """
                {"metadata":{},"spec":{"selector":{},"controllerName":"c","gatewayClassName":"g",
                "scaleTargetRef":{"kind":"Deployment","name":"d"},
                "workload":{"apiVersion":"apps/v1","kind":"Deployment","name":"d","uid":"u"},
                "started":"2030-01-01T00:00:00Z","to":{"templateHash":"h"},
                "source":{},"stack":"s","number":1,"input":"i","reason":"Changed"},
                "roleRef":{"kind":"Role","name":"r"}}\
                """;
        assertThat(Kinds.all()).hasSize(32);
        assertThat(Kinds.all())
                .allSatisfy(
                        kind -> assertThat(read(least, kind.recordType()).metadata()).isNotNull());
    }

    private static <T> T read(String json, Class<T> type) {
        return Json.convert(Json.parseObject(json.getBytes(UTF_8)), type);
    }
}
