package dev.slipway.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.analysis.AnalysisException;
import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Resources;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.MergeChange;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.OwnerReference;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.AnalysisRun;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Rollout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The AnalysisRuns of Rollouts: starts those that are wanted, ends those that are not any more,
/// and deletes what is older than the history that is kept. Thread-safe.
final class RolloutRuns {
    private static final String TYPE = "rollout-type";
    private static final String STEP = "step-index";
    private static final int HISTORY_DEFAULT = 5;

    private final Resources<RawResource> resources;
    final Informer<AnalysisRun> informer;
    private final RunSpecs specs;

    RolloutRuns(Cluster cluster, Informers informers, RunSpecs specs) {
        this.resources = cluster.resources(Kinds.ANALYSIS_RUN.raw());
        this.informer = informers.of(Kinds.ANALYSIS_RUN);
        this.specs = specs;
    }

    /// What keeps the analyses that a Rollout names from being started.
    List<String> problems(Rollout rollout) {
        List<String> problems = new ArrayList<>();
        for (Rollout.Analysis analysis : analyses(rollout)) {
            Position nowhere = Position.of(rollout, "", "", Instant.EPOCH);
            try {
                specs.spec(
                        rollout.key().namespace(),
                        analysis,
                        RunArguments.of(rollout, analysis.args(), nowhere));
            } catch (AnalysisException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return problems;
    }

    static List<Rollout.Analysis> analyses(Rollout rollout) {
        List<Rollout.Analysis> analyses = new ArrayList<>();
        Rollout.Canary canary = rollout.spec().strategy().canary();
        Rollout.BlueGreen blueGreen = rollout.spec().strategy().blueGreen();
        if (canary != null) {
            add(analyses, canary.analysis());
            canary.steps().forEach(step -> add(analyses, step.analysis()));
        }
        if (blueGreen != null) {
            add(analyses, blueGreen.prePromotionAnalysis());
            add(analyses, blueGreen.postPromotionAnalysis());
        }
        return analyses;
    }

    private static void add(List<Rollout.Analysis> all, Rollout.@Nullable Analysis analysis) {
        if (analysis != null) {
            all.add(analysis);
        }
    }

    /// All runs of a Rollout, oldest first.
    List<Run> of(Rollout rollout) {
        return informer.byIndex(Informer.BY_CONTROLLER, rollout.metadata().storedUid()).stream()
                .filter(run -> !run.metadata().isBeingDeleted())
                .map(RolloutRuns::run)
                .sorted(Comparator.comparing(Run::created).thenComparing(Run::name))
                .toList();
    }

    private static Run run(AnalysisRun run) {
        Instant created = run.metadata().creationTimestamp();
        String phase = run.status().phase();
        return new Run(
                run.key().name(),
                run.metadata().labels().getOrDefault(Rollout.POD_TEMPLATE_HASH, ""),
                phase == null ? "" : phase,
                run.status().message(),
                Boolean.TRUE.equals(run.spec().terminate()),
                created == null ? Instant.EPOCH : created);
    }

    /// Starts and ends what has to be; `wanted` is what is to run now.
    void carryOut(Scene scene, List<RunOrder> wanted) {
        Set<String> names = new HashSet<>();
        for (RunOrder order : wanted) {
            String name = order.name(scene);
            names.add(name);
            // While something waits for a person, nothing new begins.
            if (scene.run(name) == null && scene.position().pauses().isEmpty()) {
                start(scene, order);
            }
        }
        List<Run> finished = new ArrayList<>();
        for (Run run : scene.runs()) {
            if (names.contains(run.name())) {
                continue;
            }
            if (run.isDone()) {
                finished.add(run);
            } else if (!run.ending()) {
                end(scene, run);
            }
        }
        forgetOldest(scene, finished);
    }

    private void start(Scene scene, RunOrder order) {
        Rollout rollout = scene.rollout();
        String namespace = rollout.key().namespace();
        Map<String, String> args =
                RunArguments.of(rollout, order.analysis().args(), scene.position());
        ObjectNode run = Json.object();
        run.put("apiVersion", Kinds.ANALYSIS_RUN.type().apiVersion());
        run.put("kind", Kinds.ANALYSIS_RUN.type().kind());
        ObjectNode metadata = run.putObject("metadata");
        metadata.put("namespace", namespace);
        metadata.put("name", order.name(scene));
        ObjectNode labels = metadata.putObject("labels");
        Rollout.PodMetadata extra = order.analysis().analysisRunMetadata();
        if (extra != null) {
            extra.labels().forEach(labels::put);
            ObjectNode annotations = metadata.putObject("annotations");
            extra.annotations().forEach(annotations::put);
        }
        labels.put(Rollout.POD_TEMPLATE_HASH, scene.position().podHash());
        labels.put(TYPE, order.purpose().type);
        if (order.purpose() == RunOrder.Purpose.STEP) {
            labels.put(STEP, Integer.toString(order.step()));
        }
        metadata.withObject("/annotations")
                .put(
                        Rollout.REVISION,
                        Long.toString(RolloutReplicaSets.revision(scene.sets().current())));
        metadata.putArray("ownerReferences")
                .add(Json.tree(OwnerReference.controlledBy(Kinds.ROLLOUT, rollout.metadata())));
        run.set("spec", specs.spec(namespace, order.analysis(), args));
        try {
            resources.create(RawResource.of(run));
        } catch (ApiException e) {
            if (e.reason() != ApiException.Reason.ALREADY_EXISTS) {
                throw e;
            }
            // Started before, which the informer does not show yet.
        }
    }

    private void end(Scene scene, Run run) {
        ObjectNode spec = Json.object().put("terminate", true);
        try {
            resources.patch(key(scene, run), MergeChange.under("spec", spec));
        } catch (ApiException e) {
            if (e.reason() != ApiException.Reason.NOT_FOUND) {
                throw e;
            }
        }
    }

    private void forgetOldest(Scene scene, List<Run> finished) {
        Rollout.RunHistory history = scene.rollout().spec().analysis();
        Integer good = history == null ? null : history.successfulRunHistoryLimit();
        Integer bad = history == null ? null : history.unsuccessfulRunHistoryLimit();
        Set<String> versions = new HashSet<>();
        scene.sets().all().forEach(set -> versions.add(Scene.hash(set)));
        int goodLeft = good == null ? HISTORY_DEFAULT : good;
        int badLeft = bad == null ? HISTORY_DEFAULT : bad;
        for (Run run : finished.reversed()) {
            int left = run.isSuccessful() ? goodLeft-- : badLeft--;
            if (left <= 0 || !versions.contains(run.podHash())) {
                delete(scene, run);
            }
        }
    }

    private void delete(Scene scene, Run run) {
        try {
            resources.delete(key(scene, run), DeleteOptions.background());
        } catch (ApiException e) {
            if (e.reason() != ApiException.Reason.NOT_FOUND) {
                throw e;
            }
        }
    }

    private static ObjectKey key(Scene scene, Run run) {
        return new ObjectKey(scene.rollout().key().namespace(), run.name());
    }
}
