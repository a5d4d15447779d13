package dev.slipway.rollout;

import dev.slipway.model.kinds.RolloutStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the results of the analyses that are to run now mean: a failed one ends the update, one
/// without a clear result holds it until somebody decides. Pure.
final class RunVerdicts {
    static final String INCONCLUSIVE = "InconclusiveAnalysisRun";

    private static final String INCONCLUSIVE_EXPERIMENT = "InconclusiveExperiment";

    private RunVerdicts() {}

    /// Why the update has to be given up, or null.
    static @Nullable String abortReason(Scene scene, List<RunOrder> orders) {
        for (RunOrder order : orders) {
            Run run = scene.run(order.name(scene));
            if (run != null && run.hasFailed()) {
                String what =
                        switch (order.purpose()) {
                            case BACKGROUND -> "Background analysis";
                            case STEP -> "Step-based analysis";
                            case PRE_PROMOTION -> "Pre-promotion analysis";
                            case POST_PROMOTION -> "Post-promotion analysis";
                        };
                String message = run.message() == null ? "" : ": " + run.message();
                return what + " phase error/failed" + message;
            }
        }
        Run experiment = experiment(scene);
        if (experiment == null || !experiment.hasFailed()) {
            return PluginSteps.abortReason(scene);
        }
        String message = experiment.message() == null ? "" : ": " + experiment.message();
        return "Experiment phase error/failed" + message;
    }

    private static @Nullable Run experiment(Scene scene) {
        String name = CanaryPlan.experiment(scene);
        return name == null ? null : scene.experiment(name);
    }

    /// The position, paused if a result is not clear.
    static Position heldIfInconclusive(Scene scene, List<RunOrder> orders) {
        Position position = scene.position();
        for (RunOrder order : orders) {
            Run run = scene.run(order.name(scene));
            if (run != null && run.isInconclusive() && position.pauses().isEmpty()) {
                return position.paused(INCONCLUSIVE, scene.now());
            }
        }
        Run experiment = experiment(scene);
        boolean unclear = experiment != null && experiment.isInconclusive();
        // Once somebody has ended the pause, the update goes on.
        return unclear && position.pauses().isEmpty() && !position.controllerPause()
                ? position.paused(INCONCLUSIVE_EXPERIMENT, scene.now())
                : position;
    }

    /// The run for that purpose that is wanted as the status shows it; null if there is none.
    static RolloutStatus.@Nullable RunStatus status(
            Scene scene, List<RunOrder> orders, RunOrder.Purpose purpose) {
        return status(scene, orders, purpose, null);
    }

    /// The run for that purpose as the status shows it: the one that is wanted, and after an abort
    /// the one that was. Null if there is none.
    static RolloutStatus.@Nullable RunStatus status(
            Scene scene,
            List<RunOrder> orders,
            RunOrder.Purpose purpose,
            RolloutStatus.@Nullable RunStatus before) {
        for (RunOrder order : orders) {
            Run run = order.purpose() == purpose ? scene.run(order.name(scene)) : null;
            if (run != null) {
                return run.status();
            }
        }
        if (before == null || before.name() == null || !scene.position().aborted()) {
            return null;
        }
        Run run = scene.run(before.name());
        return run == null ? before : run.status();
    }
}
