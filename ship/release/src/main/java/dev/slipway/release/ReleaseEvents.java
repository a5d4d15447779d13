package dev.slipway.release;

import dev.slipway.controller.EventRecorder;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Release;
import dev.slipway.model.kinds.Release.Attempt;
import dev.slipway.model.kinds.Release.Outcome;
import org.jspecify.annotations.Nullable;

/// What happens to Releases, as Events. Thread-safe.
final class ReleaseEvents {
    private final EventRecorder recorder;

    ReleaseEvents(EventRecorder recorder) {
        this.recorder = recorder;
    }

    void begun(Release release, Attempt attempt, @Nullable Attempt last) {
        if (last == null || last.outcome() != Outcome.RUNNING) {
            normal(release, "ReleaseStarted", "Attempt %d begins".formatted(attempt.number()));
            return;
        }
        normal(
                release,
                "ReleaseSuperseded",
                "Attempt %d takes the place of attempt %d"
                        .formatted(attempt.number(), last.number()));
    }

    void moved(Release release, Course course, Attempt next) {
        Attempt before = course.attempt();
        if (next.outcome() == Outcome.PROMOTED) {
            normal(
                    release,
                    "ReleasePromoted",
                    "Attempt %d is complete: all members run what is wanted"
                            .formatted(next.number()));
        } else if (next.stage() != before.stage()) {
            normal(
                    release,
                    "ReleaseStageCompleted",
                    "All members are fine at stage %s (%d %%)"
                            .formatted(course.stageText(), course.current().weight()));
        }
    }

    void abandoning(Release release, String reason) {
        recorder.warning(Kinds.RELEASE, release, "ReleaseAbandoned", "Going back: " + reason);
    }

    void abandoned(Release release, Course course) {
        normal(
                release,
                "ReleaseWentBack",
                course.plan().reverts()
                        ? "Traffic, images and config are what they were"
                        : "The traffic is back, images and config stay for somebody to look at");
    }

    private void normal(Release release, String reason, String message) {
        recorder.normal(Kinds.RELEASE, release, reason, message);
    }
}
