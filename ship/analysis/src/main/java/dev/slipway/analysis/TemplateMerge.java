package dev.slipway.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.kinds.AnalysisTemplate.AnalysisTemplateSpec;
import dev.slipway.model.kinds.AnalysisTemplate.Argument;
import dev.slipway.model.kinds.AnalysisTemplate.DryRun;
import dev.slipway.model.kinds.AnalysisTemplate.MeasurementRetention;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Makes one template of several. Pure.
final class TemplateMerge {
    private TemplateMerge() {}

    /// All their metrics and rules, and each argument once; `dryRun` and `retention` are further
    /// rules. Throws [AnalysisException] where two are of one name but not the same.
    static AnalysisTemplateSpec of(
            List<AnalysisTemplateSpec> templates,
            List<DryRun> dryRun,
            List<MeasurementRetention> retention) {
        List<ObjectNode> metrics = new ArrayList<>();
        List<DryRun> allDryRun = new ArrayList<>();
        List<MeasurementRetention> allRetention = new ArrayList<>();
        Map<String, Argument> args = new LinkedHashMap<>();
        for (AnalysisTemplateSpec template : templates) {
            metrics.addAll(template.metrics());
            allDryRun.addAll(template.dryRun());
            allRetention.addAll(template.measurementRetention());
            template.args().forEach(arg -> args.merge(arg.name(), arg, TemplateMerge::same));
        }
        allDryRun.addAll(dryRun);
        allRetention.addAll(retention);
        refuseTwo("metrics", metrics, metric -> metric.path("name").asText());
        refuseTwo("Dry-Run metric rules", allDryRun, DryRun::metricName);
        refuseTwo(
                "Measurement Retention metric rules",
                allRetention,
                MeasurementRetention::metricName);
        return new AnalysisTemplateSpec(
                metrics, List.copyOf(args.values()), allDryRun, allRetention, List.of());
    }

    /// An argument that two templates have: where only one says its value, that counts.
    private static Argument same(Argument one, Argument other) {
        if (!TemplateArguments.hasValue(other)) {
            return one;
        }
        if (!TemplateArguments.hasValue(one) || one.equals(other)) {
            return other;
        }
        throw new AnalysisException(
                "Argument '"
                        + one.name()
                        + "' specified multiple times with different values: "
                        + TemplateArguments.describe(one)
                        + ", "
                        + TemplateArguments.describe(other));
    }

    private static <T> void refuseTwo(String what, List<T> all, Function<T, String> name) {
        Set<String> names = new HashSet<>();
        for (T each : all) {
            if (!names.add(name.apply(each))) {
                throw new AnalysisException(
                        "two " + what + " have the same name '" + name.apply(each) + "'");
            }
        }
    }
}
