package dev.slipway.state.address;

import static java.util.Objects.requireNonNull;

/// One instance of a resource: `module.network["eu"].aws_subnet.private[2]`.
public record InstanceAddress(ResourcePath resource, InstanceKey key)
        implements Comparable<InstanceAddress> {
    public InstanceAddress {
        requireNonNull(resource, "resource");
        requireNonNull(key, "key");
    }

    public ModuleInstance module() {
        return resource.module();
    }

    public String type() {
        return resource.resource().type();
    }

    @Override
    public int compareTo(InstanceAddress other) {
        int byResource = resource.compareTo(other.resource);
        return byResource != 0 ? byResource : key.compareTo(other.key);
    }

    @Override
    public String toString() {
        return resource.toString() + key;
    }
}
