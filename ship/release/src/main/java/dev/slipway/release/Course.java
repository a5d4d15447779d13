package dev.slipway.release;

import dev.slipway.model.kinds.Release;
import dev.slipway.model.kinds.Release.Attempt;
import dev.slipway.model.kinds.Release.Outcome;
import dev.slipway.model.kinds.Release.Stage;
import dev.slipway.release.TrafficPart.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an attempt needs next, from what is seen of its parts. Pure.
///
/// ```text
///            all at 100 %
///   RUNNING -------------> PROMOTED
///      |                      |  found worse while it is still watched
///      | a member is bad,     |
///      | or changed by hand   v
///      '----------------> ABANDONING --> ABANDONED
/// ```
///
/// A specification that changes begins a new attempt in any of these states but `ABANDONING`.
record Course(Plan plan, Attempt attempt, List<Seen> seen, Instant now) {
    /// All members have to be at a stage for so long without a break. What was written a moment ago
    /// has been noticed by everybody then.
    static final Duration SETTLE = Duration.ofSeconds(5);

    /// Members that are found worse after the promotion take all others back for so long.
    static final Duration WATCH = Duration.ofMinutes(10);

    /// A member that does not give its traffic back keeps the others from it no longer.
    static final Duration WITHDRAW_MAX = Duration.ofSeconds(10);

    /// What is wrong with how a member starts counts only so long after a stage began.
    private static final Duration RECOVERY = Duration.ofSeconds(30);

    /// A member that cannot be judged goes on after this, as its guard does.
    static final Duration UNDECIDED_MAX = Duration.ofMinutes(5);

    Course {
        seen = List.copyOf(seen);
    }

    /// A part as it is: what it is like compared with what is tried, and for those with traffic
    /// where they stand.
    record Seen(String id, boolean exists, boolean asWanted, @Nullable Standing standing) {}

    int stage() {
        return Math.clamp(attempt.stage(), 0, plan.stages().size() - 1);
    }

    Stage current() {
        return plan.stages().get(stage());
    }

    /// Why the attempt has to be given up, or null.
    @Nullable String failure() {
        boolean watched = attempt.outcome() == Outcome.PROMOTED && isWithin(WATCH);
        if (attempt.outcome() != Outcome.RUNNING && !watched) {
            return null;
        }
        for (Seen part : seen) {
            Standing standing = part.standing();
            if (standing == null || !part.exists() || !part.asWanted()) {
                continue;
            }
            if (standing.bad() != null && (standing.refused() || (!watched && hadTime()))) {
                return part.id() + ": " + standing.bad();
            }
        }
        return attempt.outcome() == Outcome.RUNNING && attempt.isApplied() ? handMade() : null;
    }

    /// A member that was held for long may look stuck for a moment once it may go on.
    private boolean hadTime() {
        Instant since = attempt.stageSince();
        return since == null || !now.isBefore(since.plus(RECOVERY));
    }

    private @Nullable String handMade() {
        for (Seen part : seen) {
            if (part.exists() && !part.asWanted()) {
                return part.id() + " was changed by somebody else meanwhile";
            }
        }
        return null;
    }

    /// The limit of each member's traffic: that of the stage for those whose dependencies are
    /// there, of the stage before for the others.
    Map<String, Integer> limits() {
        int before = stage() == 0 ? 0 : plan.stages().get(stage() - 1).weight();
        Map<String, Integer> limits = new LinkedHashMap<>();
        for (String id : plan.inOrder()) {
            boolean may = plan.needs(id).stream().allMatch(this::hasReached);
            limits.put(id, may ? current().weight() : before);
        }
        return limits;
    }

    /// What there is still to wait for at this stage, or null.
    @Nullable String waitingFor() {
        for (Seen part : seen) {
            if (!part.exists()) {
                return part.id() + ", which does not exist";
            }
        }
        for (String id : plan.inOrder()) {
            if (!hasReached(id)) {
                return id;
            }
        }
        return null;
    }

    private boolean hasReached(String id) {
        for (Seen part : seen) {
            if (part.id().equals(id)) {
                return part.exists() && part.asWanted() && isFineAt(part.standing());
            }
        }
        return false;
    }

    private boolean isFineAt(@Nullable Standing standing) {
        int weight = current().weight();
        if (standing == null || standing.bad() != null || (weight == 100 && !standing.complete())) {
            return false;
        }
        boolean judged = standing.complete() || standing.fine() || isUndecidedForLong();
        return standing.weight() >= weight && judged;
    }

    private boolean isUndecidedForLong() {
        Instant since = attempt.reachedAt() != null ? attempt.reachedAt() : attempt.stageSince();
        return since != null && !now.isBefore(since.plus(UNDECIDED_MAX));
    }

    /// When the stage may be left, given that everybody is there; null as long as that is not so.
    @Nullable Instant leaves() {
        if (attempt.reachedAt() == null) {
            return null;
        }
        Duration pause = Plan.pause(current());
        return attempt.reachedAt().plus(pause.compareTo(SETTLE) > 0 ? pause : SETTLE);
    }

    /// The attempt after this look at it, while it runs and nothing is against it.
    Attempt next() {
        boolean there = waitingFor() == null;
        Instant leaves = leaves();
        if (!there) {
            return attempt.reachedAt() == null ? attempt : attempt.reached(null);
        }
        if (leaves == null) {
            return attempt.reached(now);
        }
        if (now.isBefore(leaves) || plan.isPaused()) {
            return attempt;
        }
        return stage() == plan.stages().size() - 1
                ? attempt.ended(Outcome.PROMOTED, null, now)
                : attempt.at(stage() + 1, now);
    }

    /// The time since the attempt ended, or its end began, is shorter than this.
    boolean isWithin(Duration time) {
        Instant ended = attempt.endedAt();
        return ended != null && now.isBefore(ended.plus(time));
    }

    String phase() {
        return switch (attempt.outcome()) {
            case RUNNING -> isWaiting() ? "Paused" : "Progressing";
            case PROMOTED -> "Healthy";
            case ABANDONING, ABANDONED -> "Degraded";
        };
    }

    private boolean isWaiting() {
        Instant leaves = leaves();
        boolean pause = !Plan.pause(current()).isZero();
        return plan.isPaused() || (pause && leaves != null && now.isBefore(leaves));
    }

    String message() {
        String at = "stage " + stageText() + " (" + current().weight() + " %)";
        return switch (attempt.outcome()) {
            case RUNNING -> {
                if (!attempt.isApplied()) {
                    yield "Writing what is new";
                }
                String waits = waitingFor();
                String how = plan.isPaused() ? "Paused at " : isWaiting() ? "Pausing at " : "At ";
                yield waits == null ? how + at : how + at + ", waiting for " + waits;
            }
            case PROMOTED -> "All members run what is wanted";
            case ABANDONING -> "Going back: " + attempt.reason();
            case ABANDONED ->
                    (plan.reverts() ? "Went back: " : "Traffic went back: ") + attempt.reason();
        };
    }

    String stageText() {
        return (stage() + 1) + "/" + plan.stages().size();
    }

    /// What is told of the members.
    List<Release.MemberStatus> members() {
        return plan.release().spec().members().stream().map(this::member).toList();
    }

    private Release.MemberStatus member(Release.Member member) {
        for (Seen part : seen) {
            Standing standing = part.standing();
            if (part.id().equals(Plan.id(member)) && standing != null) {
                // Before it was written, what is there is the old version.
                int weight = part.asWanted() ? standing.weight() : 0;
                return new Release.MemberStatus(
                        member.kind(), member.name(), weight, standing.verdict(), standing.bad());
            }
        }
        return new Release.MemberStatus(member.kind(), member.name(), 0, null, null);
    }
}
