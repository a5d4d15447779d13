package dev.slipway.model.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What to measure, how often, and what makes it good or bad; AnalysisRuns are made of it. The kind
/// is Argo Rollouts'.
public record AnalysisTemplate(ObjectMeta metadata, AnalysisTemplateSpec spec) implements Resource {
    public AnalysisTemplate {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        spec = spec == null ? Json.empty(AnalysisTemplateSpec.class) : spec;
    }

    /// The metrics are kept whole and must not be changed: arguments may stand anywhere in them.
    public record AnalysisTemplateSpec(
            List<ObjectNode> metrics,
            List<Argument> args,
            List<DryRun> dryRun,
            List<MeasurementRetention> measurementRetention,
            List<Rollout.TemplateRef> templates) {
        public AnalysisTemplateSpec {
            metrics = Immutable.list(metrics);
            args = Immutable.list(args);
            dryRun = Immutable.list(dryRun);
            measurementRetention = Immutable.list(measurementRetention);
            templates = Immutable.list(templates);
        }
    }

    /// What metrics refer to as `{{args.NAME}}`: a value, or where it comes from. Without either,
    /// whoever uses the template has to give it.
    public record Argument(
            String name, @Nullable String value, @Nullable ArgumentSource valueFrom) {
        public Argument {
            name = name == null ? "" : name;
        }
    }

    /// Where a value comes from; exactly one of the fields is set.
    public record ArgumentSource(
            @Nullable KeyReference secretKeyRef, @Nullable FieldReference fieldRef) {}

    /// Metrics whose results do not count: `metricName` is a regular expression.
    public record DryRun(String metricName) {
        public DryRun {
            metricName = metricName == null ? "" : metricName;
        }
    }

    /// How many measurements are kept of metrics: `metricName` is a regular expression.
    public record MeasurementRetention(String metricName, int limit) {
        public MeasurementRetention {
            metricName = metricName == null ? "" : metricName;
        }
    }
}
