package dev.slipway.server;

import dev.slipway.config.ConfigKeeper;
import dev.slipway.evidence.ReleaseViews;
import dev.slipway.gate.DeploymentGate;
import dev.slipway.http.Mount;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.record.ReleaseRecorder;
import dev.slipway.release.ReleaseController;
import dev.slipway.rollout.RolloutController;
import dev.slipway.workloads.Releasing;
import dev.slipway.workloads.RevisionGate;
import dev.slipway.workloads.RunningTemplates;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What brings new versions in, here as in somebody else's cluster: each of `ship`'s capabilities,
/// joined to the others and to what they stand on. Only where the Deployments are carried out here,
/// too, is there a gate for them.
record Shipping(
        RolloutController rollouts,
        @Nullable DeploymentGate gate,
        KeptConfig config,
        @Nullable ReleaseController releases,
        ReleaseRecorder records) {

    /// To be made before the informers start. `shares` are those that the edge goes by; null where
    /// Deployments are not ours to guard.
    static Shipping make(ShippingGround ground, @Nullable GuardedShares shares) {
        DeploymentGate gate = shares == null ? null : guard(ground, shares);
        ConfigKeeper config =
                new ConfigKeeper(
                        ground.cluster("config", Rights.ofConfig()),
                        ground.informers(),
                        ground.time());
        RolloutController rollouts =
                new RolloutController(
                        ground.cluster("rollouts", Rights.ofRollout()),
                        ground.informers(),
                        ground.traffic(),
                        null,
                        config,
                        ground.time());
        ReleaseController releases =
                ground.serves().test(Kinds.RELEASE)
                        ? new ReleaseController(
                                ground.cluster("releases", Rights.ofReleases()),
                                ground.informers(),
                                ground.time())
                        : null;
        return new Shipping(
                rollouts,
                gate,
                new KeptConfig(
                        config, new KeptTemplates(config, ground.informers(), ground.time())),
                releases,
                Recording.recorder(ground, views(rollouts, gate)));
    }

    private static DeploymentGate guard(ShippingGround ground, GuardedShares shares) {
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
        started.add(config.keeper()).start();
        started.add(rollouts).start();
        if (releases != null) {
            started.add(releases).start();
        }
        started.add(records).start();
    }

    /// What the Deployment controller asks.
    Releasing releasing() {
        return new Releasing(
                gate == null ? RevisionGate.open() : new GuardedDeployments(gate),
                gate == null ? RunningTemplates.asWritten() : config.templates());
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
