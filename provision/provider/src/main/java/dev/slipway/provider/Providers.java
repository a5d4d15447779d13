package dev.slipway.provider;

import dev.slipway.provider.schema.ProviderSchema;

/// Where providers come from. Safe for many threads.
public interface Providers extends AutoCloseable {
    /// The schema of the selected version; answered from a cache where one is, without starting the
    /// provider.
    ///
    /// @throws ProviderException if the provider is not installed or cannot be started
    ProviderSchema schema(ProviderSource source);

    /// A provider of its own, not configured yet; its holder closes it.
    ///
    /// @throws ProviderException if the provider is not installed or cannot be started
    Provider start(ProviderSource source);

    @Override
    void close();
}
