package dev.slipway.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import dev.slipway.model.kinds.Experiment;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// The Experiments that steps of Rollouts ask for: starts them, ends those that are not wanted any
/// more, and deletes what is older than the history that is kept. Thread-safe.
final class RolloutExperiments {
    private static final int HISTORY_DEFAULT = 5;

    private final Resources<RawResource> resources;
    final Informer<Experiment> informer;

    RolloutExperiments(Cluster cluster, Informers informers) {
        resources = cluster.resources(Kinds.EXPERIMENT.raw());
        informer = informers.of(Kinds.EXPERIMENT);
    }

    /// All experiments of a Rollout, oldest first.
    List<Run> of(Rollout rollout) {
        return informer.byIndex(Informer.BY_CONTROLLER, rollout.metadata().storedUid()).stream()
                .filter(experiment -> !experiment.metadata().isBeingDeleted())
                .map(RolloutExperiments::run)
                .sorted(Comparator.comparing(Run::created).thenComparing(Run::name))
                .toList();
    }

    private static Run run(Experiment experiment) {
        Instant created = experiment.metadata().creationTimestamp();
        String phase = experiment.status().phase();
        return new Run(
                experiment.key().name(),
                experiment.metadata().labels().getOrDefault(Rollout.POD_TEMPLATE_HASH, ""),
                phase == null ? "" : phase,
                experiment.status().message(),
                Boolean.TRUE.equals(experiment.spec().terminate()),
                created == null ? Instant.EPOCH : created);
    }

    void carryOut(Scene scene) {
        String wanted = CanaryPlan.experiment(scene);
        Rollout.Step step = CanaryPlan.step(scene);
        if (wanted != null
                && step != null
                && step.experiment() != null
                && scene.experiment(wanted) == null
                && scene.position().pauses().isEmpty()) {
            start(scene, wanted, step.experiment());
        }
        int kept = HISTORY_DEFAULT;
        for (Run run : scene.experiments().reversed()) {
            ObjectKey key = new ObjectKey(scene.rollout().key().namespace(), run.name());
            if (run.name().equals(wanted)) {
                continue;
            }
            if (!run.isDone() && !run.ending()) {
                ObjectNode spec = Json.object().put("terminate", true);
                resources.patch(key, MergeChange.under("spec", spec));
            } else if (run.isDone()) {
                kept--;
                if (kept < 0) {
                    resources.delete(key, DeleteOptions.background());
                }
            }
        }
    }

    private void start(Scene scene, String name, Rollout.ExperimentStep step) {
        Rollout rollout = scene.rollout();
        ObjectNode experiment = Json.object();
        experiment.put("apiVersion", Kinds.EXPERIMENT.type().apiVersion());
        experiment.put("kind", Kinds.EXPERIMENT.type().kind());
        ObjectNode metadata = experiment.putObject("metadata");
        metadata.put("namespace", rollout.key().namespace()).put("name", name);
        metadata.putObject("labels").put(Rollout.POD_TEMPLATE_HASH, scene.position().podHash());
        metadata.putObject("annotations")
                .put(
                        Rollout.REVISION,
                        Long.toString(RolloutReplicaSets.revision(scene.sets().current())));
        metadata.putArray("ownerReferences")
                .add(Json.tree(OwnerReference.controlledBy(Kinds.ROLLOUT, rollout.metadata())));
        experiment.set("spec", spec(scene, step));
        try {
            resources.create(RawResource.of(experiment));
        } catch (ApiException e) {
            if (e.reason() != ApiException.Reason.ALREADY_EXISTS) {
                throw e;
            }
            // Started before, which the informer does not show yet.
        }
    }

    private static ObjectNode spec(Scene scene, Rollout.ExperimentStep step) {
        ObjectNode spec = Json.object();
        if (step.duration() != null) {
            spec.put("duration", step.duration());
        }
        ArrayNode templates = spec.putArray("templates");
        step.templates().forEach(template -> templates.add(template(scene, template)));
        ArrayNode analyses = spec.putArray("analyses");
        step.analyses().forEach(analysis -> analyses.add(analysis(scene, analysis)));
        ArrayNode dryRun = spec.putArray("dryRun");
        step.dryRun().forEach(dryRun::add);
        if (step.analysisRunMetadata() != null) {
            spec.set("analysisRunMetadata", Json.tree(step.analysisRunMetadata()));
        }
        return spec;
    }

    /// The template of the version that `specRef` names, with labels of its own.
    private static ObjectNode template(Scene scene, ObjectNode wanted) {
        ReplicaSet stable = scene.sets().stable();
        ReplicaSet set =
                stable != null && "stable".equals(wanted.path("specRef").asText(""))
                        ? stable
                        : scene.sets().current();
        ObjectNode template = Json.object();
        template.set("name", wanted.path("name"));
        if (wanted.has("replicas")) {
            template.set("replicas", wanted.get("replicas"));
        }
        if (set.spec().minReadySeconds() != null) {
            template.put("minReadySeconds", set.spec().minReadySeconds());
        }
        ObjectNode pod = set.spec().template().deepCopy();
        for (String field : List.of("labels", "annotations")) {
            for (var entry : wanted.path("metadata").path(field).properties()) {
                pod.withObject("/metadata")
                        .withObject("/" + field)
                        .set(entry.getKey(), entry.getValue());
            }
        }
        template.set("template", pod);
        JsonNode selector = wanted.path("selector");
        template.set("selector", selector.isObject() ? selector : Json.tree(set.spec().selector()));
        return template;
    }

    /// The analysis with its arguments filled in.
    private static ObjectNode analysis(Scene scene, ObjectNode wanted) {
        ObjectNode analysis = wanted.deepCopy();
        List<Rollout.Argument> args =
                Json.convert(
                                Json.object().set("args", wanted.path("args").deepCopy()),
                                Rollout.Analysis.class)
                        .args();
        ArrayNode values = analysis.putArray("args");
        RunArguments.of(scene.rollout(), args, scene.position())
                .forEach((name, value) -> values.addObject().put("name", name).put("value", value));
        return analysis;
    }
}
