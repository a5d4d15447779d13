package dev.slipway.record;

import dev.slipway.model.Ages;
import dev.slipway.model.kinds.ReleaseRecord.ReleaseRecordSpec;
import dev.slipway.model.kinds.ReleaseRecord.Version;
import dev.slipway.model.kinds.ReleaseRecordStatus.Analysis;
import dev.slipway.model.kinds.ReleaseRecordStatus.Guarded;
import dev.slipway.model.kinds.ReleaseRecordStatus.Steering;
import dev.slipway.model.kinds.ReleaseRecordStatus.Step;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is told to people, in one place so that it can be read as prose. Pure.
final class Sentences {
    private Sentences() {}

    static String updated(ReleaseRecordSpec release) {
        Version from = release.from();
        String images =
                from == null || Versions.images(from).equals(Versions.images(release.to()))
                        ? Versions.images(release.to())
                        : Versions.images(from) + " → " + Versions.images(release.to());
        String by = release.who() == null ? "" : " by " + release.who();
        return from == null
                ? subject(release) + " is deployed" + by + ": " + images
                : subject(release)
                        + " is updated to revision "
                        + release.revision()
                        + by
                        + (release.backTo() == null
                                ? ""
                                : ", going back to revision " + release.backTo())
                        + ": "
                        + images;
    }

    static String step(ReleaseRecordSpec release, Step step, int count) {
        return "%s revision %d completed step %d/%d (%s)"
                .formatted(
                        subject(release),
                        release.revision(),
                        step.index() + 1,
                        count,
                        step.action());
    }

    static String paused(ReleaseRecordSpec release, String reason) {
        return subject(release) + " revision " + release.revision() + " waits: " + reason;
    }

    static String promoted(ReleaseRecordSpec release, @Nullable Steering steering) {
        boolean byPerson = steering != null && steering.action().startsWith("promote");
        return subject(release)
                + " revision "
                + release.revision()
                + " has all traffic"
                + (byPerson && steering != null ? ", promoted by " + steering.by() : "");
    }

    /// Why it was aborted; a person is named if it was one.
    static String aborted(String reason, @Nullable Steering steering) {
        boolean byPerson = steering != null && steering.action().equals("abort");
        return byPerson && steering != null
                ? reason + " (aborted by " + steering.by() + ")"
                : reason;
    }

    static String gaveUp(ReleaseRecordSpec release, String reason) {
        return subject(release) + " revision " + release.revision() + " was aborted: " + reason;
    }

    static String wentBack(ReleaseRecordSpec release, String reason) {
        return subject(release)
                + " went back from revision "
                + release.revision()
                + " after it had all traffic: "
                + reason;
    }

    static String refused(ReleaseRecordSpec release, Guarded guard) {
        return subject(release)
                + " revision "
                + release.revision()
                + " is refused by the guard: "
                + guard.sentence();
    }

    static String littleTraffic(ReleaseRecordSpec release, Guarded guard) {
        return subject(release)
                + " revision "
                + release.revision()
                + " gets too little traffic to be judged: "
                + guard.sentence();
    }

    static String analysis(ReleaseRecordSpec release, Analysis analysis) {
        String message = analysis.message() == null ? "" : ": " + analysis.message();
        return subject(release)
                + " revision "
                + release.revision()
                + ": AnalysisRun "
                + analysis.name()
                + " is "
                + analysis.phase()
                + message;
    }

    static String scaled(
            ReleaseRecordSpec release, Map<String, Integer> before, Map<String, Integer> after) {
        return "%s revision %d is scaled from %d to %d pods, the version before from %d to %d"
                .formatted(
                        subject(release),
                        release.revision(),
                        before.getOrDefault("to", 0),
                        after.getOrDefault("to", 0),
                        before.getOrDefault("from", 0),
                        after.getOrDefault("from", 0));
    }

    static String superseded(ReleaseRecordSpec by) {
        return "revision " + by.revision() + " came" + by(by);
    }

    static String undone(ReleaseRecordSpec by) {
        return "the version before was made the wanted one again" + by(by);
    }

    static String rolledBack(ReleaseRecordSpec by) {
        return "revision " + by.revision() + " went back to revision " + by.backTo() + by(by);
    }

    static String gone(ReleaseRecordSpec release) {
        return subject(release) + " was deleted";
    }

    static String lost(String recipient, Duration tried, String error) {
        return "A message to "
                + recipient
                + " was given up after "
                + Ages.describe(tried)
                + ": "
                + error;
    }

    private static String by(ReleaseRecordSpec release) {
        return release.who() == null ? "" : " by " + release.who();
    }

    private static String subject(ReleaseRecordSpec release) {
        return release.workload().kind() + " " + release.workload().name();
    }
}
