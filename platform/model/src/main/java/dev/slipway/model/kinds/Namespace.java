package dev.slipway.model.kinds;

import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A room for names.
public record Namespace(ObjectMeta metadata, NamespaceSpec spec, NamespaceStatus status)
        implements Resource {
    public Namespace {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        spec = spec == null ? Json.empty(NamespaceSpec.class) : spec;
        status = status == null ? Json.empty(NamespaceStatus.class) : status;
    }

    /// Who must agree before the namespace goes.
    public record NamespaceSpec(List<String> finalizers) {
        public NamespaceSpec {
            finalizers = Immutable.list(finalizers);
        }
    }

    /// `Active` or `Terminating`.
    public record NamespaceStatus(@Nullable String phase, List<Condition> conditions) {
        public NamespaceStatus {
            conditions = Immutable.list(conditions);
        }
    }
}
