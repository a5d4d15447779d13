package dev.slipway.gate;

import dev.slipway.evidence.ReleaseView.Advice;
import dev.slipway.evidence.ReleaseView.Judgement;
import dev.slipway.evidence.Verdict;
import dev.slipway.gate.GateDecision.Finding;
import dev.slipway.gate.Progress.Phase;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where a release goes from here. Pure: the same scene and the same judgement lead to the same
/// answer, so that it does not matter when the process was started.
record Course(Scene scene, Judgement judgement) {
    /// A share lasts at least this long, so that its figures mean something.
    static final Duration SHARE_MIN = Duration.ofSeconds(5);

    private static final int ALL = 100;
    private static final String GIVEN_UP = "GivenUp";

    /// How far the Deployment controller may go.
    GateDecision decision() {
        Version newest = scene.current();
        Version stable = scene.stable();
        return switch (scene.mode()) {
            case PLAIN -> newest == null ? first(stable) : new GateDecision.Open(null);
            case RETURN ->
                    new GateDecision.Open(
                            new Finding(
                                    null,
                                    "Returning",
                                    "This version had all traffic before; it is not judged again."));
            case REST -> new GateDecision.Open(rest());
            case SHIFT -> stable == null ? new GateDecision.Open(null) : share(stable);
            case REFUSED -> stable == null ? new GateDecision.Open(null) : refused(stable);
        };
    }

    private Finding rest() {
        Version newest = scene.current();
        if (newest == null || !newest.isIn(Phase.WATCHED)) {
            return new Finding(
                    true, "Accepted", "This version has all traffic, and was not found worse.");
        }
        return judgement.verdict() == null
                ? new Finding(
                        null, "Watched", "This version has all traffic, and is still watched.")
                : finding();
    }

    /// The ReplicaSet of the new version does not exist yet.
    private GateDecision first(@Nullable Version stable) {
        if (stable == null
                || scene.options().isOff()
                || scene.services().isEmpty()
                || !scene.isRollingWithRoom()) {
            return new GateDecision.Open(null);
        }
        int percent = Math.max(1, scene.options().first());
        return new GateDecision.Share(percent, 0, stable.hash(), finding());
    }

    private GateDecision share(Version stable) {
        Progress progress = progress();
        int next = progress == null ? scene.options().first() : progress.next();
        int pods = Math.clamp(Math.min(next, scene.options().limit()), 1, ALL);
        return new GateDecision.Share(pods, scene.traffic(), stable.hash(), finding());
    }

    private GateDecision refused(Version stable) {
        int traffic = scene.traffic();
        if (traffic == 0 && scene.untilTrafficIsGone().isPositive()) {
            return new GateDecision.Share(1, 0, stable.hash(), refusal());
        }
        return new GateDecision.Refused(traffic, stable.hash(), refusal());
    }

    private Finding refusal() {
        Progress progress = progress();
        Progress.Finding reason = progress == null ? null : progress.reason();
        return reason == null
                ? new Finding(false, "Refused", "The version was refused.")
                : new Finding(false, reason.word(), reason.sentence());
    }

    private Finding finding() {
        Verdict verdict = judgement.verdict();
        String problems =
                scene.options().problems().isEmpty()
                        ? ""
                        : " Not understood: " + String.join("; ", scene.options().problems()) + ".";
        if (verdict == null) {
            return new Finding(null, "Waiting", "Nothing is known of this version yet." + problems);
        }
        return new Finding(
                switch (verdict) {
                    case Verdict.Healthy _ -> true;
                    case Verdict.Worse _ -> false;
                    case Verdict.NotEnoughEvidence _, Verdict.TooLittleTraffic _ -> null;
                },
                verdict.word(),
                verdict.reason().contains("Not understood:")
                        ? verdict.reason()
                        : verdict.reason() + problems);
    }

    /// What the current version's ReplicaSet has to remember next; null if nothing changes.
    @Nullable Progress next() {
        if (scene.current() == null) {
            return null;
        }
        return switch (scene.mode()) {
            case PLAIN, RETURN -> arrived();
            case REST -> rested();
            case SHIFT -> shifted();
            case REFUSED -> triedAnew();
        };
    }

    private @Nullable Progress arrived() {
        Version newest = scene.current();
        boolean returned =
                newest != null
                        && scene.mode() == Scene.Mode.RETURN
                        && newest.available()
                                >= Math.max(1, scene.replicas() - scene.maxUnavailable());
        boolean first = scene.isComplete() && newest != null && !newest.isPromoted();
        return returned || first ? Progress.accepted(scene.now()) : null;
    }

    private @Nullable Progress rested() {
        Progress progress = progress();
        if (progress == null) {
            return null;
        }
        Progress.Finding against = against(progress);
        Version before = scene.stable();
        if (against != null && before != null && before.isPromoted()) {
            return progress.refused(against, scene.options().retry(), scene.now());
        }
        boolean over = !scene.now().isBefore(watchedUntil(progress));
        return progress.phase() == Phase.WATCHED && over ? progress.released() : null;
    }

    private Instant watchedUntil(Progress progress) {
        return progress.since().plus(scene.options().guard().watch());
    }

    private @Nullable Progress shifted() {
        Progress progress = progress();
        GateOptions options = scene.options();
        if (progress == null || progress.phase() != Phase.SHIFTING) {
            return Progress.begin(options.first(), scene.now(), options.retry());
        }
        Progress.Finding against = against(progress);
        if (against != null) {
            return progress.refused(against, options.retry(), scene.now());
        }
        if (scene.isPaused()) {
            return null;
        }
        int reachable = scene.reachable(progress.next());
        if (reachable > progress.share()) {
            return reachable == ALL
                    ? progress.promoted(!options.guard().watch().isZero(), scene.now())
                    : progress.reaching(reachable, scene.now());
        }
        boolean due = !scene.now().isBefore(progress.since().plus(SHARE_MIN));
        boolean reached = progress.share() >= progress.next();
        return reached && due && mayGoOn()
                ? progress.allowing(options.after(progress.next()))
                : null;
    }

    private boolean mayGoOn() {
        Version newest = scene.current();
        boolean byPerson = newest != null && newest.hash().equals(scene.options().promote());
        return switch (judgement.advice()) {
            case GO_ON -> true;
            case WAIT, PAUSE -> byPerson;
            case GO_BACK -> false;
        };
    }

    /// Why the version has to be refused, or null.
    private Progress.@Nullable Finding against(Progress progress) {
        Version newest = scene.current();
        if (newest != null && newest.hash().equals(scene.options().refusedRevision())) {
            return new Progress.Finding(
                    GIVEN_UP,
                    "Revision "
                            + newest.revision()
                            + " was given up by the annotation "
                            + GateOptions.REFUSED
                            + ".");
        }
        boolean watched = progress.phase() == Phase.SHIFTING || progress.phase() == Phase.WATCHED;
        return watched
                        && judgement.advice() == Advice.GO_BACK
                        && judgement.verdict() instanceof Verdict.Worse worse
                ? new Progress.Finding(worse.word(), worse.reason())
                : null;
    }

    private @Nullable Progress triedAnew() {
        Progress progress = progress();
        GateOptions options = scene.options();
        String retry = options.retry();
        Version newest = scene.current();
        boolean asked = progress != null && retry != null && !retry.equals(progress.retry());
        boolean stillGivenUp = newest != null && newest.hash().equals(options.refusedRevision());
        return asked && !stillGivenUp ? Progress.begin(options.first(), scene.now(), retry) : null;
    }

    private @Nullable Progress progress() {
        return scene.current() == null ? null : scene.current().progress();
    }

    /// When to look again although nothing happens; null if there is no such time.
    @Nullable Duration nextLook() {
        Progress progress = progress();
        if (progress == null) {
            return null;
        }
        Instant due =
                switch (scene.mode()) {
                    case SHIFT -> progress.since().plus(SHARE_MIN);
                    case REST ->
                            progress.phase() == Phase.WATCHED
                                    ? watchedUntil(progress)
                                    : Instant.MIN;
                    case REFUSED -> progress.since().plus(Scene.TRAFFIC_FIRST);
                    case PLAIN, RETURN -> Instant.MIN;
                };
        return due.isAfter(scene.now()) ? Duration.between(scene.now(), due) : null;
    }
}
