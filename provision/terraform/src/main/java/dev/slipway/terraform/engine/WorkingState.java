package dev.slipway.terraform.engine;

import dev.slipway.state.CheckResult;
import dev.slipway.state.InstanceState;
import dev.slipway.state.Journal;
import dev.slipway.state.ResourceState;
import dev.slipway.state.State;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ProviderAddress;
import dev.slipway.state.address.ResourcePath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A state while it is changed. Each change is in the journal before `put` returns. Thread-safe.
final class WorkingState {
    private final State base;
    private final Journal journal;
    private final Map<InstanceAddress, Kept> objects = new HashMap<>();

    private record Kept(ProviderAddress provider, InstanceState instance) {}

    WorkingState(State base, Journal journal) {
        this.base = base;
        this.journal = journal;
        base.resources()
                .forEach((path, resource) ->
                        resource.instances()
                                .forEach((key, instance) ->
                                        objects.put(
                                                path.instance(key),
                                                new Kept(resource.provider(), instance))));
    }

    synchronized @Nullable InstanceState find(InstanceAddress address) {
        Kept kept = objects.get(address);
        return kept == null ? null : kept.instance();
    }

    /// The instance as it is from now on; an empty one is gone. Changes of one instance must not
    /// overlap.
    void put(InstanceAddress address, ProviderAddress provider, InstanceState instance) {
        InstanceState now = instance.isEmpty() ? null : instance;
        journal.record(address, provider, now);
        synchronized (this) {
            if (now == null) {
                objects.remove(address);
            } else {
                objects.put(address, new Kept(provider, now));
            }
        }
    }

    synchronized State snapshot(SortedMap<String, State.Output> outputs, List<CheckResult> checks) {
        Map<ResourcePath, SortedMap<InstanceKey, InstanceState>> instances = new HashMap<>();
        Map<ResourcePath, ProviderAddress> owners = new HashMap<>();
        objects.forEach((address, kept) -> {
            instances
                    .computeIfAbsent(address.resource(), _ -> new TreeMap<>())
                    .put(address.key(), kept.instance());
            owners.put(address.resource(), kept.provider());
        });
        SortedMap<ResourcePath, ResourceState> resources = new TreeMap<>();
        owners.forEach((path, provider) ->
                resources.put(
                        path,
                        new ResourceState(
                                provider, instances.getOrDefault(path, new TreeMap<>()))));
        return new State(
                base.terraformVersion(), base.serial(), base.lineage(), outputs, resources, checks);
    }
}
