package dev.slipway.rollout;

import dev.slipway.model.kinds.Rollout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which operations of `plugin` steps there are to be at a position. Pure.
///
/// - The step that the update is at runs.
/// - One that runs while somebody promotes past it is terminated.
/// - Those that ran, or still do, are aborted with the update: the last first, one after the other.
final class PluginSteps {
    private PluginSteps() {}

    /// The operations of this update: those there are, and the one that begins now.
    static List<PluginStatus> of(Scene scene) {
        List<PluginStatus> known = new ArrayList<>();
        for (PluginStatus status : scene.plugins()) {
            if (belongs(scene, status)) {
                known.add(status);
            }
        }
        PluginStatus next = next(scene, known);
        if (next != null) {
            known.add(next);
        }
        return known;
    }

    /// Operations to be called now or later: that of the step, or what ends one.
    static List<PluginStatus> open(Scene scene) {
        return of(scene).stream()
                .filter(status -> !status.isFinished())
                .filter(status -> !status.is(PluginStatus.RUN) || isAt(scene, status))
                .toList();
    }

    /// When the next call after this moment is due, or null.
    static @Nullable Instant due(Scene scene) {
        return open(scene).stream()
                .map(PluginStatus::due)
                .filter(due -> due != null && due.isAfter(scene.now()))
                .min(Instant::compareTo)
                .orElse(null);
    }

    /// How the step that the update is at goes, or null.
    static @Nullable PluginStatus current(Scene scene) {
        for (PluginStatus status : of(scene)) {
            if (status.is(PluginStatus.RUN) && isAt(scene, status)) {
                return status;
            }
        }
        return null;
    }

    static @Nullable String abortReason(Scene scene) {
        PluginStatus status = current(scene);
        if (status == null || !status.hasFailed()) {
            return null;
        }
        String message = status.message() == null ? "" : ": " + status.message();
        return "Step plugin " + status.name() + " phase error/failed" + message;
    }

    private static @Nullable PluginStatus next(Scene scene, List<PluginStatus> known) {
        Position position = scene.position();
        if (position.aborted()) {
            return ending(known, PluginStatus.ABORT, scene);
        }
        Rollout.Step step = CanaryPlan.step(scene);
        if (step == null || step.plugin() == null) {
            return ending(known, PluginStatus.TERMINATE, scene);
        }
        String name = Objects.requireNonNullElse(step.plugin().name(), "");
        boolean waits = scene.held() || !position.pauses().isEmpty();
        boolean runs = known.stream().anyMatch(s -> s.is(PluginStatus.RUN) && isAt(scene, s));
        return waits || runs
                ? null
                : PluginStatus.begun(
                        position.index(),
                        name,
                        PluginStatus.RUN,
                        RunOrder.experimentName(scene, position.index()),
                        scene.now());
    }

    /// The next operation that ends what ran; null if nothing is left to end, or one is under way.
    private static @Nullable PluginStatus ending(
            List<PluginStatus> known, String operation, Scene scene) {
        for (PluginStatus run : known.reversed()) {
            boolean concerned =
                    run.is(PluginStatus.RUN)
                            && (!run.isFinished()
                                    || (run.isSuccessful()
                                            && operation.equals(PluginStatus.ABORT)));
            if (!concerned) {
                continue;
            }
            PluginStatus end = find(known, operation, run);
            if (end == null) {
                return PluginStatus.begun(
                        Objects.requireNonNullElse(run.index(), 0),
                        Objects.requireNonNullElse(run.name(), ""),
                        operation,
                        Objects.requireNonNullElse(run.id(), ""),
                        scene.now());
            }
            if (!end.isFinished()) {
                return null;
            }
        }
        return null;
    }

    private static @Nullable PluginStatus find(
            List<PluginStatus> known, String operation, PluginStatus run) {
        for (PluginStatus status : known) {
            if (status.is(operation) && Objects.equals(status.id(), run.id())) {
                return status;
            }
        }
        return null;
    }

    private static boolean isAt(Scene scene, PluginStatus status) {
        Rollout.Step step = CanaryPlan.step(scene);
        return step != null
                && step.plugin() != null
                && !scene.position().aborted()
                && Objects.equals(status.index(), scene.position().index());
    }

    /// Of this version, and while it is being brought in of this attempt at it.
    private static boolean belongs(Scene scene, PluginStatus status) {
        int index = Objects.requireNonNullElse(status.index(), 0);
        String id = Objects.requireNonNullElse(status.id(), "");
        boolean exactly = scene.position().isUpdating() && !scene.position().aborted();
        String wanted = RunOrder.experimentName(scene, index);
        String first = RunOrder.firstName(scene, index);
        return id.equals(wanted) || (!exactly && (id.equals(first) || id.startsWith(first + ".")));
    }
}
