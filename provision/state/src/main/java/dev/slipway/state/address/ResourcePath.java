package dev.slipway.state.address;

import static java.util.Objects.requireNonNull;

/// A resource in an instance of its module: `module.network["eu"].aws_vpc.main`.
public record ResourcePath(ModuleInstance module, ResourceAddress resource)
        implements Comparable<ResourcePath> {
    public ResourcePath {
        requireNonNull(module, "module");
        requireNonNull(resource, "resource");
    }

    public InstanceAddress instance(InstanceKey key) {
        return new InstanceAddress(this, key);
    }

    public ConfigResource config() {
        return new ConfigResource(module.path(), resource);
    }

    @Override
    public int compareTo(ResourcePath other) {
        int byModule = module.compareTo(other.module);
        return byModule != 0 ? byModule : resource.compareTo(other.resource);
    }

    @Override
    public String toString() {
        return module.isRoot() ? resource.toString() : module + "." + resource;
    }
}
