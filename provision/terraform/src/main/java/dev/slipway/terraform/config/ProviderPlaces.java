package dev.slipway.terraform.config;

import dev.slipway.provider.ProviderSource;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModulePath;
import dev.slipway.state.address.ProviderAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds which provider configuration is meant by a name in a module: its own, one that its caller
/// hands over, or the caller's of the same name. Immutable.
public final class ProviderPlaces {
    private final ConfigTree root;

    public ProviderPlaces(ConfigTree root) {
        this.root = root;
    }

    /// A provider configuration: where it stands; the block is absent for a default configuration
    /// that nobody wrote. `address` has no instance key.
    public record Place(ProviderAddress address, @Nullable ProviderBlock block) {}

    /// The configuration for a resource; null if the module names one that there is not.
    public @Nullable Place of(ModulePath module, Resource resource) {
        ProviderRef ref = resource.provider();
        return ref == null
                ? find(module, resource.address().impliedProvider(), "")
                : find(module, ref.localName(), ref.alias());
    }

    /// The provider that a resource is of, whether or not it is configured.
    public ProviderSource source(ModulePath module, Resource resource) {
        ConfigTree tree = tree(module);
        ProviderRef ref = resource.provider();
        return tree.module()
                .providerSource(
                        ref == null ? resource.address().impliedProvider() : ref.localName());
    }

    private ConfigTree tree(ModulePath module) {
        ConfigTree tree = root.find(module);
        if (tree == null) {
            throw new IllegalArgumentException("module: " + module + " (expected: a loaded one)");
        }
        return tree;
    }

    public @Nullable Place find(ModulePath path, String localName, String alias) {
        Module module = tree(path).module();
        ProviderSource source = module.providerSource(localName);
        for (ProviderBlock block : module.providers()) {
            boolean same = module.providerSource(block.localName()).equals(source);
            if (same && block.alias().equals(alias)) {
                return new Place(address(path, source, alias), block);
            }
        }
        if (path.isRoot()) {
            return alias.isEmpty() ? new Place(address(path, source, ""), null) : null;
        }
        ModuleCall call = tree(path.parent()).module().calls().get(path.last());
        Map<String, ProviderRef> handed = call == null ? Map.of() : call.providers();
        ProviderRef ref = handed.get(alias.isEmpty() ? localName : localName + "." + alias);
        if (ref != null) {
            return find(path.parent(), ref.localName(), ref.alias());
        }
        return alias.isEmpty() ? inherited(path.parent(), localName, source) : null;
    }

    /// The caller may know the same provider by another name.
    private @Nullable Place inherited(ModulePath caller, String localName, ProviderSource source) {
        Module module = tree(caller).module();
        if (module.providerSource(localName).equals(source)) {
            return find(caller, localName, "");
        }
        for (Map.Entry<String, RequiredProvider> each :
                module.settings().requiredProviders().entrySet()) {
            if (each.getValue().source().equals(source)) {
                return find(caller, each.getKey(), "");
            }
        }
        return caller.isRoot()
                ? new Place(address(caller, source, ""), null)
                : inherited(caller.parent(), localName, source);
    }

    private static ProviderAddress address(ModulePath path, ProviderSource source, String alias) {
        return new ProviderAddress(path, source, alias, InstanceKey.NONE);
    }
}
