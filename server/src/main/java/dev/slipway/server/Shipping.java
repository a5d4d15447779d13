package dev.slipway.server;

import dev.slipway.controller.Informers;
import dev.slipway.edge.Edge;
import dev.slipway.evidence.ReleaseViews;
import dev.slipway.gate.DeploymentGate;
import dev.slipway.http.Mount;
import dev.slipway.record.ReleaseRecorder;
import dev.slipway.rollout.RolloutController;
import dev.slipway.workloads.Releasing;
import dev.slipway.workloads.RunningTemplates;
import java.util.List;

/// What brings new versions in: each of `ship`'s capabilities, joined to the rest of the server.
record Shipping(RolloutController rollouts, DeploymentGate gate, ReleaseRecorder records) {

    /// To be made before the informers start. `shares` are those that the edge goes by.
    static Shipping make(
            Foundation ground, Informers informers, Edge edge, GuardedShares shares) {
        EdgeTraffic traffic = new EdgeTraffic(edge.figures());
        DeploymentGate gate =
                new DeploymentGate(
                        ground.cluster("guard", Rights.ofGuard()),
                        informers,
                        traffic,
                        ground.time());
        shares.follow(gate);
        RolloutController rollouts =
                new RolloutController(
                        ground.cluster("rollouts", Rights.ofRollout()),
                        informers,
                        traffic,
                        ground.time());
        AllReleases views = new AllReleases(rollouts.views(), gate.views());
        return new Shipping(rollouts, gate, Recording.recorder(ground, informers, views));
    }

    void start(Started started) {
        started.add(gate).start();
        started.add(rollouts).start();
        started.add(records).start();
    }

    /// What the Deployment controller asks.
    Releasing releasing() {
        return new Releasing(new GuardedDeployments(gate), RunningTemplates.asWritten());
    }

    ReleaseViews views() {
        return new AllReleases(rollouts.views(), gate.views());
    }

    /// What is beside the console on its door.
    List<Mount> mounts() {
        return List.of(records.mount());
    }
}
