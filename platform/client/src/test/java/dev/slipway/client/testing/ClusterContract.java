package dev.slipway.client.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.ListQuery;
import dev.slipway.client.ResourceList;
import dev.slipway.client.Resources;
import dev.slipway.client.Watch;
import dev.slipway.client.WatchEvent;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.Patches;
import dev.slipway.model.RawResource;
import dev.slipway.model.Resource;
import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What every [Cluster] does, whether in process or over HTTP. A subclass says which cluster; it
/// must have the namespace `default`.
public abstract class ClusterContract {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String DEPLOYMENT =
            """
            {"apiVersion":"apps/v1","kind":"Deployment",
             "metadata":{"name":"api","namespace":"default"},
             "spec":{"replicas":2,"selector":{"matchLabels":{"app":"api"}},
              "template":{"metadata":{"labels":{"app":"api"}},
               "spec":{"containers":[{"name":"api","image":"shop:v1"}]}}}}
            """;

    /// The cluster under test, with all rights, empty before each test.
    protected abstract Cluster cluster();

    @Test
    void findsWhatWasCreated() {
        ConfigMap created = createConfigMap("a", Map.of());

        assertThat(created.metadata().storedUid()).isNotEmpty();
        assertThat(created.metadata().creationTimestamp()).isNotNull();
        assertThat(created.data()).containsEntry("key", "value");
        assertThat(configMaps().find(key("a"))).contains(created);
        assertThat(configMaps().find(key("b"))).isEmpty();
    }

    @Test
    void generatesNames() {
        ObjectNode tree = configMap("ignored", Map.of());
        ObjectNode metadata = (ObjectNode) tree.get("metadata");
        metadata.remove("name");
        metadata.put("generateName", "made-");

        ConfigMap created = configMaps().create(Json.convert(tree, ConfigMap.class));

        assertThat(created.key().name()).startsWith("made-").hasSizeGreaterThan(5);
    }

    @Test
    void refusesASecondObjectOfTheSameName() {
        createConfigMap("a", Map.of());

        refused(Reason.ALREADY_EXISTS, () -> createConfigMap("a", Map.of()));
    }

    @Test
    void tellsWhatIsWrongByField() {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> createConfigMap("Not_A_Name", Map.of()))
                .satisfies(e -> {
                    assertThat(e.reason()).isEqualTo(Reason.INVALID);
                    assertThat(e.causes())
                            .extracting(ApiException.Cause::field)
                            .containsExactly("metadata.name");
                });
    }

    @Test
    void refusesUnknownNamespaces() {
        ObjectNode tree = configMap("a", Map.of());
        ((ObjectNode) tree.get("metadata")).put("namespace", "nowhere");

        refused(Reason.NOT_FOUND, () -> configMaps().create(Json.convert(tree, ConfigMap.class)));
    }

    @Test
    void listsWhatIsChosen() {
        createConfigMap("b", Map.of("tier", "web"));
        createConfigMap("a", Map.of("tier", "web"));
        createConfigMap("c", Map.of("tier", "data"));
        ListQuery all = ListQuery.inNamespace("default");
        LabelSelector web = LabelSelector.ofLabels(Map.of("tier", "web"));

        ResourceList<ConfigMap> list = configMaps().list(all.withLabels(web));

        assertThat(names(list)).containsExactly("a", "b");
        assertThat(list.revision()).isPositive();
        assertThat(names(configMaps().list(all.withField("metadata.name", "c"))))
                .containsExactly("c");
        assertThat(names(configMaps().list(ListQuery.inNamespace("kube-nothing")))).isEmpty();
        assertThat(names(configMaps().list(ListQuery.all()))).contains("a", "b", "c");
    }

    @Test
    void readsAnyKindAsTree() {
        createConfigMap("a", Map.of());

        RawResource raw = cluster().resources(Kinds.CONFIG_MAP.raw()).find(key("a")).orElseThrow();

        assertThat(raw.tree().at("/data/key").asText()).isEqualTo("value");
        assertThat(raw.type()).isEqualTo(Kinds.CONFIG_MAP.type());
    }

    @Test
    void refusesKindsThatAreNotServed() {
        Kind<RawResource> unknown =
                Kind.namespaced("example.com/v1", "Nothing", "nothings", RawResource.class);

        refused(Reason.NOT_FOUND, () -> cluster().resources(unknown).list(ListQuery.all()));
    }

    @Test
    void patchesByMergeAndByOperations() {
        createConfigMap("a", Map.of("keep", "me"));

        configMaps().patch(key("a"), merge("{\"data\":{\"key\":null,\"other\":\"1\"}}"));
        ConfigMap patched =
                configMaps()
                        .patch(
                                key("a"),
                                operations(
                                        "[{\"op\":\"replace\",\"path\":\"/data/other\",\"value\":\"2\"}]"));

        assertThat(patched.data()).isEqualTo(Map.of("other", "2"));
        assertThat(patched.metadata().labels()).containsEntry("keep", "me");
        refused(Reason.NOT_FOUND, () -> configMaps().patch(key("b"), merge("{}")));
    }

    @Test
    void patchesOnlyTheVersionNamed() {
        String version = "" + createConfigMap("a", Map.of()).metadata().resourceVersion();
        String change =
                "{\"metadata\":{\"resourceVersion\":\"" + version + "\"},\"data\":{\"n\":\"1\"}}";

        configMaps().patch(key("a"), merge(change));

        refused(
                Reason.CONFLICT,
                () -> configMaps().patch(key("a"), merge(change.replace("\"1\"", "\"2\""))));
    }

    @Test
    void keepsSpecificationAndStatusApart() {
        Resources<RawResource> deployments = cluster().resources(Kinds.DEPLOYMENT.raw());
        deployments.create(RawResource.of(tree(DEPLOYMENT)));
        String both = "{\"spec\":{\"replicas\":7},\"status\":{\"replicas\":7}}";

        ObjectNode afterStatus = deployments.patchStatus(key("api"), merge(both)).tree();
        assertThat(afterStatus.at("/spec/replicas").asInt()).isEqualTo(2);
        assertThat(afterStatus.at("/status/replicas").asInt()).isEqualTo(7);
        assertThat(afterStatus.at("/metadata/generation").asInt()).isEqualTo(1);

        ObjectNode afterSpec =
                deployments
                        .patch(
                                key("api"),
                                merge(
                                        both.replace(
                                                "\"status\":{\"replicas\":7}",
                                                "\"status\":{\"replicas\":9}")))
                        .tree();
        assertThat(afterSpec.at("/spec/replicas").asInt()).isEqualTo(7);
        assertThat(afterSpec.at("/status/replicas").asInt()).isEqualTo(7);
        assertThat(afterSpec.at("/metadata/generation").asInt()).isEqualTo(2);
    }

    @Test
    void fillsInWhatWasLeftOut() {
        Resources<RawResource> deployments = cluster().resources(Kinds.DEPLOYMENT.raw());

        ObjectNode stored = deployments.create(RawResource.of(tree(DEPLOYMENT))).tree();

        assertThat(stored.at("/spec/strategy/rollingUpdate/maxSurge").asText()).isEqualTo("25%");
        assertThat(stored.at("/spec/template/spec/restartPolicy").asText()).isEqualTo("Always");
        assertThat(stored.at("/spec/template/spec/containers/0/imagePullPolicy").asText())
                .isEqualTo("IfNotPresent");
    }

    @Test
    void deletesOnceAndOnlyWhatIsMeant() {
        String uid = createConfigMap("a", Map.of()).metadata().storedUid();

        configMaps().delete(key("a"), DeleteOptions.ofUid("another"));
        assertThat(configMaps().find(key("a"))).isPresent();
        configMaps().delete(key("a"), DeleteOptions.ofUid(uid));
        assertThat(configMaps().find(key("a"))).isEmpty();
        configMaps().delete(key("a"), DeleteOptions.background());
    }

    @Test
    void keepsObjectsUntilTheirFinalizersAreGone() {
        ObjectNode tree = configMap("a", Map.of());
        ((ObjectNode) tree.get("metadata")).putArray("finalizers").add("example.com/hold");
        configMaps().create(Json.convert(tree, ConfigMap.class));

        configMaps().delete(key("a"), DeleteOptions.background());

        assertThat(configMaps().find(key("a")).orElseThrow().metadata().isBeingDeleted()).isTrue();
        configMaps().patch(key("a"), merge("{\"metadata\":{\"finalizers\":null}}"));
        assertThat(configMaps().find(key("a"))).isEmpty();
    }

    @Test
    void givesPodsTimeToEnd() {
        Resources<Pod> pods = cluster().resources(Kinds.POD);
        cluster()
                .resources(Kinds.POD.raw())
                .create(
                        RawResource.of(
                                tree(
                                        """
                                        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"default"},
                                         "spec":{"nodeName":"n1","containers":[{"name":"c","image":"shop:v1"}]}}
                                        """)));

        pods.delete(key("p"), DeleteOptions.background().withGracePeriod(Duration.ofSeconds(60)));

        Pod ending = pods.find(key("p")).orElseThrow();
        assertThat(ending.metadata().deletionGracePeriodSeconds()).isEqualTo(60);
        pods.delete(key("p"), DeleteOptions.background().withGracePeriod(Duration.ZERO));
        assertThat(pods.find(key("p"))).isEmpty();
    }

    @Test
    void tellsEachChangeInOrder() throws InterruptedException {
        long since = configMaps().list(ListQuery.inNamespace("default")).revision();
        try (Watch<ConfigMap> watch = configMaps().watch(ListQuery.inNamespace("default"), since)) {
            createConfigMap("a", Map.of());
            configMaps().patch(key("a"), merge("{\"data\":{\"key\":\"2\"}}"));
            configMaps().delete(key("a"), DeleteOptions.background());

            WatchEvent<ConfigMap> added = next(watch);
            WatchEvent<ConfigMap> modified = next(watch);
            WatchEvent<ConfigMap> deleted = next(watch);

            assertThat(added).isInstanceOf(WatchEvent.Added.class);
            assertThat(object(added).key()).isEqualTo(key("a"));
            assertThat(modified).isInstanceOf(WatchEvent.Modified.class);
            assertThat(object(modified).data()).containsEntry("key", "2");
            assertThat(deleted).isInstanceOf(WatchEvent.Deleted.class);
            assertThat(object(deleted).data()).containsEntry("key", "2");
            assertThat(List.of(added.revision(), modified.revision(), deleted.revision()))
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(added.revision()).isGreaterThan(since);
        }
    }

    @Test
    void tellsWhenObjectsComeToMatchAndCeaseTo() throws InterruptedException {
        ListQuery web =
                ListQuery.inNamespace("default")
                        .withLabels(LabelSelector.ofLabels(Map.of("tier", "web")));
        createConfigMap("a", Map.of());
        long since = configMaps().list(web).revision();
        try (Watch<ConfigMap> watch = configMaps().watch(web, since)) {
            configMaps().patch(key("a"), merge("{\"metadata\":{\"labels\":{\"tier\":\"web\"}}}"));
            configMaps().patch(key("a"), merge("{\"metadata\":{\"labels\":{\"tier\":\"x\"}}}"));

            assertThat(next(watch)).isInstanceOf(WatchEvent.Added.class);
            assertThat(next(watch)).isInstanceOf(WatchEvent.Deleted.class);
        }
    }

    @Test
    void resumesWhereItLeftOff() throws InterruptedException {
        createConfigMap("a", Map.of());
        long since = configMaps().list(ListQuery.inNamespace("default")).revision();
        createConfigMap("b", Map.of());

        try (Watch<ConfigMap> watch = configMaps().watch(ListQuery.inNamespace("default"), since)) {
            assertThat(object(next(watch)).key()).isEqualTo(key("b"));
        }
    }

    @Test
    void saysWhenAWatchIsClosed() {
        Watch<ConfigMap> watch =
                configMaps()
                        .watch(
                                ListQuery.inNamespace("default"),
                                configMaps().list(ListQuery.all()).revision());
        watch.close();

        refused(Reason.UNAVAILABLE, () -> next(watch));
    }

    private Resources<ConfigMap> configMaps() {
        return cluster().resources(Kinds.CONFIG_MAP);
    }

    private ConfigMap createConfigMap(String name, Map<String, String> labels) {
        return configMaps().create(Json.convert(configMap(name, labels), ConfigMap.class));
    }

    private static ObjectNode configMap(String name, Map<String, String> labels) {
        ObjectNode tree = Json.object();
        tree.put("apiVersion", "v1").put("kind", "ConfigMap");
        ObjectNode metadata = tree.putObject("metadata");
        metadata.put("name", name).put("namespace", "default");
        metadata.set("labels", Json.tree(labels));
        tree.putObject("data").put("key", "value");
        return tree;
    }

    private static ObjectKey key(String name) {
        return new ObjectKey("default", name);
    }

    private static ObjectNode tree(String json) {
        return Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Patch merge(String json) {
        return new Patch.MergePatch(tree(json));
    }

    private static Patch operations(String list) {
        return Patches.jsonPatch(tree("{\"list\":" + list + "}").get("list"));
    }

    private static <T extends Resource> List<String> names(ResourceList<T> list) {
        return list.items().stream().map(object -> object.key().name()).toList();
    }

    private static <T extends Resource> T object(WatchEvent<T> event) {
        return switch (event) {
            case WatchEvent.Added<T> added -> added.object();
            case WatchEvent.Modified<T> modified -> modified.object();
            case WatchEvent.Deleted<T> deleted -> deleted.object();
            case WatchEvent.Bookmark<T> bookmark ->
                    throw new IllegalArgumentException("No object in " + bookmark);
        };
    }

    private static <T extends Resource> WatchEvent<T> next(Watch<T> watch)
            throws InterruptedException {
        while (true) {
            WatchEvent<T> event = watch.next(LONG);
            assertThat(event).as("event within " + LONG).isNotNull();
            if (event != null && !(event instanceof WatchEvent.Bookmark<T>)) {
                return event;
            }
        }
    }

    private static void refused(Reason reason, ThrowingCallable call) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
