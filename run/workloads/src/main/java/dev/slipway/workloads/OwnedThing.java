package dev.slipway.workloads;

import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.util.Map;

/// What the garbage collector keeps of any object: its identity, owners and finalizers.
record OwnedThing(ObjectMeta metadata) implements Resource {
    OwnedThing {
        metadata =
                metadata == null
                        ? Json.empty(ObjectMeta.class)
                        : metadata.withLabels(Map.of()).withAnnotations(Map.of());
    }

    /// The same kind, of which no more than this is read.
    static Kind<OwnedThing> of(Kind<?> kind) {
        return new Kind<>(kind.type(), kind.plural(), kind.namespaced(), OwnedThing.class);
    }
}
