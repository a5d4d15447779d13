package dev.slipway.state.address;

import static java.util.Objects.requireNonNull;

import dev.slipway.provider.ProviderSource;

/// A configuration of a provider: in which module it stands, of which provider, its alias, which is
/// empty for the default one, and which instance, where there is one for each of something:
/// `module.x.provider["registry.terraform.io/hashicorp/aws"].west`.
public record ProviderAddress(
        ModulePath module, ProviderSource source, String alias, InstanceKey key)
        implements Comparable<ProviderAddress> {
    public ProviderAddress {
        requireNonNull(module, "module");
        requireNonNull(source, "source");
        requireNonNull(alias, "alias");
        requireNonNull(key, "key");
    }

    public static ProviderAddress root(ProviderSource source) {
        return new ProviderAddress(ModulePath.ROOT, source, "", InstanceKey.NONE);
    }

    @Override
    public int compareTo(ProviderAddress other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return (module.isRoot() ? "" : module + ".")
                + "provider[\""
                + source
                + "\"]"
                + (alias.isEmpty() ? "" : "." + alias)
                + key;
    }
}
