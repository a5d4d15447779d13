package dev.slipway.provider.schema;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything a provider says of itself. Schemas of single types are decoded when they are asked
/// for: a large provider has more than a thousand, and a configuration uses ten of them.
/// Implementations are safe for many threads.
public interface ProviderSchema {
    /// Of the `provider` block.
    Schema provider();

    /// Of the `provider_meta` block, if there may be one.
    @Nullable Schema providerMeta();

    @Nullable Schema resource(String type);

    @Nullable Schema dataSource(String type);

    @Nullable Schema ephemeralResource(String type);

    @Nullable FunctionSignature function(String name);

    @Nullable IdentitySchema identity(String resourceType);

    Set<String> resourceTypes();

    Set<String> dataSourceTypes();

    Set<String> ephemeralResourceTypes();

    Set<String> functionNames();

    Capabilities capabilities();

    /// What the provider can do beyond what all can.
    record Capabilities(
            boolean planDestroy,
            boolean providerSchemaOptional,
            boolean moveResourceState,
            boolean generateResourceConfig) {}
}
