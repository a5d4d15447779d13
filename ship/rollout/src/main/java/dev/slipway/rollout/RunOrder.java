package dev.slipway.rollout;

import dev.slipway.model.kinds.Rollout;

/// An analysis that is to run now. `step` is the step it belongs to, where it is one.
record RunOrder(Purpose purpose, int step, Rollout.Analysis analysis) {

    /// What a run is for; `type` is the value of its label.
    enum Purpose {
        BACKGROUND("Background", ""),
        STEP("Step", ""),
        PRE_PROMOTION("PrePromotion", "-pre"),
        POST_PROMOTION("PostPromotion", "-post");

        final String type;
        private final String suffix;

        Purpose(String type, String suffix) {
            this.type = type;
            this.suffix = suffix;
        }
    }

    static RunOrder background(Rollout.Analysis analysis) {
        return new RunOrder(Purpose.BACKGROUND, -1, analysis);
    }

    static RunOrder step(int step, Rollout.Analysis analysis) {
        return new RunOrder(Purpose.STEP, step, analysis);
    }

    static RunOrder prePromotion(Rollout.Analysis analysis) {
        return new RunOrder(Purpose.PRE_PROMOTION, -1, analysis);
    }

    static RunOrder postPromotion(Rollout.Analysis analysis) {
        return new RunOrder(Purpose.POST_PROMOTION, -1, analysis);
    }

    /// The name follows from what the run is for, so that starting it twice is impossible; each
    /// attempt at an update has runs of its own.
    String name(Scene scene) {
        String end = purpose == Purpose.STEP ? "-" + step : purpose.suffix;
        return baseName(scene) + end + attempt(scene);
    }

    /// The name of the experiment of a step.
    static String experimentName(Scene scene, int step) {
        return baseName(scene) + "-" + step + attempt(scene);
    }

    /// The same of the first attempt.
    static String firstName(Scene scene, int step) {
        return baseName(scene) + "-" + step;
    }

    private static String baseName(Scene scene) {
        return scene.rollout().key().name()
                + "-"
                + scene.position().podHash()
                + "-"
                + RolloutReplicaSets.revision(scene.sets().current());
    }

    private static String attempt(Scene scene) {
        int attempt = scene.position().attempt();
        return attempt == 0 ? "" : "." + attempt;
    }
}
