package dev.slipway.gate;

import dev.slipway.controller.EventRecorder;
import dev.slipway.model.kinds.Kinds;

/// Tells people what happens to the versions of a Deployment. Thread-safe.
final class GateEvents {
    private final EventRecorder recorder;

    GateEvents(EventRecorder recorder) {
        this.recorder = recorder;
    }

    void moved(Scene scene, Version version, Progress next) {
        Progress before = version.progress();
        int share = before == null ? 0 : before.share();
        switch (next.phase()) {
            case SHIFTING -> {
                if (next.share() > share) {
                    shifted(scene, version, next.share());
                }
            }
            case WATCHED -> shifted(scene, version, next.share());
            case ACCEPTED -> {
                if (before != null && before.phase() == Progress.Phase.WATCHED) {
                    normal(
                            scene,
                            "RevisionAccepted",
                            "Revision " + version.revision() + " was watched and is no worse");
                }
            }
            case REFUSED -> refused(scene, version, next);
        }
    }

    private void shifted(Scene scene, Version version, int share) {
        normal(
                scene,
                "TrafficShifted",
                share + " % of the traffic goes to revision " + version.revision());
    }

    private void refused(Scene scene, Version version, Progress next) {
        Progress.Finding reason = next.reason();
        Version stable = scene.stable();
        recorder.warning(
                Kinds.DEPLOYMENT,
                scene.deployment(),
                "RevisionRefused",
                "Refused revision "
                        + version.revision()
                        + (stable == null ? "" : ", going back to revision " + stable.revision())
                        + ": "
                        + (reason == null ? "by request" : reason.sentence()));
    }

    private void normal(Scene scene, String reason, String message) {
        recorder.normal(Kinds.DEPLOYMENT, scene.deployment(), reason, message);
    }
}
