package dev.slipway.state;

import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ProviderAddress;
import dev.slipway.state.address.ResourcePath;
import dev.slipway.state.address.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Changes of states by hand; the objects themselves are not touched. Each makes a state with the
/// serial after the one before. Stateless.
public final class StateEdits {
    private StateEdits() {}

    /// The state in which an object is to be replaced, or is not any more.
    ///
    /// @throws StateException if there is no such object
    public static State withTainted(State state, InstanceAddress address, boolean tainted) {
        InstanceState instance = state.instance(address);
        if (instance == null || instance.current() == null) {
            throw new StateException("address: there is no " + address + " in the state");
        }
        return with(
                state,
                address,
                new InstanceState(instance.current().withTainted(tainted), instance.deposed()));
    }

    /// The addresses of all instances that one of the targets covers, in order.
    public static List<InstanceAddress> covered(State state, List<Target> targets) {
        List<InstanceAddress> covered = new ArrayList<>();
        state.resources()
                .forEach((path, resource) ->
                        resource.instances()
                                .keySet()
                                .forEach(key -> {
                                    InstanceAddress address = path.instance(key);
                                    if (targets.stream().anyMatch(each -> each.covers(address))) {
                                        covered.add(address);
                                    }
                                }));
        return covered;
    }

    /// The state without these instances.
    public static State without(State state, List<InstanceAddress> addresses) {
        State left = state;
        for (InstanceAddress each : addresses) {
            left = with(left, each, null);
        }
        return serial(left, state.serial() + 1);
    }

    /// The state with an instance as it is from now on.
    public static State withInstance(
            State state,
            InstanceAddress address,
            ProviderAddress provider,
            InstanceState instance) {
        SortedMap<ResourcePath, ResourceState> resources = new TreeMap<>(state.resources());
        resources.putIfAbsent(address.resource(), new ResourceState(provider, new TreeMap<>()));
        State open =
                new State(
                        state.terraformVersion(),
                        state.serial(),
                        state.lineage(),
                        state.outputs(),
                        resources,
                        state.checks());
        return with(open, address, instance);
    }

    private static State with(
            State state, InstanceAddress address, @Nullable InstanceState instance) {
        SortedMap<ResourcePath, ResourceState> resources = new TreeMap<>(state.resources());
        ResourceState resource = resources.get(address.resource());
        if (resource == null) {
            return state;
        }
        SortedMap<InstanceKey, InstanceState> instances = new TreeMap<>(resource.instances());
        if (instance == null) {
            instances.remove(address.key());
        } else {
            instances.put(address.key(), instance);
        }
        if (instances.isEmpty()) {
            resources.remove(address.resource());
        } else {
            resources.put(address.resource(), new ResourceState(resource.provider(), instances));
        }
        return new State(
                state.terraformVersion(),
                state.serial() + 1,
                state.lineage(),
                state.outputs(),
                resources,
                state.checks());
    }

    private static State serial(State state, long serial) {
        return new State(
                state.terraformVersion(),
                serial,
                state.lineage(),
                state.outputs(),
                state.resources(),
                state.checks());
    }
}
