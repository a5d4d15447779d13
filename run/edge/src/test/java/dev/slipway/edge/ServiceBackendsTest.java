package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.proxy.Backend;
import dev.slipway.proxy.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServiceBackendsTest {
    private final SimulatedTime time = new SimulatedTime();
    private final SteeredShares shares = new SteeredShares();
    private final ServiceBackends backends =
            new ServiceBackends(time, EdgeConfig.Pace.defaults(), shares);
    private final ListedObjects objects = new ListedObjects();

    @Test
    void endpointsCarryTheRevisionOfTheirPods() {
        objects.service("shop", "a1", "b2").pod("a1", "one", true).pod("b2", "two", true);
        assertThat(endpoints())
                .containsExactly(
                        new Endpoint("10.0.0.1", 8080, "one", false),
                        new Endpoint("10.0.0.2", 8080, "two", false));
    }

    @Test
    void staleSliceCannotBringBackAPodThatIsGone() {
        objects.service("shop", "a1", "b2").pod("b2", "two", true);
        assertThat(endpoints()).extracting(Endpoint::address).containsExactly("10.0.0.2");
    }

    @Test
    void podOfTheSameNameIsNotThePodMeant() {
        objects.service("shop", "a1");
        objects.put("{kind: Pod, metadata: {name: a1, namespace: default, uid: other}}");
        assertThat(endpoints()).isEmpty();
    }

    @Test
    void podBeingDeletedDrains() {
        objects.service("shop", "a1", "b2").dyingPod("a1", "one").pod("b2", "two", true);
        assertThat(endpoints())
                .containsExactly(
                        new Endpoint("10.0.0.1", 8080, "one", true),
                        new Endpoint("10.0.0.2", 8080, "two", false));
    }

    @Test
    void podSaidToBeLeavingDrainsBeforeTheInformersKnow() {
        objects.service("shop", "a1", "b2").pod("a1", "one", true).pod("b2", "two", true);
        assertThat(endpoints(Set.of("uid-a1")).getFirst().draining()).isTrue();
    }

    @Test
    void podThatIsNotReadyAnyMoreIsLeftOutBeforeItsSliceSaysSo() {
        objects.service("shop", "a1", "b2").pod("a1", "one", false).pod("b2", "two", true);
        assertThat(endpoints()).extracting(Endpoint::address).containsExactly("10.0.0.2");
    }

    @Test
    void lastPodServesUntilItsSuccessorIsKnownButNotForLong() {
        objects.service("shop", "a1").pod("a1", "one", true);
        assertThat(endpoints()).hasSize(1);
        objects.dyingPod("a1", "one");
        assertThat(endpoints(Set.of("uid-a1")).getFirst().draining()).isFalse();
        assertThat(backends.anyInGrace()).isTrue();

        objects.pod("b2", "two", true).slice("shop", "a1", "b2");
        assertThat(endpoints(Set.of("uid-a1")))
                .extracting(Endpoint::draining)
                .containsExactly(true, false);
        assertThat(backends.anyInGrace()).isFalse();

        objects.dyingPod("b2", "two");
        assertThat(endpoints()).extracting(Endpoint::draining).contains(false);
        time.advance(Duration.ofSeconds(2));
        assertThat(endpoints()).extracting(Endpoint::draining).containsOnly(true);
    }

    @Test
    void selectorMayChangeWithoutAGap() {
        objects.service("shop", "a1").pod("a1", "one", true);
        assertThat(endpoints()).hasSize(1);
        objects.remove(Kinds.ENDPOINT_SLICE, "default", "shop");
        assertThat(endpoints()).extracting(Endpoint::address).containsExactly("10.0.0.1");
        objects.pod("b2", "two", true).slice("shop", "b2");
        assertThat(endpoints()).extracting(Endpoint::address).containsExactly("10.0.0.2");
    }

    @Test
    void crashedPodIsNotKept() {
        objects.service("shop", "a1").pod("a1", "one", true);
        assertThat(endpoints()).hasSize(1);
        objects.pod("a1", "one", false).slice("shop");
        assertThat(endpoints()).isEmpty();
    }

    @Test
    void unchangedServiceIsNotCompiledAnew() {
        objects.service("shop", "a1").pod("a1", "one", true);
        assertThat(endpoints()).isSameAs(endpoints());
        objects.pod("a1", "two", true);
        assertThat(endpoints().getFirst().revision()).isEqualTo("two");
    }

    @Test
    void sharesBecomeWeightsAndWhoIsNotNamedGetsNothing() {
        objects.service("shop", "a1", "b2").pod("a1", "one", true).pod("b2", "two", true);
        assertThat(backend().revisionWeights()).isEmpty();
        shares.divide(new ObjectKey("default", "shop"), Map.of("one", 100));
        assertThat(backend().revisionWeights()).isEqualTo(Map.of("one", 100, "two", 0));
        assertThat(backend()).isSameAs(backend());
        shares.divide(new ObjectKey("default", "shop"), Map.of("one", -5, "three", 200));
        assertThat(backend().revisionWeights()).isEqualTo(Map.of("one", 0, "two", 0, "three", 100));
        shares.divide(new ObjectKey("default", "shop"), Map.of());
        assertThat(backend().revisionWeights()).isEmpty();
    }

    private Backend backend() {
        return Objects.requireNonNull(
                backends.of(objects.services().getFirst(), objects, Set.of()).get(80));
    }

    private List<Endpoint> endpoints() {
        return endpoints(Set.of());
    }

    private List<Endpoint> endpoints(Set<String> leaving) {
        var found = backends.of(objects.services().getFirst(), objects, leaving).get(80);
        return found == null ? List.of() : found.endpoints();
    }
}
