package dev.slipway.terraform.engine;

import dev.slipway.hcl.value.Value;
import dev.slipway.provider.Provider;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.state.address.ProviderAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What plays the part of something real in a test: of providers, of single objects, of modules.
/// Implementations are safe for many threads.
public interface StandIns {
    /// Everything is real.
    StandIns NONE =
            new StandIns() {
                @Override
                public boolean isPlayed(ProviderAddress provider) {
                    return false;
                }

                @Override
                public Provider of(
                        InstanceAddress object, ProviderAddress address, Provider provider) {
                    return provider;
                }

                @Override
                public boolean isOverridden(InstanceAddress object, ProviderAddress address) {
                    return false;
                }

                @Override
                public @Nullable Map<String, Value> outputs(ModuleInstance module) {
                    return null;
                }
            };

    /// Whether the provider is not to be configured, since all its objects are played.
    boolean isPlayed(ProviderAddress provider);

    /// Who manages an object: its provider, or what plays it. The latter does not end the provider
    /// when it is closed.
    Provider of(InstanceAddress object, ProviderAddress address, Provider provider);

    /// Whether an object that is imported is made up instead, from its configuration.
    boolean isOverridden(InstanceAddress object, ProviderAddress address);

    /// The outputs of a module of which nothing is carried out; null if it is carried out. An
    /// output that is not among them is null.
    @Nullable Map<String, Value> outputs(ModuleInstance module);
}
