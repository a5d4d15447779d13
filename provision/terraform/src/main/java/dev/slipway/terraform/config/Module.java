package dev.slipway.terraform.config;

import dev.slipway.state.address.ResourceAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// All files of a folder read as one module, overrides merged in. `folder` is as `path.module`
/// tells it.
public record Module(
        Path folder,
        Settings settings,
        SortedMap<String, Variable> variables,
        SortedMap<String, Local> locals,
        SortedMap<String, Output> outputs,
        SortedMap<ResourceAddress, Resource> resources,
        SortedMap<String, ModuleCall> calls,
        List<ProviderBlock> providers,
        Refactorings refactorings,
        SortedMap<String, Check> checks) {
    /// What the `terraform` blocks say. Required providers are by local name.
    public record Settings(
            List<RequiredVersion> requiredVersions,
            Map<String, RequiredProvider> requiredProviders,
            @Nullable Backend backend,
            @Nullable Encryption encryption,
            Map<String, ProviderMeta> providerMetas) {
        public Settings {
            requiredVersions = List.copyOf(requiredVersions);
            requiredProviders = Map.copyOf(requiredProviders);
            providerMetas = Map.copyOf(providerMetas);
        }
    }

    public Module {
        providers = List.copyOf(providers);
    }

    /// With other provider configurations.
    public Module withProviders(List<ProviderBlock> others) {
        return new Module(
                folder,
                settings,
                variables,
                locals,
                outputs,
                resources,
                calls,
                others,
                refactorings,
                checks);
    }

    /// The source of a provider by its local name, implied where nothing is said.
    public dev.slipway.provider.ProviderSource providerSource(String localName) {
        RequiredProvider required = settings.requiredProviders().get(localName);
        return required == null
                ? dev.slipway.provider.ProviderSource.implied(localName)
                : required.source();
    }
}
