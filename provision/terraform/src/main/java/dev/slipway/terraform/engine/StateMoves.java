package dev.slipway.terraform.engine;

import dev.slipway.hcl.source.SourceRange;
import dev.slipway.state.InstanceState;
import dev.slipway.state.ObjectState;
import dev.slipway.state.ResourceState;
import dev.slipway.state.State;
import dev.slipway.state.address.ConfigResource;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.state.address.ModulePath;
import dev.slipway.state.address.ProviderAddress;
import dev.slipway.state.address.Relocation;
import dev.slipway.state.address.ResourcePath;
import dev.slipway.terraform.config.Refactorings.Moved;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The objects of a state while a plan is made: moved as `moved` blocks say, and where `count` came
/// or went. Thread-safe.
final class StateMoves {
    private final SortedMap<InstanceAddress, Kept> objects = new TreeMap<>();
    private final Map<InstanceAddress, Origin> origins = new HashMap<>();
    private final List<Blocked> blocked = new ArrayList<>();
    private final State state;

    private record Kept(ResourceState resource, InstanceState instance) {}

    StateMoves(State state) {
        this.state = state;
        state.resources()
                .forEach((path, resource) ->
                        resource.instances()
                                .forEach((key, instance) ->
                                        objects.put(
                                                path.instance(key), new Kept(resource, instance))));
    }

    /// Where an object was before, and the last statement that moved it; null where `count` did.
    record Origin(InstanceAddress address, @Nullable SourceRange statement) {}

    /// Where an object was before it was moved here; null if it was not.
    synchronized @Nullable Origin origin(InstanceAddress address) {
        return origins.get(address);
    }

    synchronized @Nullable InstanceState find(InstanceAddress address) {
        Kept kept = objects.get(address);
        return kept == null ? null : kept.instance();
    }

    /// Which provider configuration looks after an object; null if there is no such object.
    synchronized @Nullable ProviderAddress provider(InstanceAddress address) {
        Kept kept = objects.get(address);
        return kept == null ? null : kept.resource().provider();
    }

    /// What the objects of each resource needed when they were made.
    synchronized Map<ConfigResource, Set<ConfigResource>> needs() {
        Map<ConfigResource, Set<ConfigResource>> needs = new HashMap<>();
        objects.forEach((address, kept) -> {
            Set<ConfigResource> all =
                    needs.computeIfAbsent(address.resource().config(), _ -> new HashSet<>());
            ObjectState current = kept.instance().current();
            if (current != null) {
                all.addAll(current.dependencies());
            }
            kept.instance().deposed().values().forEach(each -> all.addAll(each.dependencies()));
        });
        return needs;
    }

    synchronized List<InstanceAddress> addresses() {
        return List.copyOf(objects.keySet());
    }

    /// Puts what was read anew in the place of what was kept; null: it is gone.
    synchronized void replace(InstanceAddress address, @Nullable InstanceState now) {
        Kept kept = objects.get(address);
        if (now == null) {
            objects.remove(address);
        } else if (kept != null) {
            objects.put(address, new Kept(kept.resource(), now));
        }
    }

    /// Carries out all statements of a configuration.
    synchronized void apply(List<MoveStatements.Statement> statements) {
        for (MoveStatements.Statement each : statements) {
            for (ModuleInstance module : instances(each.module())) {
                move(module, each.moved());
            }
        }
    }

    /// Moves that were asked for, but there was something already.
    record Blocked(InstanceAddress from, InstanceAddress to) {}

    synchronized List<Blocked> blocked() {
        return List.copyOf(blocked);
    }

    /// The instances of a module that the state knows.
    private List<ModuleInstance> instances(ModulePath path) {
        if (path.isRoot()) {
            return List.of(ModuleInstance.ROOT);
        }
        int depth = path.names().size();
        return objects.keySet().stream()
                .map(InstanceAddress::module)
                .filter(module -> module.steps().size() >= depth)
                .map(module -> new ModuleInstance(module.steps().subList(0, depth)))
                .filter(module -> module.path().equals(path))
                .distinct()
                .toList();
    }

    private void move(ModuleInstance module, Moved moved) {
        for (InstanceAddress from : new ArrayList<>(objects.keySet())) {
            InstanceAddress to = Relocation.of(module, moved.from(), moved.to(), from);
            if (to != null && !to.equals(from) && !move(from, to, moved.range())) {
                blocked.add(new Blocked(from, to));
            }
        }
    }

    /// Whether there is nothing left to move.
    private boolean move(
            InstanceAddress from, InstanceAddress to, @Nullable SourceRange statement) {
        Kept kept = objects.get(from);
        if (kept == null) {
            return true;
        }
        if (objects.containsKey(to)) {
            return false;
        }
        objects.remove(from);
        objects.put(to, kept);
        Origin origin = origins.remove(from);
        origins.put(to, new Origin(origin == null ? from : origin.address(), statement));
        return true;
    }

    /// Where `count` came or went, the one object without a key and the first with one are the
    /// same, if only one of them is wanted and is not there.
    synchronized void adopt(ResourcePath resource, Expansion expansion) {
        InstanceAddress bare = resource.instance(InstanceKey.NONE);
        InstanceAddress first = resource.instance(InstanceKey.of(0));
        boolean wantsFirst =
                expansion.kind() == Expansion.Kind.COUNT
                        && expansion.instances().containsKey(InstanceKey.of(0));
        boolean wantsBare =
                expansion.kind() == Expansion.Kind.ONCE && !expansion.instances().isEmpty();
        if (wantsFirst) {
            move(bare, first, null);
        } else if (wantsBare) {
            move(first, bare, null);
        }
    }

    /// Takes up an object that was not there before.
    synchronized void add(
            InstanceAddress address, ProviderAddress provider, InstanceState instance) {
        objects.put(address, new Kept(new ResourceState(provider, new TreeMap<>()), instance));
    }

    synchronized State state() {
        SortedMap<ResourcePath, ResourceState> resources = new TreeMap<>();
        Map<ResourcePath, SortedMap<InstanceKey, InstanceState>> instances = new HashMap<>();
        Map<ResourcePath, ProviderAddress> owners = new HashMap<>();
        objects.forEach((address, kept) -> {
            SortedMap<InstanceKey, InstanceState> each =
                    instances.computeIfAbsent(address.resource(), _ -> new TreeMap<>());
            each.put(address.key(), kept.instance());
            owners.putIfAbsent(address.resource(), kept.resource().provider());
        });
        owners.forEach((path, provider) ->
                resources.put(
                        path,
                        new ResourceState(
                                provider, instances.getOrDefault(path, new TreeMap<>()))));
        return new State(
                state.terraformVersion(),
                state.serial(),
                state.lineage(),
                state.outputs(),
                resources,
                state.checks());
    }
}
