package dev.slipway.rollout;

import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides how many pods each ReplicaSet is to have now, and until when one that is not needed any
/// more stays. Pure.
final class Scaling {
    /// On a ReplicaSet: when it goes to 0.
    static final String DEADLINE = "scale-down-deadline";

    private static final Duration DELAY_DEFAULT = Duration.ofSeconds(30);

    private Scaling() {}

    /// The size for a set, and its deadline (null: none).
    record Order(ReplicaSet set, int replicas, @Nullable Instant deadline) {
        boolean changesReplicas() {
            return Scene.wanted(set) != replicas;
        }

        boolean changesDeadline() {
            Instant before = Scaling.deadline(set);
            return before == null ? deadline != null : !before.equals(deadline);
        }
    }

    static List<Order> orders(Scene scene) {
        return scene.routing().splits() ? byWeight(scene) : byRatio(scene);
    }

    static @Nullable Instant deadline(ReplicaSet set) {
        String text = set.metadata().annotations().get(DEADLINE);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException _) {
            return null;
        }
    }

    /// How long a version stays that no traffic goes to any more.
    private static Duration delayAfterPromotion(Scene scene) {
        Rollout.Canary canary = scene.canary();
        return seconds(canary == null ? null : canary.scaleDownDelaySeconds());
    }

    private static Duration seconds(@Nullable Integer seconds) {
        return seconds == null ? DELAY_DEFAULT : Duration.ofSeconds(seconds);
    }

    private static List<Order> byWeight(Scene scene) {
        List<Order> orders = new ArrayList<>();
        ReplicaSet current = scene.sets().current();
        ReplicaSet stable = scene.sets().stable();
        orders.add(currentByWeight(scene, current));
        if (stable != null && scene.position().isUpdating()) {
            orders.add(new Order(stable, scene.replicas(), null));
        }
        for (ReplicaSet other : scene.sets().others()) {
            orders.add(leftOver(scene, other));
        }
        return orders;
    }

    private static Order currentByWeight(Scene scene, ReplicaSet current) {
        Position position = scene.position();
        if (!position.isUpdating()) {
            return new Order(current, scene.replicas(), null);
        }
        if (position.aborted()) {
            return aborted(scene, current);
        }
        Integer actual = scene.routing().weight();
        int weight = Math.max(scene.weightWanted(), actual == null ? 0 : actual);
        return new Order(current, Sizes.forWeight(scene.replicas(), weight), null);
    }

    /// The traffic goes first; the pods follow after a delay, so that what went wrong can be seen.
    private static Order aborted(Scene scene, ReplicaSet current) {
        Integer actual = scene.routing().weight();
        Rollout.Canary canary = scene.canary();
        Integer seconds = canary == null ? null : canary.abortScaleDownDelaySeconds();
        boolean never = seconds != null && seconds == 0;
        if (Scene.wanted(current) == 0 || never || (actual != null && actual > 0)) {
            return new Order(current, Scene.wanted(current), null);
        }
        return until(scene, current, seconds(seconds));
    }

    private static Order until(Scene scene, ReplicaSet set, Duration delay) {
        Instant deadline = deadline(set);
        if (deadline == null) {
            // Annotations carry whole seconds.
            deadline = Instant.ofEpochSecond(scene.now().plus(delay).getEpochSecond());
        }
        boolean over = !scene.now().isBefore(deadline);
        return new Order(set, over ? 0 : Scene.wanted(set), over ? null : deadline);
    }

    private static Order leftOver(Scene scene, ReplicaSet other) {
        Integer actual = scene.routing().weight();
        boolean getsTraffic =
                actual != null
                        && actual > 0
                        && scene.routing().canary().selectedHash().equals(Scene.hash(other));
        if (getsTraffic || Scene.wanted(other) == 0) {
            return new Order(other, Scene.wanted(other), null);
        }
        return until(scene, other, delayAfterPromotion(scene));
    }

    /// Without a route the numbers of pods are the weights. All sets together stay between the
    /// limits that `maxSurge` and `maxUnavailable` draw; one set moves at a time of which the
    /// others then know.
    private static List<Order> byRatio(Scene scene) {
        int replicas = scene.replicas();
        boolean updating = scene.position().isUpdating();
        int weight = updating ? scene.weightWanted() : 100;
        List<Wish> wishes = new ArrayList<>();
        for (ReplicaSet other : scene.sets().others()) {
            wishes.add(new Wish(other, 0));
        }
        ReplicaSet stable = scene.sets().stable();
        if (stable != null && updating) {
            wishes.add(new Wish(stable, Sizes.stableByRatio(replicas, weight)));
        }
        wishes.add(new Wish(scene.sets().current(), Sizes.canaryByRatio(replicas, weight)));
        return steps(scene, wishes);
    }

    private static List<Order> steps(Scene scene, List<Wish> wishes) {
        int replicas = scene.replicas();
        List<ReplicaSet> all = scene.sets().all();
        int total = Scene.sum(all, Scene::wanted);
        int available = Scene.sum(all, s -> Math.min(Scene.available(s), Scene.wanted(s)));
        int surge =
                Math.max(Sizes.maxSurge(scene.canary(), replicas), mustOverlap(wishes, replicas));
        Sizes.Room room =
                new Sizes.Room(
                        replicas + surge,
                        replicas - Sizes.maxUnavailable(scene.canary(), replicas));
        List<Order> orders = new ArrayList<>();
        for (Wish wish : wishes) {
            int has = Scene.wanted(wish.set);
            int ready = Math.min(Scene.available(wish.set), has);
            int gets = room.step(has, ready, wish.wants, total, available);
            total += gets - has;
            available -= Math.max(0, ready - gets);
            orders.add(new Order(wish.set, gets, null));
        }
        return orders;
    }

    /// A single replica shares its traffic only while there are two.
    private static int mustOverlap(List<Wish> wishes, int replicas) {
        return Math.max(0, wishes.stream().mapToInt(Wish::wants).sum() - replicas);
    }

    private record Wish(ReplicaSet set, int wants) {}
}
