package dev.slipway.server;

import dev.slipway.evidence.ReleaseViews;
import dev.slipway.rollout.RolloutController;

/// What brings new versions in: each of `ship`'s capabilities, joined to the rest of the server.
record Shipping(RolloutController rollouts) {

    /// To be made before the informers start.
    static Shipping make(ShippingGround ground) {
        return new Shipping(
                new RolloutController(
                        ground.cluster("rollouts", Rights.ofRollout()),
                        ground.informers(),
                        ground.traffic(),
                        ground.time()));
    }

    void start(Started started) {
        started.add(rollouts).start();
    }

    ReleaseViews views() {
        return rollouts.views();
    }
}
