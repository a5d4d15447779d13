package dev.slipway.model.kinds;

import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.util.List;

/// Permissions within one namespace.
public record Role(ObjectMeta metadata, List<PolicyRule> rules) implements Resource {
    public Role {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        rules = Immutable.list(rules);
    }
}
