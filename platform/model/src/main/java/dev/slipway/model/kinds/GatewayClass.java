package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which controller serves a gateway.
public record GatewayClass(ObjectMeta metadata, GatewayClassSpec spec, GatewayClassStatus status)
        implements Resource {
    public GatewayClass {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        requireNonNull(spec, "spec");
        status = status == null ? Json.empty(GatewayClassStatus.class) : status;
    }

    /// The controller, by a name like a path under a domain.
    public record GatewayClassSpec(String controllerName, @Nullable String description) {
        public GatewayClassSpec {
            requireNonNull(controllerName, "controllerName");
        }
    }

    /// Whether that controller took it on.
    public record GatewayClassStatus(List<Condition> conditions, List<Feature> supportedFeatures) {
        public GatewayClassStatus {
            conditions = Immutable.list(conditions);
            supportedFeatures = Immutable.list(supportedFeatures);
        }
    }

    /// A feature of the Gateway API.
    public record Feature(String name) {
        public Feature {
            requireNonNull(name, "name");
        }
    }
}
