package dev.slipway.state;

import static java.util.Objects.requireNonNull;

import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ProviderAddress;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The instances of a resource, and the provider configuration that looks after them.
public record ResourceState(
        ProviderAddress provider, SortedMap<InstanceKey, InstanceState> instances) {
    public ResourceState {
        requireNonNull(provider, "provider");
        instances = Collections.unmodifiableSortedMap(new TreeMap<>(instances));
    }
}
