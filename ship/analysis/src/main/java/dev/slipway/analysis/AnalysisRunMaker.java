package dev.slipway.analysis;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.AnalysisRun.AnalysisRunSpec;
import dev.slipway.model.kinds.AnalysisTemplate;
import dev.slipway.model.kinds.AnalysisTemplate.AnalysisTemplateSpec;
import dev.slipway.model.kinds.AnalysisTemplate.Argument;
import dev.slipway.model.kinds.ClusterAnalysisTemplate;
import dev.slipway.model.kinds.Experiment;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes the specification of an AnalysisRun from the templates that a Rollout or an Experiment
/// names. The templates come from informers: callers that want to try again when one appears listen
/// to `Kinds.ANALYSIS_TEMPLATE` and `Kinds.CLUSTER_ANALYSIS_TEMPLATE`. Thread-safe.
public final class AnalysisRunMaker {
    private final Informer<AnalysisTemplate> templates;
    private final Informer<ClusterAnalysisTemplate> clusterTemplates;

    /// To be made before the informers start.
    public AnalysisRunMaker(Informers informers) {
        requireNonNull(informers, "informers");
        templates = informers.of(Kinds.ANALYSIS_TEMPLATE);
        clusterTemplates = informers.of(Kinds.CLUSTER_ANALYSIS_TEMPLATE);
    }

    /// The specification of the run that `analysis` of a Rollout asks for. `args` are the values of
    /// its arguments by name; those that have a plain value need not be among them. Throws
    /// [AnalysisException] if a template is missing, two contradict each other or an argument has
    /// no value.
    public ObjectNode spec(String namespace, Rollout.Analysis analysis, Map<String, String> args) {
        List<Argument> given = new ArrayList<>();
        for (Rollout.Argument argument : analysis.args()) {
            if (argument.value() != null && !args.containsKey(argument.name())) {
                given.add(new Argument(argument.name(), argument.value(), null));
            }
        }
        args.forEach((name, value) -> given.add(new Argument(name, value, null)));
        Rules rules =
                new Rules(
                        analysis.dryRun().stream()
                                .map(rule -> Json.convert(rule, AnalysisTemplate.DryRun.class))
                                .toList(),
                        analysis.measurementRetention().stream()
                                .map(rule ->
                                        Json.convert(
                                                rule, AnalysisTemplate.MeasurementRetention.class))
                                .toList());
        return Json.tree(make(namespace, analysis.templates(), given, rules));
    }

    /// The same for an analysis of an Experiment, whose references in `args` are filled in already.
    public ObjectNode spec(
            String namespace,
            Experiment.Analysis analysis,
            List<Argument> args,
            Experiment.ExperimentSpec experiment) {
        var reference = new Rollout.TemplateRef(analysis.templateName(), analysis.clusterScope());
        Rules rules = new Rules(experiment.dryRun(), experiment.measurementRetention());
        return Json.tree(make(namespace, List.of(reference), args, rules));
    }

    /// What the user of templates adds to theirs.
    private record Rules(
            List<AnalysisTemplate.DryRun> dryRun,
            List<AnalysisTemplate.MeasurementRetention> retention) {}

    private AnalysisRunSpec make(
            String namespace,
            List<Rollout.TemplateRef> references,
            List<Argument> given,
            Rules rules) {
        List<AnalysisTemplateSpec> found =
                new TemplateReferences(reference -> find(namespace, reference)).all(references);
        AnalysisTemplateSpec merged = TemplateMerge.of(found, rules.dryRun(), rules.retention());
        List<Argument> args = TemplateArguments.filledIn(merged.args(), given);
        MetricPattern.checkRules(merged);
        return new AnalysisRunSpec(
                merged.metrics(), args, null, merged.dryRun(), merged.measurementRetention(), null);
    }

    private AnalysisTemplateSpec find(String namespace, Rollout.TemplateRef reference) {
        String name = reference.templateName() == null ? "" : reference.templateName();
        if (Boolean.TRUE.equals(reference.clusterScope())) {
            ClusterAnalysisTemplate template = clusterTemplates.find(new ObjectKey("", name));
            return found(
                    "ClusterAnalysisTemplate", name, template == null ? null : template.spec());
        }
        AnalysisTemplate template = templates.find(new ObjectKey(namespace, name));
        return found("AnalysisTemplate", name, template == null ? null : template.spec());
    }

    private static AnalysisTemplateSpec found(
            String kind, String name, @Nullable AnalysisTemplateSpec spec) {
        if (spec == null) {
            throw new AnalysisException(kind + " '" + name + "' not found");
        }
        return spec;
    }
}
