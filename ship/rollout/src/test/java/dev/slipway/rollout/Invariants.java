package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.HttpRoute;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.RolloutStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What must hold of the rollout `shop` at every moment, whatever happens to it.
final class Invariants {
    private final ReleaseWorld world;
    private final int total;
    private final boolean shrinks;

    /// How far each attempt at each version has come.
    private final Map<String, Integer> steps = new HashMap<>();

    Invariants(ReleaseWorld world, int total, boolean shrinks) {
        this.world = world;
        this.total = total;
        this.shrinks = shrinks;
    }

    /// After each write of the controller.
    void holdAtEachWrite() {
        Rollout shop = world.cluster.resources(Kinds.ROLLOUT).find(ReleaseWorld.SHOP).orElse(null);
        if (shop == null || shop.status().stableRS() == null) {
            return;
        }
        HttpRoute route =
                world.cluster.resources(Kinds.HTTP_ROUTE).find(ReleaseWorld.SHOP).orElse(null);
        if (route != null) {
            weightsAddUp(route);
            trafficReachesPods(route);
        }
        stepsGoForward(shop.status());
    }

    private void weightsAddUp(HttpRoute route) {
        for (HttpRoute.Rule rule : route.spec().rules()) {
            if (rule.backendRefs().size() == 2) {
                assertThat(sum(rule)).as("weights of " + rule).isEqualTo(total);
            }
        }
    }

    private static int sum(HttpRoute.Rule rule) {
        return rule.backendRefs().stream()
                .mapToInt(HttpRoute.BackendReference::effectiveWeight)
                .sum();
    }

    /// Whatever has weight selects a version that has an available pod.
    private void trafficReachesPods(HttpRoute route) {
        for (HttpRoute.Rule rule : route.spec().rules()) {
            for (HttpRoute.BackendReference backend : rule.backendRefs()) {
                if (backend.effectiveWeight() > 0) {
                    String hash = world.selectedBy(backend.name());
                    assertThat(available(hash))
                            .as("available pods of %s behind %s", hash, backend.name())
                            .isPositive();
                }
            }
        }
    }

    private int available(String hash) {
        return world.sets().stream()
                .filter(set -> Scene.hash(set).equals(hash))
                .mapToInt(Scene::available)
                .sum();
    }

    /// No step is gone back to or taken twice within an attempt.
    private void stepsGoForward(RolloutStatus status) {
        Integer index = status.currentStepIndex();
        boolean begins = status.abortedAt() != null;
        if (index == null || status.aborted() || begins) {
            return;
        }
        String attempt =
                status.currentPodHash()
                        + " "
                        + status.attempt()
                        + " "
                        + status.stableRS()
                        + " "
                        + world.shop().metadata().annotations().get(Rollout.REVISION);
        Integer before = steps.put(attempt, index);
        assertThat(index)
                .as("step of attempt " + attempt)
                .isGreaterThanOrEqualTo(before == null ? 0 : before);
    }

    /// Whenever everybody has done what there is to do for the moment.
    void holdAtRest() {
        Rollout shop = world.shop();
        RolloutStatus status = shop.status();
        everyPodIsOwned();
        if (status.stableRS() == null) {
            return;
        }
        boolean updating = !status.stableRS().equals(status.currentPodHash());
        ReplicaSet stable = find(status.stableRS());
        if (!shrinks) {
            assertThat(Scene.wanted(stable))
                    .as("pods of the stable version")
                    .isGreaterThanOrEqualTo(shop.spec().replicasWanted());
        }
        boolean up = Scene.available(stable) >= shop.spec().replicasWanted();
        if (updating && status.aborted() && up) {
            String gone = Objects.requireNonNull(status.currentPodHash());
            assertThat(reached()).as("versions with traffic").doesNotContain(gone);
        }
    }

    /// The versions that requests get to.
    private Set<String> reached() {
        Set<String> reached = new HashSet<>();
        world.cluster
                .resources(Kinds.HTTP_ROUTE)
                .find(ReleaseWorld.SHOP)
                .ifPresent(route -> {
                    for (HttpRoute.Rule rule : route.spec().rules()) {
                        for (HttpRoute.BackendReference backend : rule.backendRefs()) {
                            if (backend.effectiveWeight() > 0) {
                                reached.add(world.selectedBy(backend.name()));
                            }
                        }
                    }
                });
        return reached;
    }

    private ReplicaSet find(String hash) {
        return world.sets().stream()
                .filter(set -> Scene.hash(set).equals(hash))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No ReplicaSet of " + hash));
    }

    private void everyPodIsOwned() {
        List<ObjectKey> sets = world.sets().stream().map(ReplicaSet::key).toList();
        for (Pod pod : world.all(Kinds.POD)) {
            var owner = pod.metadata().controller();
            assertThat(owner).as("owner of " + pod.key()).isNotNull();
            if (owner != null && !pod.metadata().isBeingDeleted()) {
                assertThat(sets).contains(new ObjectKey(pod.key().namespace(), owner.name()));
            }
        }
    }
}
