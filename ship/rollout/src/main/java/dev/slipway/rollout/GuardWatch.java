package dev.slipway.rollout;

import dev.slipway.evidence.Guard;
import dev.slipway.evidence.Guards;
import dev.slipway.evidence.Observed;
import dev.slipway.evidence.ReleaseView;
import dev.slipway.evidence.ReleaseWatch;
import dev.slipway.evidence.RevisionTraffic;
import dev.slipway.evidence.Verdict;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.RolloutStatus;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Has the guard watch a Rollout, and says what it found. Thread-safe.
final class GuardWatch {
    private static final String UNDECIDED = "GuardUndecided";

    private final ReleaseWatch watch;
    private final RolloutServices services;
    private final Guards guards;

    GuardWatch(ReleaseWatch watch, RolloutServices services, Guards guards) {
        this.watch = watch;
        this.services = services;
        this.guards = guards;
    }

    /// What the annotations of the Rollout and of its namespace say.
    Guard guard(Rollout rollout) {
        return guards.of(rollout);
    }

    void forget(ObjectKey key) {
        watch.forget(key);
    }

    /// Tells the guard what is seen now.
    void observe(Scene scene, Strategy strategy) {
        Rollout rollout = scene.rollout();
        RolloutStatus status = rollout.status();
        Position position = scene.position();
        Strategy.Outlook outlook = strategy.outlook(scene);
        RolloutStatus.GuardStatus kept = status.guard();
        Position.Previous previous = position.previous();
        Observed observed =
                new Observed(
                                new ReleaseView.State(
                                        status.phase() == null ? "Progressing" : status.phase(),
                                        status.message() == null ? "" : status.message(),
                                        position.index(),
                                        outlook.steps(),
                                        outlook.weight()),
                                new ReleaseView.Versions(
                                        position.podHash(),
                                        position.stableHash(),
                                        previous == null ? "" : previous.hash(),
                                        RolloutReplicaSets.revision(scene.sets().current())),
                                position.aborted(),
                                scene.guard(),
                                sources(rollout, strategy))
                        .withNewestInstance(services.newestInstance(rollout, position.podHash()))
                        .withKeptState(kept == null ? null : kept.state());
        watch.observe(rollout.key(), observed);
    }

    private List<RevisionTraffic.Source> sources(Rollout rollout, Strategy strategy) {
        List<RevisionTraffic.Source> sources = strategy.sources(rollout);
        if (!sources.isEmpty()) {
            return sources;
        }
        return services.selecting(rollout).stream()
                .map(service ->
                        (RevisionTraffic.Source)
                                new RevisionTraffic.Source.Service(
                                        service.key().namespace(), service.key().name()))
                .toList();
    }

    /// Why the new version has to be given up, or null.
    @Nullable String worse(ObjectKey key) {
        return watch.judgement(key).verdict() instanceof Verdict.Worse worse
                ? worse.reason()
                : null;
    }

    /// The position, paused if it cannot be told in time and a person wants to be asked.
    Position heldIfUndecided(Scene scene) {
        Position position = scene.position();
        boolean asks =
                watch.judgement(scene.rollout().key()).advice() == ReleaseView.Advice.PAUSE
                        && position.isUpdating()
                        && !position.promoteFull()
                        && !position.controllerPause()
                        && position.pauses().isEmpty();
        return asks ? position.paused(UNDECIDED, scene.now()) : position;
    }

    /// Whether a person who wants to be asked has to be given the time: the new version gets
    /// traffic, and cannot be judged yet.
    boolean waits(Scene scene, Strategy strategy) {
        Position position = scene.position();
        return position.isUpdating()
                && !position.aborted()
                && !position.promoteFull()
                && strategy.outlook(scene).weight() > 0
                && scene.guard().pausesIfUndecided()
                && watch.judgement(scene.rollout().key()).advice() == ReleaseView.Advice.WAIT;
    }

    /// What the status says of the guard: the verdict and the moments, not each second's numbers.
    RolloutStatus.@Nullable GuardStatus status(Scene after) {
        RolloutStatus.GuardStatus known = after.rollout().status().guard();
        String hash = after.position().podHash();
        ReleaseView.Judgement judgement = watch.judgement(after.rollout().key());
        Verdict verdict = judgement.verdict();
        if (verdict == null) {
            return known != null && hash.equals(known.podTemplateHash())
                    ? known.withState(judgement.state())
                    : null;
        }
        String word = verdict.word();
        boolean same =
                known != null
                        && hash.equals(known.podTemplateHash())
                        && word.equals(known.verdict())
                        && Objects.equals(judgement.state(), known.state())
                        && (known.withdrawn() == null) == (judgement.withdrawn() == null);
        return same
                ? known
                : new RolloutStatus.GuardStatus(
                        hash,
                        word,
                        verdict.reason(),
                        judgement.firstTraffic(),
                        judgement.detected(),
                        judgement.withdrawn(),
                        judgement.state());
    }
}
