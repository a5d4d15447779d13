package dev.slipway.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.analysis.AnalysisException;
import dev.slipway.analysis.AnalysisRunMaker;
import dev.slipway.analysis.FieldText;
import dev.slipway.client.Cluster;
import dev.slipway.client.Resources;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.OwnerReference;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.AnalysisRun;
import dev.slipway.model.kinds.AnalysisTemplate.Argument;
import dev.slipway.model.kinds.Experiment;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Rollout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The AnalysisRuns of Experiments, named after Experiment and analysis. Thread-safe.
final class ExperimentRuns {
    private static final Pattern REFERENCE =
            Pattern.compile("\\{\\{\\s*((?:templates|experiment)\\.[^}\\s]*)\\s*}}");

    private final Resources<AnalysisRun> resources;
    private final Resources<RawResource> raw;
    private final Informer<AnalysisRun> informer;
    private final AnalysisRunMaker maker;

    ExperimentRuns(Cluster cluster, Informers informers, AnalysisRunMaker maker) {
        this.resources = cluster.resources(Kinds.ANALYSIS_RUN);
        this.raw = cluster.resources(Kinds.ANALYSIS_RUN.raw());
        this.informer = informers.of(Kinds.ANALYSIS_RUN);
        this.maker = maker;
    }

    Informer<AnalysisRun> informer() {
        return informer;
    }

    static String name(Experiment experiment, Experiment.Analysis analysis) {
        return experiment.key().name() + "-" + analysis.name();
    }

    /// The run as it was last seen, or null.
    @Nullable AnalysisRun find(Experiment experiment, Experiment.Analysis analysis) {
        return informer.find(
                new ObjectKey(experiment.key().namespace(), name(experiment, analysis)));
    }

    /// Starts a run, unless there is one that was not seen yet. Throws [AnalysisException] if it
    /// cannot be made.
    void start(Experiment experiment, Experiment.Analysis analysis, Instant availableAt) {
        Map<String, String> values = values(experiment, availableAt);
        List<Argument> args = new ArrayList<>();
        for (Argument argument : analysis.args()) {
            args.add(filledIn(argument, values, experiment));
        }
        String namespace = experiment.key().namespace();
        ObjectNode run = Json.object();
        run.put("apiVersion", Kinds.ANALYSIS_RUN.type().apiVersion());
        run.put("kind", Kinds.ANALYSIS_RUN.type().kind());
        ObjectNode metadata = run.putObject("metadata");
        metadata.put("namespace", namespace).put("name", name(experiment, analysis));
        Rollout.PodMetadata extra = experiment.spec().analysisRunMetadata();
        if (extra != null) {
            extra.labels().forEach(metadata.putObject("labels")::put);
            extra.annotations().forEach(metadata.putObject("annotations")::put);
        }
        metadata.putArray("ownerReferences")
                .add(
                        Json.tree(
                                OwnerReference.controlledBy(
                                        Kinds.EXPERIMENT, experiment.metadata())));
        run.set("spec", maker.spec(namespace, analysis, args, experiment.spec()));
        create(experiment, run);
    }

    private void create(Experiment experiment, ObjectNode run) {
        RawResource object = RawResource.of(run);
        try {
            raw.create(object);
        } catch (ApiException e) {
            if (e.reason() == ApiException.Reason.INVALID) {
                throw new AnalysisException(String.valueOf(e.getMessage()));
            }
            if (e.reason() != ApiException.Reason.ALREADY_EXISTS) {
                throw e;
            }
            boolean ours =
                    raw.find(object.key())
                            .map(found ->
                                    found.metadata()
                                            .isControlledBy(experiment.metadata().storedUid()))
                            .orElse(true);
            if (!ours) {
                throw new AnalysisException(
                        "AnalysisRun '"
                                + object.key().name()
                                + "' exists and is not this experiment's");
            }
        }
    }

    void terminate(AnalysisRun run) {
        ObjectNode change = Json.object();
        change.putObject("spec").put("terminate", true);
        resources.patch(run.key(), new Patch.MergePatch(change));
    }

    /// What arguments may refer to.
    private static Map<String, String> values(Experiment experiment, Instant availableAt) {
        Map<String, String> values = new HashMap<>();
        for (Experiment.Template template : experiment.spec().templates()) {
            String prefix = "templates." + template.name() + ".";
            values.put(prefix + "podTemplateHash", ExperimentPods.hash(experiment, template));
            values.put(
                    prefix + "replicaset.name", ExperimentPods.setKey(experiment, template).name());
        }
        values.put("experiment.availableAt", Json.time(availableAt));
        Instant end = ExperimentProgress.end(experiment, availableAt);
        values.put("experiment.finishedAt", end == null ? "" : Json.time(end));
        return values;
    }

    private static Argument filledIn(
            Argument argument, Map<String, String> values, Experiment experiment) {
        if (argument.valueFrom() != null && argument.valueFrom().fieldRef() != null) {
            String path = argument.valueFrom().fieldRef().fieldPath();
            return new Argument(argument.name(), FieldText.at(Json.tree(experiment), path), null);
        }
        if (argument.value() == null) {
            return argument;
        }
        String value =
                REFERENCE
                        .matcher(argument.value())
                        .replaceAll(match -> {
                            String known = values.get(match.group(1));
                            if (known == null) {
                                throw new AnalysisException(
                                        "failed to resolve {{" + match.group(1) + "}}");
                            }
                            return Matcher.quoteReplacement(known);
                        });
        return new Argument(argument.name(), value, null);
    }
}
