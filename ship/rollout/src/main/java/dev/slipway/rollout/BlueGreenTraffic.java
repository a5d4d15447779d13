package dev.slipway.rollout;

/// Switches the two services of a blue-green release. Thread-safe.
final class BlueGreenTraffic {
    private final RolloutServices services;
    private final RolloutEvents events;

    BlueGreenTraffic(RolloutServices services, RolloutEvents events) {
        this.services = services;
        this.events = events;
    }

    /// Brings the active service back to the stable version where it reaches anything else that was
    /// not approved, as soon as that version can take the traffic.
    void withdraw(Scene scene) {
        Position position = scene.position();
        if (!position.isUpdating()) {
            return;
        }
        boolean approved = BlueGreenSteps.isSwitched(scene) && !position.aborted();
        if (!approved && stableCanCarry(scene)) {
            select(scene, scene.routing().stable(), position.stableHash());
        }
    }

    /// After a version went bad late, the one before may have to get its pods back first.
    private static boolean stableCanCarry(Scene scene) {
        var stable = scene.sets().stable();
        Strategy.Outlook outlook = BlueGreenStrategy.outlookOf(scene);
        return stable != null && Scene.available(stable) >= Math.min(1, outlook.availableMin());
    }

    /// The preview service reaches the new version from when it has a pod; the active service when
    /// it may be switched.
    void extend(Scene scene) {
        Position position = scene.position();
        boolean anyPod = Scene.available(scene.sets().current()) > 0 || scene.replicas() == 0;
        if (anyPod && !position.aborted()) {
            select(scene, scene.routing().canary(), position.podHash());
        }
        if (position.aborted() && Scene.wanted(scene.sets().current()) == 0) {
            select(scene, scene.routing().canary(), position.stableHash());
        }
        if (BlueGreenSteps.maySwitch(scene)) {
            select(scene, scene.routing().stable(), position.podHash());
        }
    }

    private void select(Scene scene, Scene.ServiceState service, String hash) {
        if (service.exists() && !service.selectedHash().equals(hash)) {
            services.select(scene.rollout(), service.name(), hash);
            events.switched(scene.rollout(), service.name(), hash);
        }
    }
}
