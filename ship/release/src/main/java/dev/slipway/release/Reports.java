package dev.slipway.release;

import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Release;
import dev.slipway.model.kinds.Release.Attempt;
import dev.slipway.model.kinds.Release.Outcome;
import dev.slipway.model.kinds.Release.PartState;
import dev.slipway.model.kinds.Release.ReleaseStatus;
import java.time.Instant;
import java.util.List;

/// The status of a Release. Pure.
final class Reports {
    private static final String HEALTHY = "Healthy";
    private static final String PROGRESSING = "Progressing";

    private Reports() {}

    static ReleaseStatus of(Course course) {
        Release release = course.plan().release();
        ReleaseStatus before = release.status();
        Attempt attempt = course.attempt();
        return new ReleaseStatus(
                course.phase(),
                course.message(),
                release.metadata().generation(),
                course.stageText(),
                attempt,
                course.members(),
                before.wanted(),
                before.before(),
                conditions(before.conditions(), attempt.outcome(), course.message(), course.now()));
    }

    static ReleaseStatus begun(
            Release release,
            Plan plan,
            Attempt attempt,
            List<PartState> wanted,
            List<PartState> before) {
        Course course = new Course(plan, attempt, List.of(), orEpoch(attempt.startedAt()));
        return new ReleaseStatus(
                course.phase(),
                course.message(),
                release.metadata().generation(),
                course.stageText(),
                attempt,
                course.members(),
                wanted,
                before,
                conditions(
                        release.status().conditions(),
                        Outcome.RUNNING,
                        course.message(),
                        course.now()));
    }

    /// Nothing is begun, because of `obstacle`.
    static ReleaseStatus blocked(Release release, String obstacle) {
        ReleaseStatus before = release.status();
        return new ReleaseStatus(
                "Degraded",
                "Nothing new is begun: " + obstacle,
                release.metadata().generation(),
                before.stage(),
                before.attempt(),
                before.members(),
                before.wanted(),
                before.before(),
                before.conditions());
    }

    private static List<Condition> conditions(
            List<Condition> before, Outcome outcome, String message, Instant now) {
        String reason =
                switch (outcome) {
                    case RUNNING -> "Running";
                    case PROMOTED -> "Promoted";
                    case ABANDONING -> "Abandoning";
                    case ABANDONED -> "Abandoned";
                };
        boolean ended = outcome == Outcome.PROMOTED || outcome == Outcome.ABANDONED;
        List<Condition> after = before;
        boolean healthy = outcome == Outcome.PROMOTED;
        after = Condition.with(after, Condition.of(HEALTHY, healthy, reason, message, now));
        return Condition.with(after, Condition.of(PROGRESSING, !ended, reason, message, now));
    }

    private static Instant orEpoch(@org.jspecify.annotations.Nullable Instant instant) {
        return instant == null ? Instant.EPOCH : instant;
    }
}
