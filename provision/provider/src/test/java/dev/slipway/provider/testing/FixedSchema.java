package dev.slipway.provider.testing;

import dev.slipway.provider.schema.FunctionSignature;
import dev.slipway.provider.schema.IdentitySchema;
import dev.slipway.provider.schema.ProviderSchema;
import dev.slipway.provider.schema.Schema;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A schema that is all there. Immutable.
public record FixedSchema(
        Schema provider,
        @Nullable Schema providerMeta,
        Map<String, Schema> resources,
        Map<String, Schema> dataSources,
        Map<String, Schema> ephemeralResources,
        Extras extras)
        implements ProviderSchema {
    /// What only newer providers have.
    public record Extras(
            Map<String, FunctionSignature> functions,
            Map<String, IdentitySchema> identities,
            Capabilities capabilities) {
        public Extras {
            functions = Map.copyOf(functions);
            identities = Map.copyOf(identities);
        }
    }

    public FixedSchema {
        resources = Map.copyOf(resources);
        dataSources = Map.copyOf(dataSources);
        ephemeralResources = Map.copyOf(ephemeralResources);
    }

    @Override
    public @Nullable Schema resource(String type) {
        return resources.get(type);
    }

    @Override
    public @Nullable Schema dataSource(String type) {
        return dataSources.get(type);
    }

    @Override
    public @Nullable Schema ephemeralResource(String type) {
        return ephemeralResources.get(type);
    }

    @Override
    public @Nullable FunctionSignature function(String name) {
        return extras.functions().get(name);
    }

    @Override
    public @Nullable IdentitySchema identity(String resourceType) {
        return extras.identities().get(resourceType);
    }

    @Override
    public Set<String> resourceTypes() {
        return resources.keySet();
    }

    @Override
    public Set<String> dataSourceTypes() {
        return dataSources.keySet();
    }

    @Override
    public Set<String> ephemeralResourceTypes() {
        return ephemeralResources.keySet();
    }

    @Override
    public Set<String> functionNames() {
        return extras.functions().keySet();
    }

    @Override
    public Capabilities capabilities() {
        return extras.capabilities();
    }
}
