package dev.slipway.terraform.engine;

import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.ProviderException;
import dev.slipway.provider.schema.Schema;
import dev.slipway.state.InstanceState;
import dev.slipway.state.ObjectState;
import dev.slipway.state.address.ConfigResource;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.state.address.ModulePath;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.ProviderPlaces;
import dev.slipway.terraform.config.Resource;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.ActionReason;
import dev.slipway.terraform.plan.Change;
import dev.slipway.terraform.plan.ResourceChange;
import dev.slipway.terraform.stored.StoredValue;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// Which resources can only be planned after a first round is applied: how many instances there are
/// follows what is not known yet, or their provider is configured with such, or they need resources
/// of which that is true. Thread-safe.
final class Deferrals {
    private final PlanRun run;
    private final Map<ConfigResource, Memo<Why>> own = new ConcurrentHashMap<>();
    private final Map<ConfigResource, Memo<Why>> all = new ConcurrentHashMap<>();
    private final Memo<Set<ConfigResource>> held = new Memo<>("held objects", this::findHeld);
    private final SortedMap<InstanceAddress, ResourceChange> changes =
            new ConcurrentSkipListMap<>();

    /// Why something is deferred; [#NOT] if it is not.
    record Why(ActionReason reason, String because) {
        static final Why NOT = new Why(ActionReason.NONE, "");

        boolean isDeferred() {
            return reason != ActionReason.NONE;
        }
    }

    Deferrals(PlanRun run) {
        this.run = run;
    }

    /// What was deferred, by address.
    Collection<ResourceChange> changes() {
        return changes.values();
    }

    Why why(ConfigResource resource) {
        return all.computeIfAbsent(
                        resource,
                        _ -> new Memo<>(resource + " (deferral)", () -> findWithNeeded(resource)))
                .get();
    }

    private Why findWithNeeded(ConfigResource resource) {
        Why itself = own(resource);
        if (itself.isDeferred()) {
            return itself;
        }
        // What they need in turn is in their answers, so that a long chain is followed once.
        for (ConfigResource each : run.graph.nearest(resource)) {
            Why needed = why(each);
            if (needed.reason() == ActionReason.DEFERRED_PREREQUISITE) {
                return needed;
            }
            if (needed.isDeferred()) {
                return new Why(
                        ActionReason.DEFERRED_PREREQUISITE, "it needs " + each + ", planned later");
            }
        }
        return Why.NOT;
    }

    /// Whether objects of a resource must stay for now even if nobody declares them any more:
    /// something that is deferred needed them when it was made.
    boolean isHeld(ConfigResource resource) {
        return held.get().contains(resource);
    }

    private Set<ConfigResource> findHeld() {
        Set<ConfigResource> found = new HashSet<>();
        run.objects
                .needs()
                .forEach((each, needed) -> {
                    if (isDeclared(each) && why(each).isDeferred()) {
                        found.addAll(needed);
                    }
                });
        return found;
    }

    private boolean isDeclared(ConfigResource resource) {
        ConfigTree tree = run.root.find(resource.module());
        return tree != null && tree.module().resources().containsKey(resource.resource());
    }

    private Why own(ConfigResource resource) {
        return own.computeIfAbsent(
                        resource,
                        _ -> new Memo<>(resource + " (own deferral)", () -> find(resource)))
                .get();
    }

    private Why find(ConfigResource resource) {
        ConfigTree tree = run.root.find(resource.module());
        Resource config = tree == null ? null : tree.module().resources().get(resource.resource());
        if (config == null) {
            return Why.NOT;
        }
        String call = unknownCall(resource.module());
        if (!call.isEmpty()) {
            return unknownCount(call);
        }
        for (ModuleValues module : run.modules(resource.module())) {
            if (run.expansion(module, config).kind() == Expansion.Kind.DEFERRED) {
                return unknownCount(resource.toString());
            }
        }
        ProviderPlaces.Place place = run.places.of(resource.module(), config);
        return place != null && waits(place)
                ? new Why(
                        ActionReason.DEFERRED_PROVIDER_UNKNOWN,
                        place.address() + " is configured with what is not known yet")
                : Why.NOT;
    }

    private boolean waits(ProviderPlaces.Place place) {
        try {
            return run.providers.waits(place.address(), place.block());
        } catch (ProviderException e) {
            // Told where the provider is really needed.
            return false;
        }
    }

    private static Why unknownCount(String what) {
        return new Why(
                ActionReason.DEFERRED_COUNT_UNKNOWN,
                "how many there are of " + what + " is not known yet");
    }

    /// The call on the way to a module of which it is not known how many there are; empty if of
    /// all.
    private String unknownCall(ModulePath path) {
        ModulePath at = ModulePath.ROOT;
        for (String name : path.names()) {
            for (ModuleValues module : run.modules(at)) {
                if (module.callExpansion(name).kind() == Expansion.Kind.DEFERRED) {
                    return at.child(name).toString();
                }
            }
            at = at.child(name);
        }
        return "";
    }

    /// Puts off one instance.
    InstanceResult defer(InstanceAddress address, Resource resource, Why why) {
        Schema schema = run.schema(address.module().path(), resource);
        Value after = schema == null ? Values.DYNAMIC : Value.unknown(schema.block().type());
        ProviderPlaces.Place place = run.places.of(address.module().path(), resource);
        if (place != null && schema != null) {
            Value nothing = Value.nullOf(schema.block().type());
            InstanceState state = run.objects.find(address);
            ObjectState kept = state == null ? null : state.current();
            Value before = kept == null ? nothing : StoredValue.of(kept, schema);
            Action action =
                    switch (address.resource().resource().mode()) {
                        case MANAGED -> kept == null ? Action.CREATE : Action.UPDATE;
                        case DATA, EPHEMERAL -> Action.READ;
                    };
            changes.put(
                    address,
                    new ResourceChange(
                            address,
                            address,
                            null,
                            place.address(),
                            new Change(action, before, after),
                            why.reason(),
                            ResourceChange.Details.because(List.of(why.because()))));
        }
        return new InstanceResult(after, null);
    }

    /// Puts off a resource whose instances are not known: all of them together.
    void defer(ModuleInstance module, Resource resource) {
        InstanceAddress all = resource.address().in(module).instance(InstanceKey.NONE);
        defer(all, resource, why(resource.address().in(module.path())));
    }

    /// Puts off everything in a module of which it is not known how many there are.
    void defer(ModuleInstance module, ConfigTree tree) {
        tree.module().resources().values().forEach(each -> defer(module, each));
        tree.children()
                .forEach((name, child) -> defer(module.child(name, InstanceKey.NONE), child));
    }

    /// Whether applying brings what is deferred nearer.
    static boolean isProgress(List<ResourceChange> changes) {
        return changes.stream().anyMatch(each -> each.action() != Action.NOOP);
    }

    /// What is deferred, as diagnostics name it.
    String listed() {
        StringBuilder text = new StringBuilder();
        changes.forEach((address, each) ->
                text.append("\n  - ")
                        .append(address)
                        .append(": ")
                        .append(String.join(", ", each.details().because())));
        return text.toString();
    }

    /// Whether an object is declared and its resource waits.
    boolean waits(InstanceAddress address) {
        ConfigResource resource = address.resource().config();
        return isDeclared(resource) && why(resource).isDeferred();
    }
}
