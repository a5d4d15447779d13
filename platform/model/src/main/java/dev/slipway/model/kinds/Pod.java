package dev.slipway.model.kinds;

import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;

/// Containers that run together on one node.
public record Pod(ObjectMeta metadata, PodSpec spec, PodStatus status) implements Resource {
    public Pod {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        spec = spec == null ? Json.empty(PodSpec.class) : spec;
        status = status == null ? Json.empty(PodStatus.class) : status;
    }
}
