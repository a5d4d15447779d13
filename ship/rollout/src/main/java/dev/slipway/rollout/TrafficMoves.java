package dev.slipway.rollout;

import dev.slipway.evidence.Guard;
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

/// Carries out where traffic is to go: weights of the route and selectors of the two services.
/// Thread-safe.
final class TrafficMoves {
    private final HttpRouteWeights weights;
    private final RolloutServices services;
    private final RolloutEvents events;
    private final ReleaseWatch watch;

    TrafficMoves(
            HttpRouteWeights weights,
            RolloutServices services,
            RolloutEvents events,
            ReleaseWatch watch) {
        this.weights = weights;
        this.services = services;
        this.events = events;
        this.watch = watch;
    }

    /// Takes weight away from the new version where it has too much.
    void withdraw(Scene scene) {
        Integer actual = scene.routing().weight();
        int possible = scene.weightPossible();
        if (actual == null || possible >= actual) {
            return;
        }
        // Given up just when the stable service had been switched over: first back.
        if (!scene.position().isFirstDeploy()) {
            select(scene, scene.routing().stable(), scene.position().stableHash());
        }
        set(scene, actual, possible);
    }

    /// Gives the new version more weight if it can carry it.
    void extend(Scene scene) {
        Integer actual = scene.routing().weight();
        int possible = scene.weightPossible();
        boolean held = Boolean.TRUE.equals(scene.rollout().spec().paused());
        if (actual != null && possible > actual && !held) {
            set(scene, actual, possible);
        }
    }

    private void set(Scene scene, int before, int after) {
        Rollout.Canary canary = scene.canary();
        ObjectKey route = HttpRouteWeights.route(scene.rollout());
        HttpRouteWeights.Services names = canary == null ? null : SceneReader.names(canary);
        if (route != null && names != null) {
            weights.set(route, names, after);
            events.weighted(scene.rollout(), before, after);
        }
    }

    void switchServices(Scene scene) {
        Position position = scene.position();
        String current = position.podHash();
        boolean up = Scene.available(scene.sets().current()) >= Math.min(1, scene.replicas());
        Integer weight = scene.routing().weight();
        boolean unweighted = weight == null || weight == 0;
        if (up && unweighted && !position.aborted()) {
            select(scene, scene.routing().canary(), current);
        }
        if (!position.isUpdating() || Steps.canTakeOver(scene)) {
            if (up) {
                select(scene, scene.routing().stable(), current);
            }
        } else {
            select(scene, scene.routing().stable(), position.stableHash());
        }
    }

    private void select(Scene scene, Scene.ServiceState service, String hash) {
        if (service.exists() && !service.selectedHash().equals(hash)) {
            services.select(scene.rollout(), service.name(), hash);
            events.switched(scene.rollout(), service.name(), hash);
        }
    }

    Observed observed(Scene scene) {
        Rollout rollout = scene.rollout();
        RolloutStatus status = rollout.status();
        Position position = scene.position();
        return new Observed(
                        new ReleaseView.State(
                                status.phase() == null ? "Progressing" : status.phase(),
                                status.message() == null ? "" : status.message(),
                                position.index(),
                                scene.steps().size(),
                                RolloutReport.actualWeight(scene)),
                        new ReleaseView.Versions(
                                position.podHash(),
                                position.stableHash(),
                                RolloutReplicaSets.revision(scene.sets().current())),
                        position.aborted(),
                        Guard.of(rollout.metadata().annotations()),
                        sources(scene))
                .withKeptState(status.guard() == null ? null : status.guard().state());
    }

    /// Where both versions get the same kind of traffic: the route that splits it, or else every
    /// service that reaches both.
    private List<RevisionTraffic.Source> sources(Scene scene) {
        ObjectKey route = HttpRouteWeights.route(scene.rollout());
        if (route != null) {
            return List.of(new RevisionTraffic.Source.Route(route.namespace(), route.name()));
        }
        return services.selecting(scene.rollout()).stream()
                .map(service ->
                        (RevisionTraffic.Source)
                                new RevisionTraffic.Source.Service(
                                        service.key().namespace(), service.key().name()))
                .toList();
    }

    /// What the status says of the guard: the verdict and the moments, not each second's numbers.
    RolloutStatus.@Nullable GuardStatus guardStatus(Scene after, RolloutStatus before) {
        RolloutStatus.GuardStatus known = before.guard();
        String hash = after.position().podHash();
        ReleaseView.Judgement judgement = watch.judgement(after.rollout().key());
        Verdict verdict = judgement.verdict();
        if (verdict == null) {
            return known != null && hash.equals(known.podTemplateHash()) ? known : null;
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
