package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.FieldSelector;
import dev.slipway.model.FieldSelectors;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ObjectApiTest {
    private final TestApi test = new TestApi();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void createsWithIdentity() {
        ObjectNode created =
                test.create("configmaps", "{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"v\"}}");

        assertThat(created.at("/metadata/uid").asText()).hasSize(36);
        assertThat(created.at("/metadata/resourceVersion").asText()).isEqualTo("2");
        assertThat(created.at("/metadata/creationTimestamp").asText())
                .isEqualTo("2026-01-01T00:00:00Z");
        assertThat(created.at("/metadata/namespace").asText()).isEqualTo("default");
        assertThat(created.get("kind").asText()).isEqualTo("ConfigMap");
        assertThat(test.get("configmaps", "a")).isEqualTo(created);
    }

    @Test
    void keepsNoNulls() {
        ObjectNode created =
                test.create(
                        "configmaps",
                        "{\"metadata\":{\"name\":\"a\",\"creationTimestamp\":null},\"data\":{\"k\":null}}");

        assertThat(created.get("data").isEmpty()).isTrue();
    }

    @Test
    void generatesNames() {
        ObjectNode created = test.create("configmaps", "{\"metadata\":{\"generateName\":\"a-\"}}");

        assertThat(created.at("/metadata/name").asText()).matches("a-[a-z0-9]{5}");
    }

    @Test
    void refusesASecondObjectOfTheSameName() {
        configMap("a");

        refused(Reason.ALREADY_EXISTS, "configmaps \"a\" already exists", () -> configMap("a"));
    }

    @Test
    void refusesNamesThatAreNone() {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> configMap("A_b"))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
                .withMessageStartingWith(
                        "ConfigMap \"A_b\" is invalid: metadata.name: Invalid value: \"A_b\": a"
                                + " lowercase RFC 1123 subdomain");
    }

    @Test
    void refusesUnknownNamespaces() {
        Target target = Target.of(test.kind("cm"), new ObjectKey("nowhere", "a"));

        refused(
                Reason.NOT_FOUND,
                "namespaces \"nowhere\" not found",
                () ->
                        test.api.create(
                                TestApi.ALICE,
                                target,
                                TestApi.json("{}"),
                                WriteOptions.defaults()));
    }

    @Test
    void countsGenerationsOfTheSpecificationOnly() {
        deployment();
        Target deployment = test.target("deployments", "d");

        assertThat(generation(test.merge(deployment, "{\"spec\":{\"replicas\":5}}"))).isEqualTo(2);
        assertThat(generation(test.merge(deployment, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}")))
                .isEqualTo(2);
        Target status = test.part("deployments", "d", "status");
        ObjectNode after =
                test.merge(status, "{\"status\":{\"replicas\":5},\"spec\":{\"replicas\":9}}");
        assertThat(generation(after)).isEqualTo(2);
        assertThat(after.at("/spec/replicas").asInt()).isEqualTo(5);
        assertThat(after.at("/status/replicas").asInt()).isEqualTo(5);
        ObjectNode again = test.merge(deployment, "{\"status\":{\"replicas\":7}}");
        assertThat(again.at("/status/replicas").asInt()).isEqualTo(5);
    }

    @Test
    void writesNothingIfNothingChanges() {
        configMap("a");
        long revision = test.api.revision();

        test.merge(test.target("configmaps", "a"), "{\"metadata\":{\"labels\":{}}}");

        assertThat(test.api.revision()).isEqualTo(revision);
    }

    @Test
    void refusesToReplaceAnotherVersion() {
        ObjectNode first = configMap("a").deepCopy();
        Target target = test.target("configmaps", "a");
        test.merge(target, "{\"data\":{\"k\":\"w\"}}");

        refused(
                Reason.CONFLICT,
                "Operation cannot be fulfilled on configmaps \"a\": the object has been modified;"
                        + " please apply your changes to the latest version and try again",
                () -> test.api.replace(TestApi.ALICE, target, first, WriteOptions.defaults()));
    }

    @Test
    void replacesWithoutAVersionWhateverIsThere() {
        configMap("a");

        ObjectNode replaced =
                test.replace(
                        test.target("configmaps", "a"),
                        "{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"w\"}}");

        assertThat(replaced.at("/data/k").asText()).isEqualTo("w");
        assertThat(replaced.at("/metadata/uid").asText()).isNotEmpty();
    }

    @Test
    void scalesThroughTheSubresource() {
        deployment();
        Target scale = test.part("deployments", "d", "scale");

        ObjectNode scaled = test.merge(scale, "{\"spec\":{\"replicas\":4}}");

        assertThat(scaled.get("kind").asText()).isEqualTo("Scale");
        assertThat(scaled.at("/spec/replicas").asInt()).isEqualTo(4);
        assertThat(scaled.at("/status/selector").asText()).isEqualTo("app=d");
        assertThat(test.get("deployments", "d").at("/spec/replicas").asInt()).isEqualTo(4);
    }

    @Test
    void storesNothingInADryRun() {
        WriteOptions dry = new WriteOptions(true, "", WriteOptions.FieldValidation.STRICT);

        Written written =
                test.api.create(
                        TestApi.ALICE,
                        test.target("configmaps", "a"),
                        TestApi.json("{\"data\":{\"k\":\"v\"}}"),
                        dry);

        assertThat(written.object().tree().at("/metadata/uid").asText()).isNotEmpty();
        refused(Reason.NOT_FOUND, "configmaps \"a\" not found", () -> test.get("configmaps", "a"));
    }

    @Test
    void keepsObjectsUntilTheirFinalizersAreGone() {
        test.create("configmaps", "{\"metadata\":{\"name\":\"a\",\"finalizers\":[\"x.io/hold\"]}}");

        Removal removal = test.delete("configmaps", "a");

        assertThat(removal.gone()).isFalse();
        assertThat(removal.object().tree().at("/metadata/deletionTimestamp").asText())
                .isEqualTo("2026-01-01T00:00:00Z");
        test.merge(test.target("configmaps", "a"), "{\"metadata\":{\"finalizers\":null}}");
        refused(Reason.NOT_FOUND, "configmaps \"a\" not found", () -> test.get("configmaps", "a"));
    }

    @Test
    void givesRunningPodsTimeToEnd() {
        pod("p", "n1");

        ObjectNode first = test.delete("pods", "p").object().tree();

        assertThat(first.at("/metadata/deletionTimestamp").asText())
                .isEqualTo("2026-01-01T00:00:30Z");
        assertThat(first.at("/metadata/deletionGracePeriodSeconds").asInt()).isEqualTo(30);
        DeletePolicy now = new DeletePolicy(null, null, 0L, null, false);
        assertThat(test.api.delete(TestApi.ALICE, test.target("pods", "p"), now).gone()).isTrue();
    }

    @Test
    void leavesTheDependentsToTheCollector() {
        configMap("a");
        DeletePolicy foreground =
                new DeletePolicy(null, null, null, DeletePolicy.Propagation.FOREGROUND, false);

        Removal removal =
                test.api.delete(TestApi.ALICE, test.target("configmaps", "a"), foreground);

        assertThat(removal.gone()).isFalse();
        assertThat(removal.object().tree().at("/metadata/finalizers/0").asText())
                .isEqualTo("foregroundDeletion");
    }

    @Test
    void deletesOnlyTheObjectMeant() {
        configMap("a");
        DeletePolicy other = new DeletePolicy("other", null, null, null, false);

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> test.api.delete(TestApi.ALICE, test.target("cm", "a"), other))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT))
                .withMessageContaining("UID in precondition: other");
    }

    @Test
    void emptiesNamespacesBeforeTheyGo() {
        test.create("namespaces", "{\"metadata\":{\"name\":\"shop\"}}");

        ObjectNode terminating = test.delete("namespaces", "shop").object().tree();

        assertThat(terminating.at("/status/phase").asText()).isEqualTo("Terminating");
        Target inside = Target.of(test.kind("cm"), new ObjectKey("shop", "a"));
        refused(
                Reason.FORBIDDEN,
                "configmaps \"a\" is forbidden: unable to create new content in namespace shop"
                        + " because it is being terminated",
                () ->
                        test.api.create(
                                TestApi.ALICE,
                                inside,
                                TestApi.json("{}"),
                                WriteOptions.defaults()));
        test.replace(
                test.part("namespaces", "shop", "finalize"),
                "{\"metadata\":{\"name\":\"shop\"},\"spec\":{}}");
        refused(
                Reason.NOT_FOUND,
                "namespaces \"shop\" not found",
                () -> test.get("namespaces", "shop"));
    }

    @Test
    void listsPageByPageInOneState() {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            configMap(name);
        }
        KindDefinition kind = test.kind("configmaps");
        ListOptions all = ListOptions.inNamespace("default");

        ObjectList first = test.api.list(TestApi.ALICE, kind, all.withLimit(2, ""));
        test.delete("configmaps", "d");
        ObjectList second =
                test.api.list(TestApi.ALICE, kind, all.withLimit(2, first.continueToken()));
        ObjectList third =
                test.api.list(TestApi.ALICE, kind, all.withLimit(2, second.continueToken()));

        assertThat(names(first)).containsExactly("a", "b");
        assertThat(first.remaining()).isEqualTo(3);
        assertThat(names(second)).containsExactly("c", "d");
        assertThat(names(third)).containsExactly("e");
        assertThat(third.continueToken()).isEmpty();
        assertThat(third.revision()).isEqualTo(first.revision());
    }

    @Test
    void refusesPagesOfForgottenStates() {
        String token = new ContinueToken(1, "core/configmaps/default/a").encode();
        ListOptions page = ListOptions.inNamespace("default").withLimit(2, token);
        configMap("a");

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> test.api.list(TestApi.ALICE, test.kind("cm"), page))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.EXPIRED));
        refused(
                Reason.BAD_REQUEST,
                "continue key is not valid",
                () -> test.api.list(TestApi.ALICE, test.kind("cm"), page.withLimit(2, "%%")));
    }

    @Test
    void refusesFieldsThatCannotBeSelected() {
        ListOptions byData =
                ListOptions.of("", LabelSelector.everything(), FieldSelectors.parse("data.k=v"));

        refused(
                Reason.BAD_REQUEST,
                "field label not supported: data.k",
                () -> test.api.list(TestApi.ALICE, test.kind("cm"), byData));
    }

    @Test
    void tellsReadersThatTheyFellBehind() {
        configMap("a");
        configMap("b");
        test.store.compact(test.api.revision());
        WatchOptions old = WatchOptions.since(ListOptions.inNamespace(""), 1);

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> test.api.watch(TestApi.ALICE, test.kind("cm"), old).close())
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.EXPIRED));
    }

    @Test
    void bindsPodsToNodesOnce() {
        test.create(
                "pods",
                "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}");
        Target binding = test.part("pods", "p", "binding");
        String body = "{\"target\":{\"name\":\"n1\"}}";

        test.api.create(TestApi.ALICE, binding, TestApi.json(body), WriteOptions.defaults());

        assertThat(test.get("pods", "p").at("/spec/nodeName").asText()).isEqualTo("n1");
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() ->
                        test.api.create(
                                TestApi.ALICE,
                                binding,
                                TestApi.json(body),
                                WriteOptions.defaults()))
                .withMessageContaining("pod p is already assigned to node \"n1\"");
    }

    @Test
    void deletesCollections() {
        pod("p", "");
        configMap("a");
        configMap("b");

        test.api.deleteCollection(
                TestApi.ALICE,
                test.kind("configmaps"),
                ListOptions.inNamespace("default"),
                DeletePolicy.defaults());

        assertThat(
                        names(
                                test.api.list(
                                        TestApi.ALICE,
                                        test.kind("configmaps"),
                                        ListOptions.inNamespace("default"))))
                .isEmpty();
        assertThat(test.get("pods", "p").isObject()).isTrue();
    }

    @Test
    void listsByLabelAndField() {
        pod("p", "n1");
        pod("q", "n2");
        KindDefinition pods = test.kind("pods");

        assertThat(
                        names(
                                test.api.list(
                                        TestApi.ALICE,
                                        pods,
                                        ListOptions.of(
                                                "",
                                                LabelSelector.ofLabels(Map.of("name", "q")),
                                                FieldSelectors.parse("spec.nodeName=n2")))))
                .containsExactly("q");
        assertThat(
                        names(
                                test.api.list(
                                        TestApi.ALICE,
                                        pods,
                                        ListOptions.of(
                                                "",
                                                LabelSelector.everything(),
                                                FieldSelectors.parse("spec.nodeName!=n2")))))
                .containsExactly("p");
    }

    @Test
    void watchesWhatComesToMatchAndCeasesTo() throws InterruptedException {
        pod("p", "n1");
        ListOptions chosen =
                ListOptions.of(
                        "",
                        LabelSelector.everything(),
                        FieldSelectors.parse("status.phase=Running"));
        long since = test.api.revision();
        Target status = test.part("pods", "p", "status");
        try (ObjectWatch watch =
                test.api.watch(
                        TestApi.ALICE, test.kind("pods"), WatchOptions.since(chosen, since))) {
            test.merge(status, "{\"status\":{\"phase\":\"Running\"}}");
            test.merge(status, "{\"status\":{\"phase\":\"Failed\"}}");

            assertThat(next(watch)).isInstanceOf(ObjectEvent.Added.class);
            assertThat(next(watch)).isInstanceOf(ObjectEvent.Deleted.class);
            configMap("a");
            assertThat(watch.poll(1, Duration.ofMillis(1)))
                    .containsExactly(new ObjectEvent.Bookmark(test.api.revision(), false));
        }
    }

    @Test
    void tellsWhatThereIsBeforeWhatChanges() throws InterruptedException {
        configMap("a");
        WatchOptions initial =
                new WatchOptions(
                        "default",
                        LabelSelector.everything(),
                        FieldSelector.everything(),
                        "",
                        true,
                        true);
        try (ObjectWatch watch = test.api.watch(TestApi.ALICE, test.kind("configmaps"), initial)) {
            assertThat(next(watch)).isInstanceOf(ObjectEvent.Added.class);
            assertThat(next(watch)).isEqualTo(new ObjectEvent.Bookmark(test.api.revision(), true));
        }
    }

    private static ObjectEvent next(ObjectWatch watch) throws InterruptedException {
        return watch.poll(1, Duration.ofSeconds(10)).getFirst();
    }

    private static List<String> names(ObjectList list) {
        return list.items().stream().map(object -> object.key().name()).toList();
    }

    private static long generation(ObjectNode object) {
        return object.at("/metadata/generation").asLong();
    }

    private ObjectNode configMap(String name) {
        return test.create(
                "configmaps", "{\"metadata\":{\"name\":\"" + name + "\"},\"data\":{\"k\":\"v\"}}");
    }

    private void pod(String name, String node) {
        test.create(
                "pods",
                """
                {"metadata":{"name":"%1$s","labels":{"name":"%1$s"}},
                 "spec":{"nodeName":"%2$s","containers":[{"name":"c","image":"i"}]}}
                """
                        .formatted(name, node));
    }

    private void deployment() {
        test.create(
                "deployments",
                """
                {"metadata":{"name":"d"},
                 "spec":{"selector":{"matchLabels":{"app":"d"}},
                  "template":{"metadata":{"labels":{"app":"d"}},
                   "spec":{"containers":[{"name":"c","image":"i"}]}}}}
                """);
    }

    private static void refused(Reason reason, String message, ThrowingCallable call) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(call)
                .withMessage(message)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
