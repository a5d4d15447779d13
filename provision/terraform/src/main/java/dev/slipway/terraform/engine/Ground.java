package dev.slipway.terraform.engine;

import dev.slipway.provider.schema.Schema;
import dev.slipway.state.address.ModulePath;
import dev.slipway.terraform.config.ProviderPlaces;
import dev.slipway.terraform.config.Resource;
import dev.slipway.terraform.event.RunListener;
import org.jspecify.annotations.Nullable;

/// What planning and applying have in common beyond values: providers, and who is told. Safe for
/// many threads.
interface Ground extends Evaluations {
    /// Null, having told why, if there is none.
    @Nullable Schema schema(ModulePath module, Resource resource);

    ProviderPlaces places();

    ConfiguredProviders providers();

    RunListener listener();

    /// The ephemeral resources, which are open until the run ends.
    OpenedResources opened();
}
