package dev.slipway.terraform.stored;

import dev.slipway.provider.ProviderException;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.Providers;
import dev.slipway.provider.schema.Schema;
import dev.slipway.state.address.ResourceAddress;
import org.jspecify.annotations.Nullable;

/// Where those who show things find what the parts of a resource are. Safe for many threads if what
/// it asks is.
@FunctionalInterface
public interface Schemas {
    /// Nothing is known; values are shown as they are.
    Schemas NONE = (_, _) -> null;

    /// The schema of a resource, data source or ephemeral resource, `null` if there is none.
    @Nullable Schema find(ProviderSource provider, ResourceAddress resource);

    /// The schemas of installed providers. One that cannot be had is as if it had none: what is
    /// there is still shown.
    static Schemas of(Providers providers) {
        return (source, resource) -> {
            try {
                var schema = providers.schema(source);
                return switch (resource.mode()) {
                    case MANAGED -> schema.resource(resource.type());
                    case DATA -> schema.dataSource(resource.type());
                    case EPHEMERAL -> schema.ephemeralResource(resource.type());
                };
            } catch (ProviderException _) {
                return null;
            }
        };
    }
}
