package dev.slipway.server;

import dev.slipway.controller.Informers;
import dev.slipway.edge.Edge;
import dev.slipway.evidence.ReleaseViews;
import dev.slipway.rollout.RolloutController;

/// What brings new versions in: each of `ship`'s capabilities, joined to the rest of the server.
record Shipping(RolloutController rollouts) {

    /// To be made before the informers start.
    static Shipping make(Foundation ground, Informers informers, Edge edge) {
        return new Shipping(
                new RolloutController(
                        ground.cluster("rollouts", Rights.ofRollout()),
                        informers,
                        new EdgeTraffic(edge.figures()),
                        ground.time()));
    }

    void start(Started started) {
        started.add(rollouts).start();
    }

    ReleaseViews views() {
        return rollouts.views();
    }
}
