package dev.slipway.server;

import dev.slipway.evidence.ReleaseViews;
import dev.slipway.gate.DeploymentGate;
import dev.slipway.http.Mount;
import dev.slipway.record.ReleaseRecorder;
import dev.slipway.rollout.RolloutController;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What brings new versions in, here as in somebody else's cluster: `ship`'s capabilities, joined
/// to each other and to what they stand on. Only where the Deployments are carried out here, too,
/// is there a gate for them.
record Shipping(
        RolloutController rollouts, @Nullable DeploymentGate gate, ReleaseRecorder records) {

    /// To be made before the informers start.
    static Shipping make(ShippingGround ground, @Nullable DeploymentGate gate) {
        RolloutController rollouts =
                new RolloutController(
                        ground.cluster("rollouts", Rights.ofRollout()),
                        ground.informers(),
                        ground.traffic(),
                        ground.time());
        return new Shipping(rollouts, gate, Recording.recorder(ground, views(rollouts, gate)));
    }

    /// The gate of Deployments, for which the edge divides Services by `shares`.
    static DeploymentGate gate(ShippingGround ground, GuardedShares shares) {
        DeploymentGate gate =
                new DeploymentGate(
                        ground.cluster("guard", Rights.ofGuard()),
                        ground.informers(),
                        ground.traffic(),
                        ground.time());
        shares.follow(gate);
        return gate;
    }

    void start(Started started) {
        if (gate != null) {
            started.add(gate).start();
        }
        started.add(rollouts).start();
        started.add(records).start();
    }

    ReleaseViews views() {
        return views(rollouts, gate);
    }

    private static ReleaseViews views(RolloutController rollouts, @Nullable DeploymentGate gate) {
        return gate == null ? rollouts.views() : new AllReleases(rollouts.views(), gate.views());
    }

    /// What is beside the console on its door.
    List<Mount> mounts() {
        return List.of(records.mount());
    }
}
