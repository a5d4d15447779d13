package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.GroupVersionKind;
import dev.slipway.model.Patch;
import dev.slipway.model.Patches;
import dev.slipway.model.Problem;
import dev.slipway.model.Schema;
import dev.slipway.model.SchemaValidator;
import dev.slipway.model.StoredForm;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.Kinds;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BuiltInSchemasTest {
    private final BuiltInSchemas schemas = BuiltInSchemas.load();

    @Test
    void everyBuiltInKindHasASchemaAllOfWhichCanBeRead() {
        Set<String> read = new HashSet<>();
        for (KindDefinition kind : BuiltInKinds.registry().all()) {
            Schema schema = schemas.find(kind.type());
            assertThat(schema).as(kind.toString()).isNotNull();
            walk(Objects.requireNonNull(schema), read);
            String name = schemas.definitionName(kind.type());
            assertThat(name).endsWith("." + kind.type().kind());
            ObjectNode documented = schemas.definition(Objects.requireNonNull(name));
            assertThat(documented).as(name).isNotNull();
            assertThat(Objects.requireNonNull(documented).path("description").asText())
                    .as(name)
                    .isNotEmpty();
        }
        assertThat(read).hasSizeGreaterThan(250);
    }

    @Test
    void unknownKindHasNone() {
        GroupVersionKind type = GroupVersionKind.of("example.com/v1", "Nothing");
        assertThat(schemas.find(type)).isNull();
        assertThat(schemas.definitionName(type)).isNull();
        assertThat(schemas.definition("")).isNull();
        assertThat(schemas.definition("zzz")).isNull();
        assertThat(schemas.definition("io.k8s.api.core.v1.Po")).isNull();
    }

    @Test
    void goodDeploymentHasNoProblem() {
        ObjectNode deployment =
                tree(
                        """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: shop, creationTimestamp: null, labels: {app: shop}}
                        spec:
                          replicas: 2
                          strategy: {rollingUpdate: {maxSurge: 25%, maxUnavailable: 0}}
                          selector: {matchLabels: {app: shop}}
                          template:
                            metadata: {labels: {app: shop}}
                            spec:
                              containers:
                              - name: shop
                                image: shop:v1
                                ports: [{containerPort: 8080, protocol: TCP}]
                                resources: {limits: {cpu: 1, memory: 64Mi}}
                                env: [{name: A, value: a}, {name: A, value: b}]
                                readinessProbe: {httpGet: {path: /, port: http}}
                              volumes: [{name: v, configMap: {name: c, defaultMode: 0644}}]
                        """);
        assertThat(SchemaValidator.validate(deployment, schema("apps/v1", "Deployment"))).isEmpty();
        ObjectNode stored = StoredForm.of(deployment, schema("apps/v1", "Deployment"));
        assertThat(stored.at("/metadata").has("creationTimestamp")).isFalse();
        assertThat(stored.at("/spec/template/spec/containers/0/resources/limits/cpu").textValue())
                .isEqualTo("1");
    }

    @Test
    void mistakesAreToldWithWhatWasMeant() {
        ObjectNode deployment =
                tree(
                        """
                        metadata: {name: shop, label: {app: shop}}
                        spec:
                          replica: 2
                          strategy: {type: Rolling}
                          template:
                            spec:
                              containers:
                              - image: shop:v1
                                ports: [{containerPort: "8080", protocol: TPC}]
                                resources: {limits: {memory: 64 MB}}
                        """);
        assertThat(SchemaValidator.validate(deployment, schema("apps/v1", "Deployment")))
                .extracting(Problem::toString)
                .containsExactly(
                        "metadata.label: unknown field \"metadata.label\", did you mean \"labels\"?",
                        "spec.selector: Required value",
                        "spec.replica: unknown field \"spec.replica\", did you mean \"replicas\"?",
                        "spec.strategy.type: Unsupported value: \"Rolling\": supported values:"
                                + " \"Recreate\", \"RollingUpdate\"",
                        "spec.template.spec.containers[0].name: Required value",
                        "spec.template.spec.containers[0].ports[0].containerPort: expected integer,"
                                + " found string \"8080\", remove the quotes",
                        "spec.template.spec.containers[0].ports[0].protocol: Unsupported value:"
                                + " \"TPC\": supported values: \"SCTP\", \"TCP\", \"UDP\", did you"
                                + " mean \"TCP\"?",
                        "spec.template.spec.containers[0].resources.limits.memory: expected a"
                                + " quantity such as 500m or 1Gi, found \"64 MB\"");
    }

    @Test
    void strategicMergeKnowsTheListsOfPods() {
        ObjectNode pod =
                tree(
                        """
                        metadata: {finalizers: [a]}
                        spec:
                          containers:
                          - {name: a, image: "a:1", env: [{name: A, value: "1"}]}
                          - {name: b, image: "b:1"}
                          tolerations: [{key: a}]
                          volumes: [{name: v, emptyDir: {}}]
                        """);
        ObjectNode patch =
                tree(
                        """
                        metadata: {finalizers: [b]}
                        spec:
                          $setElementOrder/containers: [{name: a}, {name: b}]
                          containers: [{name: a, image: "a:2", env: [{name: B, value: "2"}]}]
                          tolerations: [{key: b}]
                          volumes: [{$retainKeys: [name, secret], name: v, secret: {secretName: s}}]
                        """);
        ObjectNode result =
                Patches.apply(pod, new Patch.StrategicMergePatch(patch), schema("v1", "Pod"));
        assertThat(result)
                .isEqualTo(
                        tree(
                                """
                                metadata: {finalizers: [b, a]}
                                spec:
                                  containers:
                                  - name: a
                                    image: "a:2"
                                    env: [{name: B, value: "2"}, {name: A, value: "1"}]
                                  - {name: b, image: "b:1"}
                                  tolerations: [{key: b}]
                                  volumes: [{name: v, secret: {secretName: s}}]
                                """));
    }

    @Test
    void rolloutIsCheckedWhereSlipwayActsAndOpenElsewhere() {
        ObjectNode rollout =
                tree(
                        """
                        spec:
                          analysis: {successfulRunHistoryLimit: 1}
                          template: {spec: {containers: [{name: a, imag: b}]}}
                          strategy:
                            canary:
                              steps: [{setWeight: 5}, {pause: {duration: 10s}}]
                            canery: {}
                        """);
        assertThat(SchemaValidator.validate(rollout, schema("argoproj.io/v1alpha1", "Rollout")))
                .extracting(Problem::path)
                .containsExactly("spec.template.spec.containers[0].imag", "spec.strategy.canery");
    }

    @Test
    void recordsReadOnlyFieldsThatTheKindsHave() {
        for (var kind : Kinds.all()) {
            Schema schema = Objects.requireNonNull(schemas.find(kind.type()), kind::toString);
            for (var component : kind.recordType().getRecordComponents()) {
                assertThat(schema.properties())
                        .as(kind.toString())
                        .containsKey(component.getName());
            }
        }
    }

    private Schema schema(String apiVersion, String kind) {
        return Objects.requireNonNull(schemas.find(GroupVersionKind.of(apiVersion, kind)));
    }

    private static void walk(Schema schema, Set<String> read) {
        String name = schema.definitionName();
        if (name != null && !read.add(name)) {
            return;
        }
        schema.properties().values().forEach(property -> walk(property, read));
        for (Schema part : new Schema[] {schema.items(), schema.values()}) {
            if (part != null) {
                walk(part, read);
            }
        }
    }

    private static ObjectNode tree(String yaml) {
        return Yaml.parse(yaml, "test").getFirst().object();
    }
}
