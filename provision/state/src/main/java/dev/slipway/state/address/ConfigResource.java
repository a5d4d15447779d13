package dev.slipway.state.address;

import static java.util.Objects.requireNonNull;

/// A resource block in the configuration, whichever instances its modules have:
/// `module.network.aws_vpc.main`. What states call a dependency.
public record ConfigResource(ModulePath module, ResourceAddress resource)
        implements Comparable<ConfigResource> {
    public ConfigResource {
        requireNonNull(module, "module");
        requireNonNull(resource, "resource");
    }

    @Override
    public int compareTo(ConfigResource other) {
        int byModule = module.compareTo(other.module);
        return byModule != 0 ? byModule : resource.compareTo(other.resource);
    }

    @Override
    public String toString() {
        return module.isRoot() ? resource.toString() : module + "." + resource;
    }
}
