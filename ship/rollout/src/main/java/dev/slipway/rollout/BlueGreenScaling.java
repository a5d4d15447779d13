package dev.slipway.rollout;

import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Decides how many pods each version of a blue-green release is to have now. The stable version
/// keeps all of its pods until another one is it; then, and after giving up, pods stay for a delay
/// so that going back is a matter of one switch. Pure.
final class BlueGreenScaling {
    private BlueGreenScaling() {}

    static List<Scaling.Order> orders(Scene scene) {
        List<Scaling.Order> orders = new ArrayList<>();
        orders.add(current(scene, scene.sets().current()));
        ReplicaSet stable = scene.sets().stable();
        if (stable != null && scene.position().isUpdating()) {
            orders.add(new Scaling.Order(stable, scene.replicas(), null));
        }
        int delayed = 0;
        for (ReplicaSet other : newestFirst(scene.sets().others())) {
            boolean kept = Scene.wanted(other) > 0 && delayed < delayedMax(scene);
            orders.add(leftOver(scene, other, kept));
            delayed += kept ? 1 : 0;
        }
        return orders;
    }

    private static List<ReplicaSet> newestFirst(List<ReplicaSet> sets) {
        return sets.stream()
                .sorted(Comparator.comparingLong(RolloutReplicaSets::revision).reversed())
                .toList();
    }

    private static int delayedMax(Scene scene) {
        Integer limit = BlueGreenSteps.of(scene.rollout()).scaleDownDelayRevisionLimit();
        return limit == null ? Integer.MAX_VALUE : limit;
    }

    private static Scaling.Order current(Scene scene, ReplicaSet current) {
        Position position = scene.position();
        if (BlueGreenSteps.isStillThere(scene)) {
            // Stays as it is until the status says so: its deadline is how that is known.
            return new Scaling.Order(current, Scene.wanted(current), Scaling.deadline(current));
        }
        if (!position.aborted()) {
            return new Scaling.Order(current, BlueGreenSteps.previewSize(scene), null);
        }
        Integer seconds = BlueGreenSteps.of(scene.rollout()).abortScaleDownDelaySeconds();
        boolean never = seconds != null && seconds == 0;
        if (Scene.wanted(current) == 0 || never || getsTraffic(scene, current)) {
            return new Scaling.Order(current, Scene.wanted(current), null);
        }
        return Scaling.until(scene, current, Scaling.delay(seconds));
    }

    /// The traffic goes first.
    private static boolean getsTraffic(Scene scene, ReplicaSet set) {
        return scene.routing().stable().selectedHash().equals(Scene.hash(set));
    }

    private static Scaling.Order leftOver(Scene scene, ReplicaSet other, boolean kept) {
        if (getsTraffic(scene, other) || Scene.wanted(other) == 0) {
            return new Scaling.Order(other, Scene.wanted(other), null);
        }
        if (!kept) {
            return new Scaling.Order(other, 0, null);
        }
        Rollout.BlueGreen blueGreen = BlueGreenSteps.of(scene.rollout());
        return Scaling.until(scene, other, Scaling.delay(blueGreen.scaleDownDelaySeconds()));
    }
}
