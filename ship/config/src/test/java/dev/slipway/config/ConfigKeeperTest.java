package dev.slipway.config;

import static dev.slipway.config.ConfigWorld.settingsOf;
import static dev.slipway.config.ConfigWorld.template;
import static dev.slipway.config.ConfigWorld.usingSettings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Secret;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConfigKeeperTest {
    private final ConfigWorld world = new ConfigWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void replacesAReferenceByOneToAnImmutableCopy() {
        world.settings("1");
        ObjectNode template = usingSettings();
        ObjectNode kept = world.keep(template);
        String name = settingsOf(kept);
        assertThat(name).matches("settings-[b-z2-9]{10}");
        assertThat(settingsOf(template)).isEqualTo("settings");
        ConfigMap copy = world.configMap(name);
        assertThat(copy.immutable()).isTrue();
        assertThat(copy.data()).containsExactlyEntriesOf(world.configMap("settings").data());
        assertThat(copy.metadata().annotations()).containsEntry(Copies.KEPT_FROM, "settings");
        assertThatThrownBy(() -> world.patch(Kinds.CONFIG_MAP, name, "{data: {a: \"2\"}}"))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("immutable");
    }

    @Test
    void findsEveryPlaceThatRefersToConfig() {
        world.settings("1");
        world.create(
                "{apiVersion: v1, kind: Secret, metadata: {name: key}, stringData: {k: hush}}");
        String from =
                """
                env: [
                  {name: A, valueFrom: {configMapKeyRef: {name: settings, key: a}}},
                  {name: B, valueFrom: {secretKeyRef: {name: key, key: k}}},
                  {name: C, value: settings}],
                envFrom: [{configMapRef: {name: settings}}, {secretRef: {name: key}}]
                """;
        String spec =
                """
                initContainers: [{name: i, image: x, FROM}],
                ephemeralContainers: [{name: e, image: x, FROM}],
                imagePullSecrets: [{name: key}],
                volumes: [
                  {name: v1, configMap: {name: settings}},
                  {name: v2, secret: {secretName: key}},
                  {name: v3, projected: {sources: [
                    {configMap: {name: settings}}, {secret: {name: key}}, {downwardAPI: {}}]}},
                  {name: v4, emptyDir: {}}]
                """
                        .replace("FROM", from);
        ObjectNode kept = world.keep(template(from, spec));
        List<String> names = ConfigReference.of(kept).stream().map(ConfigReference::name).toList();
        assertThat(names).hasSize(16).allMatch(name -> name.matches("(settings|key)-.{10}"));
        assertThat(kept.at("/spec/containers/0/env/2/value").asText()).isEqualTo("settings");
        assertThat(kept.at("/spec/imagePullSecrets/0/name").asText()).isEqualTo("key");
        assertThat(world.configMapCopies()).hasSize(1);
    }

    @Test
    void keepingAgainOrKeepingWhatIsKeptChangesNothing() throws InterruptedException {
        world.settings("1");
        ObjectNode first = world.keep(usingSettings());
        assertThat(world.keep(usingSettings())).isEqualTo(first);
        world.settle();
        assertThat(world.keep(usingSettings())).isEqualTo(first);
        assertThat(world.keep(first)).isEqualTo(first);
        assertThat(world.configMapCopies()).hasSize(1);
    }

    @Test
    void eachVersionKeepsItsConfigThroughUndoAndRedo() throws InterruptedException {
        world.settings("1");
        ObjectNode old = world.keep(usingSettings());
        world.settle();
        world.changeSettings("2");
        world.settle();
        ObjectNode young = world.keep(usingSettings());
        assertThat(settingsOf(young)).isNotEqualTo(settingsOf(old));
        assertThat(world.configMap(settingsOf(old)).data()).containsEntry("a", "1");
        assertThat(world.configMap(settingsOf(young)).data()).containsEntry("a", "2");

        // An undo writes the old version's template into the workload.
        assertThat(world.keep(old)).isEqualTo(old);
        world.changeSettings("1");
        world.settle();
        assertThat(world.keep(usingSettings())).isEqualTo(old);
        assertThat(world.configMapCopies()).hasSize(2);
    }

    @Test
    void seesConfigThatWasWrittenJustBeforeTheTemplate() throws InterruptedException {
        world.settings("1");
        world.settle();
        var _ = world.keep(usingSettings());
        world.changeSettings("2");
        ObjectNode changed = template("envFrom: [{configMapRef: {name: settings}}], args: [x]");
        String name = settingsOf(world.keep(changed));
        assertThat(world.configMap(name).data()).containsEntry("a", "2");
        // Not before the informer has caught up does it count again.
        assertThat(settingsOf(world.keep(changed))).isEqualTo(name);
        assertThat(settingsOf(world.keep(usingSettings()))).isEqualTo(name);
        world.settle();
        assertThat(settingsOf(world.keep(changed))).isEqualTo(name);
    }

    @Test
    void leavesWhatIsMissingAndTakesItOnceItIsThere() throws InterruptedException {
        ObjectNode template =
                template(
                        "envFrom: [{configMapRef: {name: settings}},"
                                + " {secretRef: {name: extra, optional: true}}]");
        Kept kept = world.keeper.kept(ConfigWorld.NAMESPACE, template);
        assertThat(kept.template()).isEqualTo(template);
        assertThat(kept.missing()).containsExactly("ConfigMap settings");
        world.settle();
        List<ObjectKey> changed = new ArrayList<>();
        world.keeper.onChange(changed::add);
        world.settings("1");
        world.settle();
        assertThat(changed).contains(ConfigWorld.key("settings"));
        Kept later = world.keeper.kept(ConfigWorld.NAMESPACE, template);
        assertThat(later.missing()).isEmpty();
        assertThat(settingsOf(later.template())).startsWith("settings-");
    }

    @Test
    void configOrTemplateMayStayLive() {
        world.settings("1");
        ObjectNode template = usingSettings();
        template.withObject("/metadata/annotations").put(ConfigKeeper.ANNOTATION, "live");
        assertThat(world.keep(template)).isEqualTo(template);
        world.patch(
                Kinds.CONFIG_MAP,
                "settings",
                "{metadata: {annotations: {slipway.dev/config: live}}}");
        assertThat(world.keep(usingSettings())).isEqualTo(usingSettings());
        assertThat(world.configMapCopies()).isEmpty();
    }

    @Test
    void copiesOfSecretsAreSecretsOfTheSameTypeAndTellNothing() {
        world.create(
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: login, annotations: {note: "hush"}}
                type: kubernetes.io/basic-auth
                stringData: {username: jo, password: hush}
                """);
        ObjectNode kept = world.keep(template("envFrom: [{secretRef: {name: login}}]"));
        String name = kept.at("/spec/containers/0/envFrom/0/secretRef/name").asText();
        Secret copy = world.secret(name);
        assertThat(copy.type()).isEqualTo("kubernetes.io/basic-auth");
        assertThat(copy.immutable()).isTrue();
        assertThat(copy.data()).isEqualTo(world.secret("login").data());
        assertThat(copy.metadata().toString()).doesNotContain("hush");
        assertThat(world.configMapCopies()).isEmpty();
    }

    @Test
    void tokensAreNeverCopied() {
        world.create(
                """
                apiVersion: v1
                kind: Secret
                metadata:
                  {name: token, annotations: {kubernetes.io/service-account.name: default}}
                type: kubernetes.io/service-account-token
                """);
        ObjectNode template = template("envFrom: [{secretRef: {name: token}}]");
        assertThat(world.keep(template)).isEqualTo(template);
    }

    @Test
    void namesStayValidHoweverLongTheyWere() {
        String name = "a".repeat(241) + "." + "b".repeat(11);
        String other = "a".repeat(241) + "." + "c".repeat(11);
        for (String each : List.of(name, other)) {
            world.create(
                    "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {a: x}}"
                            .formatted(each));
        }
        String first = keptName(name);
        String second = keptName(other);
        assertThat(first).startsWith("a".repeat(241) + "-").hasSizeLessThanOrEqualTo(253);
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void goesAroundAnObjectThatHasTheNameOfACopy() {
        world.settings("1");
        String name = settingsOf(world.keep(usingSettings()));
        world.delete(Kinds.CONFIG_MAP, name);
        world.create(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {a: forged}}"
                        .formatted(name));
        String around = settingsOf(world.keep(usingSettings()));
        assertThat(around).isNotEqualTo(name);
        assertThat(world.configMap(around).data()).containsEntry("a", "1");
        assertThat(settingsOf(world.keep(usingSettings()))).isEqualTo(around);
    }

    @Test
    void contentAloneDecidesTheName() throws InterruptedException {
        world.create(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings},"
                        + " data: {a: x, b: y}, binaryData: {c: AAEC}}");
        String name = settingsOf(world.keep(usingSettings()));
        world.settle();
        world.patch(Kinds.CONFIG_MAP, "settings", "{metadata: {labels: {team: shop}}}");
        world.settle();
        assertThat(settingsOf(world.keep(usingSettings()))).isEqualTo(name);
        world.patch(Kinds.CONFIG_MAP, "settings", "{binaryData: {c: AAED}}");
        world.settle();
        assertThat(settingsOf(world.keep(usingSettings()))).isNotEqualTo(name);
    }

    private String keptName(String source) {
        JsonNode kept =
                world.keep(template("envFrom: [{configMapRef: {name: %s}}]".formatted(source)));
        return kept.at("/spec/containers/0/envFrom/0/configMapRef/name").asText();
    }
}
