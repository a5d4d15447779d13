package dev.slipway.server;

import dev.slipway.controller.Informers;
import dev.slipway.edge.Edge;
import dev.slipway.evidence.ReleaseViews;
import dev.slipway.http.Mount;
import dev.slipway.record.ReleaseRecorder;
import dev.slipway.rollout.RolloutController;
import java.util.List;

/// What brings new versions in: each of `ship`'s capabilities, joined to the rest of the server.
record Shipping(RolloutController rollouts, ReleaseRecorder records) {

    /// To be made before the informers start.
    static Shipping make(Foundation ground, Informers informers, Edge edge) {
        RolloutController rollouts =
                new RolloutController(
                        ground.cluster("rollouts", Rights.ofRollout()),
                        informers,
                        new EdgeTraffic(edge.figures()),
                        ground.time());
        return new Shipping(rollouts, Recording.recorder(ground, informers, rollouts.views()));
    }

    void start(Started started) {
        started.add(rollouts).start();
        started.add(records).start();
    }

    ReleaseViews views() {
        return rollouts.views();
    }

    /// What is beside the console on its door.
    List<Mount> mounts() {
        return List.of(records.mount());
    }
}
