package dev.slipway.state;

import dev.slipway.provider.ProviderSource;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.state.address.ProviderAddress;
import dev.slipway.state.address.Relocation;
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

    /// What went where, and the state after that.
    public record Moved(State state, SortedMap<InstanceAddress, InstanceAddress> moves) {}

    /// The state in which everything that `from` names is where `to` says.
    ///
    /// @throws StateException if there is nothing, it does not fit there, or there is something
    public static Moved moved(State state, Target from, Target to) {
        SortedMap<InstanceAddress, InstanceAddress> moves = new TreeMap<>();
        for (InstanceAddress each : covered(state, List.of(from))) {
            InstanceAddress target = Relocation.of(ModuleInstance.ROOT, from, to, each);
            if (target == null || !target.type().equals(each.type())) {
                throw new StateException(
                        "address: " + each + " cannot become " + to + ", which is something else");
            }
            InstanceState there = state.instance(target);
            if (there != null && !target.equals(each)) {
                throw new StateException("address: there is a " + target + " in the state already");
            }
            moves.put(each, target);
        }
        if (moves.isEmpty()) {
            throw new StateException("address: there is no " + from + " in the state");
        }
        State left = without(state, List.copyOf(moves.keySet()));
        for (var each : moves.entrySet()) {
            ResourceState resource = state.resource(each.getKey().resource());
            InstanceState instance = state.instance(each.getKey());
            if (resource != null && instance != null) {
                left = withInstance(left, each.getValue(), resource.provider(), instance);
            }
        }
        return new Moved(serial(left, state.serial() + 1), moves);
    }

    /// The state in which the resources of one provider are those of another, and which ones.
    public record Reassigned(State state, List<ResourcePath> resources) {
        public Reassigned {
            resources = List.copyOf(resources);
        }
    }

    /// Gives all resources of a provider to another of the same kind, such as a fork.
    public static Reassigned withProvider(State state, ProviderSource from, ProviderSource to) {
        SortedMap<ResourcePath, ResourceState> resources = new TreeMap<>(state.resources());
        List<ResourcePath> changed = new ArrayList<>();
        state.resources()
                .forEach((path, each) -> {
                    ProviderAddress owner = each.provider();
                    if (owner.source().equals(from)) {
                        changed.add(path);
                        resources.put(
                                path,
                                new ResourceState(
                                        new ProviderAddress(
                                                owner.module(), to, owner.alias(), owner.key()),
                                        each.instances()));
                    }
                });
        State now =
                new State(
                        state.terraformVersion(),
                        state.serial() + 1,
                        state.lineage(),
                        state.outputs(),
                        resources,
                        state.checks());
        return new Reassigned(now, changed);
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
