package dev.slipway.model.kinds;

import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import org.jspecify.annotations.Nullable;

/// Which controller serves an ingress.
public record IngressClass(ObjectMeta metadata, IngressClassSpec spec) implements Resource {
    public IngressClass {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        spec = spec == null ? Json.empty(IngressClassSpec.class) : spec;
    }

    /// The controller.
    public record IngressClassSpec(@Nullable String controller) {}
}
