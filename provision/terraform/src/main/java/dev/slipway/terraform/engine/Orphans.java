package dev.slipway.terraform.engine;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderDiagnostic;
import dev.slipway.provider.ProviderException;
import dev.slipway.provider.schema.Schema;
import dev.slipway.state.InstanceState;
import dev.slipway.state.ObjectState;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ProviderAddress;
import dev.slipway.terraform.change.InstancePlan;
import dev.slipway.terraform.change.InstancePlanner;
import dev.slipway.terraform.change.LiveObject;
import dev.slipway.terraform.change.ObjectCodec;
import dev.slipway.terraform.change.PlanInput;
import dev.slipway.terraform.change.PlanInput.Wishes;
import dev.slipway.terraform.change.Source;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.ProviderPlaces;
import dev.slipway.terraform.config.Resource;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.ActionReason;
import dev.slipway.terraform.plan.Change;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.plan.ResourceChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Plans what becomes of objects that the configuration no longer wants: destroyed, or forgotten.
/// Thread-safe.
final class Orphans {
    private final PlanRun run;

    Orphans(PlanRun run) {
        this.run = run;
    }

    /// Lets every object go where it belongs: where `count` came or went, that is another place.
    void settle() {
        if (run.options.mode() == Plan.Mode.NORMAL) {
            run.objects.addresses().forEach(this::unwanted);
        }
    }

    /// The changes of one object that the state has: of its deposed ones always, of the current one
    /// if it is not wanted.
    List<ResourceChange> of(InstanceAddress address) {
        if (!address.resource().resource().isManaged() || !run.selection.contains(address)) {
            return List.of();
        }
        // Finding out may move the object, where its resource got or lost its `count`.
        ActionReason reason = unwanted(address);
        InstanceState state = run.objects.find(address);
        ProviderAddress owner = run.objects.provider(address);
        if (state == null || owner == null) {
            return List.of();
        }
        List<ResourceChange> changes = new ArrayList<>();
        Diagnostics diagnostics = new Diagnostics();
        try {
            if (state.current() != null && reason != null) {
                add(changes, destroy(address, owner, null, state.current(), reason, diagnostics));
            }
            for (Map.Entry<String, ObjectState> each : state.deposed().entrySet()) {
                add(
                        changes,
                        destroy(
                                address,
                                owner,
                                each.getKey(),
                                each.getValue(),
                                ActionReason.NONE,
                                diagnostics));
            }
        } catch (ProviderException e) {
            diagnostics.error("Provider failed", address + ": " + e.getMessage(), place(address));
        }
        run.findings().addAll(diagnostics);
        return changes;
    }

    private static void add(List<ResourceChange> changes, @Nullable ResourceChange change) {
        if (change != null) {
            changes.add(change);
        }
    }

    private dev.slipway.hcl.source.@Nullable SourceRange place(InstanceAddress address) {
        Resource resource = resource(address);
        return resource == null ? null : resource.range();
    }

    private @Nullable Resource resource(InstanceAddress address) {
        ConfigTree tree = run.root.find(address.module().path());
        return tree == null ? null : tree.module().resources().get(address.resource().resource());
    }

    /// Why the object is not wanted; null if it is.
    private @Nullable ActionReason unwanted(InstanceAddress address) {
        if (run.options.mode() == Plan.Mode.DESTROY) {
            return ActionReason.NONE;
        }
        if (run.options.mode() == Plan.Mode.REFRESH_ONLY) {
            return null;
        }
        if (run.deferrals.waits(address) || run.deferrals.isHeld(address.resource().config())) {
            return null;
        }
        Resource resource = resource(address);
        ModuleValues module = run.findModule(address.module());
        if (resource == null || module == null) {
            if (isMoved(address)) {
                return ActionReason.DELETE_BECAUSE_NO_MOVE_TARGET;
            }
            return resource == null
                    ? ActionReason.DELETE_BECAUSE_NO_RESOURCE_CONFIG
                    : ActionReason.DELETE_BECAUSE_NO_MODULE;
        }
        Expansion expansion = run.expansion(module, resource);
        if (!expansion.isKnown() || expansion.instances().containsKey(address.key())) {
            return null;
        }
        return switch (expansion.kind()) {
            case COUNT ->
                    address.key() instanceof InstanceKey.Index
                            ? ActionReason.DELETE_BECAUSE_COUNT_INDEX
                            : ActionReason.DELETE_BECAUSE_WRONG_REPETITION;
            case FOR_EACH ->
                    address.key() instanceof InstanceKey.Name
                            ? ActionReason.DELETE_BECAUSE_EACH_KEY
                            : ActionReason.DELETE_BECAUSE_WRONG_REPETITION;
            case ONCE, DEFERRED, UNKNOWN, ANY_COUNT, ANY_EACH ->
                    ActionReason.DELETE_BECAUSE_WRONG_REPETITION;
        };
    }

    private boolean isMoved(InstanceAddress address) {
        StateMoves.Origin origin = run.objects.origin(address);
        return origin != null && origin.statement() != null;
    }

    private @Nullable ResourceChange destroy(
            InstanceAddress address,
            ProviderAddress owner,
            @Nullable String deposed,
            ObjectState object,
            ActionReason reason,
            Diagnostics diagnostics) {
        Provider provider = provider(address, owner);
        Schema schema = provider == null ? null : provider.schema().resource(address.type());
        if (provider == null || schema == null) {
            diagnostics.error(
                    "Provider configuration not present",
                    "To work with "
                            + address
                            + " its original provider configuration at "
                            + owner
                            + " is required, but it has been removed. Add it again to destroy the"
                            + " object, and remove it after.",
                    null);
            return null;
        }
        Resource resource = resource(address);
        Source source =
                new Source(
                        address.toString(),
                        resource == null ? null : resource.config(),
                        resource == null ? null : resource.range());
        List<ProviderDiagnostic> problems = new ArrayList<>();
        LiveObject live =
                call(() -> ObjectCodec.decode(provider, address.type(), schema, object, problems));
        source.tell(problems, diagnostics);
        if (live == null) {
            return null;
        }
        PlanInput input =
                new PlanInput(
                        address.type(),
                        provider,
                        schema,
                        Values.NULL,
                        live,
                        Values.NULL,
                        Wishes.NONE,
                        source);
        if (run.options.refresh()) {
            live = new Refreshing(run, address).refresh(input, diagnostics);
            if (live == null) {
                return null;
            }
        }
        return isForgotten(address)
                ? forget(address, owner, deposed, live, schema, reason)
                : destroy(address, owner, deposed, with(input, live), reason, diagnostics);
    }

    private static PlanInput with(PlanInput input, LiveObject live) {
        return new PlanInput(
                input.type(),
                input.provider(),
                input.schema(),
                input.config(),
                live,
                input.providerMeta(),
                input.wishes(),
                input.source());
    }

    private @Nullable ResourceChange destroy(
            InstanceAddress address,
            ProviderAddress owner,
            @Nullable String deposed,
            PlanInput input,
            ActionReason reason,
            Diagnostics diagnostics) {
        Resource resource = resource(address);
        ModuleValues module = run.findModule(address.module());
        if (deposed == null
                && resource != null
                && module != null
                && PreventDestroy.holds(
                        module, resource, names(module, resource, address), diagnostics)) {
            PreventDestroy.refuse(address, resource, diagnostics);
        }
        InstancePlan plan = call(() -> InstancePlanner.planDestroy(input, reason, diagnostics));
        return plan == null
                ? null
                : change(
                        address,
                        owner,
                        deposed,
                        plan.change(),
                        reason,
                        new ResourceChange.Details(
                                plan.plannedPrivate(), List.of(), null, null, List.of()));
    }

    private Map<String, Value> names(
            ModuleValues module, Resource resource, InstanceAddress address) {
        Expansion expansion = run.expansion(module, resource);
        return expansion.instances().containsKey(address.key())
                ? expansion.names(address.key())
                : Map.of();
    }

    private ResourceChange forget(
            InstanceAddress address,
            ProviderAddress owner,
            @Nullable String deposed,
            LiveObject live,
            Schema schema,
            ActionReason reason) {
        Value nothing = Value.nullOf(schema.block().type());
        return change(
                address,
                owner,
                deposed,
                new Change(Action.FORGET, live.value(), nothing),
                reason,
                ResourceChange.Details.NONE);
    }

    private ResourceChange change(
            InstanceAddress address,
            ProviderAddress owner,
            @Nullable String deposed,
            Change change,
            ActionReason reason,
            ResourceChange.Details details) {
        StateMoves.Origin origin = deposed == null ? run.objects.origin(address) : null;
        return new ResourceChange(
                address,
                origin == null ? address : origin.address(),
                deposed,
                owner,
                change,
                reason,
                details);
    }

    /// Whether a `removed` block says that the object is left as it is.
    private boolean isForgotten(InstanceAddress address) {
        Resource resource = resource(address);
        if (resource != null && !resource.lifecycle().destroy()) {
            return true;
        }
        return RemovedObjects.of(run.root, address).stream()
                .anyMatch(each -> !each.block().destroy());
    }

    /// The configuration that the state names; if the resource is still there, the one it has now.
    private @Nullable Provider provider(InstanceAddress address, ProviderAddress owner) {
        Resource resource = resource(address);
        if (resource != null) {
            ProviderPlaces.Place place = run.places.of(address.module().path(), resource);
            if (place != null && place.address().source().equals(owner.source())) {
                return run.providers.of(address, place.address(), place.block());
            }
        }
        ConfigTree tree = run.root.find(owner.module());
        if (tree == null) {
            return null;
        }
        for (var block : tree.module().providers()) {
            boolean same = tree.module().providerSource(block.localName()).equals(owner.source());
            if (same && block.alias().equals(owner.alias())) {
                return run.providers.of(address, owner, block);
            }
        }
        return owner.alias().isEmpty() && owner.module().isRoot()
                ? run.providers.of(address, owner, null)
                : null;
    }

    private <T> @Nullable T call(java.util.function.Supplier<@Nullable T> work) {
        run.calls.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            run.calls.release();
        }
    }
}
