package dev.slipway.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Resources;
import dev.slipway.controller.testing.MemoryCluster;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.controller.testing.Simulation;
import dev.slipway.model.Json;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ServiceAccount;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// [OwnedObjects] and [Expectations].
final class OwnershipTest {
    private static final LabelSelector SELECTOR = LabelSelector.ofLabels(Map.of("app", "x"));

    private final SimulatedTime time = new SimulatedTime();
    private final MemoryCluster cluster = new MemoryCluster(time);
    private final Simulation simulation = new Simulation(time, 1);
    private final Informers informers = simulation.add(new Informers(cluster, time));
    private final Resources<ServiceAccount> owners = cluster.resources(Kinds.SERVICE_ACCOUNT);
    private final Resources<ConfigMap> maps = cluster.resources(Kinds.CONFIG_MAP);
    private final OwnedObjects<ConfigMap> owned =
            new OwnedObjects<>(Kinds.SERVICE_ACCOUNT, owners, informers.of(Kinds.CONFIG_MAP), maps);

    @Test
    void adoptsOrphansThatMatch() throws Exception {
        ServiceAccount owner = owner("one");
        map("mine", "x");
        map("other", "y");
        simulation.settle();

        assertThat(owned.claim(owner.metadata(), SELECTOR)).hasSize(1);
        assertThat(controllerOf("mine")).isEqualTo(owner.metadata().uid());
        assertThat(controllerOf("other")).isNull();
    }

    @Test
    void leavesWhatAnotherOneManages() throws Exception {
        ServiceAccount first = owner("one");
        map("mine", "x");
        simulation.settle();
        owned.claim(first.metadata(), SELECTOR);
        simulation.settle();

        assertThat(owned.claim(owner("two").metadata(), SELECTOR)).isEmpty();
    }

    @Test
    void releasesWhatMatchesNoLonger() throws Exception {
        ServiceAccount owner = owner("one");
        map("mine", "x");
        simulation.settle();
        owned.claim(owner.metadata(), SELECTOR);
        var labels = Json.object();
        labels.putObject("labels").put("app", "z");
        maps.patch(key("mine"), MergeChange.under("metadata", labels));
        simulation.settle();

        assertThat(owned.claim(owner.metadata(), SELECTOR)).isEmpty();
        assertThat(controllerOf("mine")).isNull();
    }

    @Test
    void doesNotAdoptForAnOwnerThatIsGone() throws Exception {
        ServiceAccount owner = owner("one");
        map("mine", "x");
        simulation.settle();
        owners.delete(owner.key(), DeleteOptions.background());

        assertThat(owned.claim(owner.metadata(), SELECTOR)).isEmpty();
        assertThat(controllerOf("mine")).isNull();
    }

    @Test
    void awaitsWhatWasCreatedAndDeletedButNotForEver() {
        Expectations expectations = new Expectations(time);
        expectations.expectCreation("owner", key("a"));
        expectations.expectDeletion("owner", "uid");
        expectations.settleCreation("owner", key("a"));
        assertThat(expectations.settled("owner")).isFalse();
        expectations.settleDeletion("owner", "uid");
        assertThat(expectations.settled("owner")).isTrue();

        expectations.expectCreation("owner", key("lost"));
        time.advance(Expectations.TIMEOUT.plus(Duration.ofSeconds(1)));
        assertThat(expectations.settled("owner")).isTrue();
    }

    private ServiceAccount owner(String name) {
        return owners.create(
                new ServiceAccount(ObjectMeta.named("default", name), List.of(), List.of(), null));
    }

    private void map(String name, String app) {
        ObjectMeta metadata = ObjectMeta.named("default", name).withLabels(Map.of("app", app));
        maps.create(new ConfigMap(metadata, Map.of(), Map.of(), null));
    }

    private @org.jspecify.annotations.Nullable String controllerOf(String name) {
        var controller = maps.find(key(name)).orElseThrow().metadata().controller();
        return controller == null ? null : controller.uid();
    }

    private static ObjectKey key(String name) {
        return new ObjectKey("default", name);
    }
}
