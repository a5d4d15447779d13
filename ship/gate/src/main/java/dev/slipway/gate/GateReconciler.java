package dev.slipway.gate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Resources;
import dev.slipway.controller.Reconciler;
import dev.slipway.controller.Result;
import dev.slipway.evidence.Observed;
import dev.slipway.evidence.ReleaseView;
import dev.slipway.evidence.ReleaseView.Judgement;
import dev.slipway.evidence.ReleaseWatch;
import dev.slipway.evidence.RevisionTraffic;
import dev.slipway.gate.Progress.Phase;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.ReplicaSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Moves the release of one Deployment a little further each time: has it watched, writes down what
/// follows, and tells whoever acts by it. What was written down is acted upon only once it is seen
/// again, so that nothing is lost whenever the process ends. Thread-safe.
final class GateReconciler implements Reconciler {
    static final String JUDGE = "slipway.dev/guard-judge";

    private final SceneReader reader;
    private final Resources<ReplicaSet> sets;
    private final ReleaseWatch watch;
    private final ServiceShares shares;
    private final GateEvents events;
    private final List<Consumer<ObjectKey>> listeners = new CopyOnWriteArrayList<>();
    private final Map<ObjectKey, GateDecision> told = new ConcurrentHashMap<>();

    GateReconciler(
            SceneReader reader,
            Resources<ReplicaSet> sets,
            ReleaseWatch watch,
            ServiceShares shares,
            GateEvents events) {
        this.reader = reader;
        this.sets = sets;
        this.watch = watch;
        this.shares = shares;
        this.events = events;
    }

    void onChange(Consumer<ObjectKey> listener) {
        listeners.add(listener);
    }

    GateDecision decide(Scene scene) {
        return new Course(scene, judgement(scene)).decision();
    }

    /// A judgement on an earlier version says nothing about this one.
    private Judgement judgement(Scene scene) {
        ObjectKey key = scene.deployment().key();
        Version newest = scene.current();
        ReleaseView.Versions shown =
                newest == null ? new ReleaseView.Versions("", "", 0) : versions(scene, newest);
        return watch.judgement(key, shown);
    }

    @Override
    public Result reconcile(ObjectKey key) {
        Scene scene = reader.read(key);
        if (scene == null || scene.deployment().metadata().isBeingDeleted()) {
            watch.forget(key);
            told.remove(key);
            shares.forget(key);
            return Result.done();
        }
        Version newest = scene.current();
        if (newest == null) {
            return Result.done();
        }
        shares.refresh(scene);
        observe(scene, newest);
        Course course = new Course(scene, judgement(scene));
        Progress next = course.next();
        remember(newest, next, course.judgement());
        if (next != null) {
            events.moved(scene, newest, next);
        }
        tell(key, course.decision().brief());
        Duration look = course.nextLook();
        return look == null ? Result.done() : Result.after(look);
    }

    private void tell(ObjectKey key, GateDecision decision) {
        if (!decision.equals(told.put(key, decision))) {
            listeners.forEach(listener -> listener.accept(key));
        }
    }

    private void observe(Scene scene, Version newest) {
        String kept = newest.set().metadata().annotations().get(JUDGE);
        watch.observe(
                scene.deployment().key(),
                new Observed(
                                state(scene),
                                versions(scene, newest),
                                scene.mode() == Scene.Mode.REFUSED,
                                scene.options().guard(),
                                sources(scene))
                        .withNewestInstance(reader.newestInstance(newest))
                        .withKeptState(kept));
    }

    private static List<RevisionTraffic.Source> sources(Scene scene) {
        return scene.services().stream()
                .map(service ->
                        (RevisionTraffic.Source)
                                new RevisionTraffic.Source.Service(
                                        service.key().namespace(), service.key().name()))
                .toList();
    }

    private static ReleaseView.Versions versions(Scene scene, Version newest) {
        Version stable = scene.stable();
        String old = stable == null ? "" : stable.hash();
        long revision = newest.revision();
        return switch (scene.mode()) {
            case SHIFT, REFUSED -> new ReleaseView.Versions(newest.hash(), old, revision);
            case PLAIN, RETURN -> new ReleaseView.Versions(newest.hash(), newest.hash(), revision);
            case REST ->
                    new ReleaseView.Versions(
                            newest.hash(),
                            newest.hash(),
                            newest.isIn(Phase.WATCHED) ? old : "",
                            revision);
        };
    }

    private static ReleaseView.State state(Scene scene) {
        Version newest = scene.current();
        Progress progress = newest == null ? null : newest.progress();
        List<Integer> steps = scene.options().shares();
        int share = progress == null ? 0 : progress.share();
        int done = (int) steps.stream().filter(step -> step <= share).count() + share / 100;
        Progress.Finding reason = progress == null ? null : progress.reason();
        return switch (scene.mode()) {
            case PLAIN, RETURN ->
                    new ReleaseView.State(
                            scene.isComplete() ? "Healthy" : "Progressing", "", 0, 0, 0);
            case REST ->
                    new ReleaseView.State("Healthy", "", steps.size() + 1, steps.size() + 1, 0);
            case SHIFT ->
                    new ReleaseView.State(
                            scene.isPaused() ? "Paused" : "Progressing",
                            "",
                            done,
                            steps.size() + 1,
                            scene.traffic());
            case REFUSED ->
                    new ReleaseView.State(
                            "Degraded",
                            reason == null ? "" : reason.sentence(),
                            done,
                            steps.size() + 1,
                            scene.traffic());
        };
    }

    private void remember(Version newest, @Nullable Progress next, Judgement judgement) {
        ObjectNode annotations = Json.object();
        if (next != null) {
            annotations.put(Progress.ANNOTATION, next.text());
        }
        String present = newest.set().metadata().annotations().get(JUDGE);
        String wanted =
                isJudged(next == null ? newest.progress() : next) ? judgement.state() : null;
        if (wanted != null && !wanted.equals(present)) {
            annotations.put(JUDGE, wanted);
        } else if (wanted == null && next != null && present != null) {
            annotations.putNull(JUDGE);
        }
        if (annotations.isEmpty()) {
            return;
        }
        ObjectNode change = Json.object();
        change.putObject("metadata")
                .put("uid", newest.set().metadata().storedUid())
                .put("resourceVersion", newest.set().metadata().resourceVersion())
                .set("annotations", annotations);
        sets.patch(newest.set().key(), new Patch.MergePatch(change));
    }

    /// Whether what the judge knows is still of use.
    private static boolean isJudged(@Nullable Progress progress) {
        return progress != null
                && switch (progress.phase()) {
                    case SHIFTING -> progress.share() > 0;
                    case WATCHED -> true;
                    case ACCEPTED, REFUSED -> false;
                };
    }
}
