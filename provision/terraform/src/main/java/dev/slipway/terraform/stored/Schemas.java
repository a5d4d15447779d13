package dev.slipway.terraform.stored;

import dev.slipway.provider.ProviderException;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.Providers;
import dev.slipway.provider.schema.ProviderSchema;
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

    /// The schema of a provider's own configuration, `null` if there is none.
    default @Nullable Schema provider(ProviderSource provider) {
        return null;
    }

    /// The schemas of installed providers. One that cannot be had is as if it had none: what is
    /// there is still shown.
    static Schemas of(Providers providers) {
        return new Schemas() {
            @Override
            public @Nullable Schema find(ProviderSource source, ResourceAddress resource) {
                ProviderSchema schema = schema(source);
                return schema == null
                        ? null
                        : switch (resource.mode()) {
                            case MANAGED -> schema.resource(resource.type());
                            case DATA -> schema.dataSource(resource.type());
                            case EPHEMERAL -> schema.ephemeralResource(resource.type());
                        };
            }

            @Override
            public @Nullable Schema provider(ProviderSource source) {
                ProviderSchema schema = schema(source);
                return schema == null ? null : schema.provider();
            }

            private @Nullable ProviderSchema schema(ProviderSource source) {
                try {
                    return providers.schema(source);
                } catch (ProviderException _) {
                    return null;
                }
            }
        };
    }
}
