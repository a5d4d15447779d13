package dev.slipway.model.kinds;

import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import dev.slipway.model.kinds.AnalysisTemplate.AnalysisTemplateSpec;

/// An [AnalysisTemplate] for all namespaces.
public record ClusterAnalysisTemplate(ObjectMeta metadata, AnalysisTemplateSpec spec)
        implements Resource {
    public ClusterAnalysisTemplate {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        spec = spec == null ? Json.empty(AnalysisTemplateSpec.class) : spec;
    }
}
