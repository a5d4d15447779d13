package dev.slipway.terraform.json;

import dev.slipway.state.address.ModulePath;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.ModuleCall;
import dev.slipway.terraform.config.ProviderBlock;
import dev.slipway.terraform.config.ProviderRef;
import dev.slipway.terraform.config.Resource;

/// Names the provider configurations of a tree of modules: `aws`, `aws.west`, `module.a:aws`. A
/// module that has none of its own uses its caller's. Immutable.
final class ProviderKeys {
    private final ConfigTree root;

    ProviderKeys(ConfigTree root) {
        this.root = root;
    }

    static String key(ModulePath module, String localName, String alias) {
        return (module.isRoot() ? "" : module + ":")
                + localName
                + (alias.isEmpty() ? "" : "." + alias);
    }

    /// The key of the configuration that looks after a resource.
    String of(ConfigTree tree, Resource resource) {
        ProviderRef ref = resource.provider();
        return ref == null
                ? resolve(tree, resource.address().impliedProvider(), "")
                : resolve(tree, ref.localName(), ref.alias());
    }

    private String resolve(ConfigTree tree, String localName, String alias) {
        if (tree.path().isRoot() || isDeclared(tree, localName, alias)) {
            return key(tree.path(), localName, alias);
        }
        ConfigTree parent = root.find(tree.path().parent());
        ModuleCall call = parent == null ? null : parent.module().calls().get(tree.path().last());
        if (parent == null || call == null) {
            return key(tree.path(), localName, alias);
        }
        ProviderRef passed = call.providers().get(key(ModulePath.ROOT, localName, alias));
        return passed == null
                ? resolve(parent, localName, alias)
                : resolve(parent, passed.localName(), passed.alias());
    }

    private static boolean isDeclared(ConfigTree tree, String localName, String alias) {
        for (ProviderBlock each : tree.module().providers()) {
            if (each.localName().equals(localName) && each.alias().equals(alias)) {
                return true;
            }
        }
        return false;
    }
}
