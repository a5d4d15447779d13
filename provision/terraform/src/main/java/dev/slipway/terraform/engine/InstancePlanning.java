package dev.slipway.terraform.engine;

import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderDiagnostic;
import dev.slipway.provider.schema.Schema;
import dev.slipway.state.InstanceState;
import dev.slipway.state.ObjectState;
import dev.slipway.state.address.ConfigResource;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModulePath;
import dev.slipway.state.address.ProviderAddress;
import dev.slipway.terraform.change.InstanceApplier;
import dev.slipway.terraform.change.InstancePlan;
import dev.slipway.terraform.change.InstancePlanner;
import dev.slipway.terraform.change.LiveObject;
import dev.slipway.terraform.change.ObjectCodec;
import dev.slipway.terraform.change.PlanInput;
import dev.slipway.terraform.change.PlanInput.Wishes;
import dev.slipway.terraform.change.Source;
import dev.slipway.terraform.config.BlockSpecs;
import dev.slipway.terraform.config.Node;
import dev.slipway.terraform.config.ProviderPlaces;
import dev.slipway.terraform.config.Resource;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.ActionReason;
import dev.slipway.terraform.plan.Change;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.plan.ResourceChange;
import dev.slipway.terraform.stored.StoredValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Plans one instance of a resource or data source in its place in the configuration. Belongs to
/// one thread.
final class InstancePlanning {
    private final PlanRun run;
    private final ModuleValues module;
    private final Resource resource;
    private final InstanceAddress address;
    private final Diagnostics diagnostics = new Diagnostics();
    private final Map<String, Value> own;
    private ResourceChange.@Nullable Importing importing;

    InstancePlanning(PlanRun run, ModuleValues module, Resource resource, InstanceAddress address) {
        this.run = run;
        this.module = module;
        this.resource = resource;
        this.address = address;
        this.own = run.expansion(module, resource).names(address.key());
    }

    InstanceResult result() {
        Deferrals.Why why = run.deferrals.why(address.resource().config());
        if (why.isDeferred()
                && run.options.mode() == Plan.Mode.NORMAL
                && run.selection.contains(address)) {
            return run.deferrals.defer(address, resource, why);
        }
        try {
            return switch (resource.address().mode()) {
                case MANAGED -> managed();
                case DATA -> data();
                case EPHEMERAL -> new EphemeralOpening(run, module, resource, address).result();
            };
        } finally {
            run.findings().addAll(isOfCheck() ? asWarnings() : diagnostics);
        }
    }

    /// What a `check` block looks at for itself keeps nothing from being planned.
    private boolean isOfCheck() {
        return module.module().checks().values().stream()
                .anyMatch(each ->
                        each.data() != null && each.data().address().equals(resource.address()));
    }

    private Diagnostics asWarnings() {
        Diagnostics warnings = new Diagnostics();
        for (Diagnostic each : diagnostics.list()) {
            warnings.add(
                    Diagnostic.warning(each.summary(), each.detail(), each.subject())
                            .withNotes(each.notes()));
        }
        return warnings;
    }

    private InstanceResult managed() {
        Schema schema = schema();
        Provider provider = schema == null ? null : provider();
        if (schema == null || provider == null) {
            return failed(null);
        }
        LiveObject kept = kept(provider, schema);
        if (kept == null && mayImport()) {
            kept = imported(provider, schema);
        }
        if (diagnostics.hasErrors()) {
            return failed(schema);
        }
        if (!run.selection.contains(address)) {
            return new InstanceResult(
                    kept == null ? Value.unknown(schema.block().type()) : kept.value(), null);
        }
        LiveObject live = importing == null ? refreshed(provider, schema, kept) : kept;
        if (run.options.mode() != Plan.Mode.NORMAL) {
            noteMove(kept, live);
            return new InstanceResult(
                    live == null ? Value.unknown(schema.block().type()) : live.value(), null);
        }
        Value config = config(schema);
        boolean good =
                new Conditions(module, run)
                        .checkResource(
                                resource.lifecycle().preconditions(),
                                address,
                                own,
                                "Resource precondition failed");
        if (config == null || !good || diagnostics.hasErrors()) {
            return failed(schema);
        }
        PlanInput input = input(provider, schema, config, live, wishes());
        InstancePlan plan = call(() -> InstancePlanner.plan(input, diagnostics));
        if (plan == null || diagnostics.hasErrors()) {
            return failed(schema);
        }
        checkMayBeDestroyed(plan);
        ResourceChange change = change(plan);
        Value after = plan.change().after();
        Map<String, Value> withSelf = new TreeMap<>(own);
        withSelf.put("self", after);
        new Conditions(module, run)
                .checkResource(
                        resource.lifecycle().postconditions(),
                        address,
                        withSelf,
                        "Resource postcondition failed");
        return new InstanceResult(after, change);
    }

    /// Where nothing is planned, that an object moved is something to be told and kept.
    private void noteMove(@Nullable LiveObject kept, @Nullable LiveObject live) {
        boolean refreshing = run.options.mode() == Plan.Mode.REFRESH_ONLY;
        StateMoves.Origin origin = run.objects.origin(address);
        ProviderAddress provider = run.objects.provider(address);
        if (!refreshing || origin == null || provider == null || kept == null || live == null) {
            return;
        }
        if (live.value().equals(kept.value())) {
            run.drifted(
                    new ResourceChange(
                            address,
                            origin.address(),
                            null,
                            provider,
                            new Change(Action.NOOP, kept.value(), live.value()),
                            ActionReason.NONE,
                            ResourceChange.Details.NONE));
        }
    }

    private Wishes wishes() {
        boolean triggered = new Triggers(run, module, resource, own).fired(diagnostics);
        return new Wishes(
                resource.lifecycle().ignore(),
                run.createsFirst(address.resource().config()),
                run.options.replace().stream().anyMatch(each -> each.covers(address)),
                triggered);
    }

    private InstanceResult failed(@Nullable Schema schema) {
        return new InstanceResult(
                schema == null ? Values.DYNAMIC : Value.unknown(schema.block().type()), null);
    }

    private @Nullable Schema schema() {
        ModulePath path = address.module().path();
        Schema schema = run.schema(path, resource);
        if (schema == null && run.providerSchema(path, resource) != null) {
            diagnostics.error(
                    "Invalid resource type",
                    "The provider "
                            + run.places.source(path, resource).forDisplay()
                            + " does not support resource type \""
                            + address.type()
                            + "\".",
                    resource.range());
        }
        return schema;
    }

    private ProviderAddress providerAddress(ProviderPlaces.Place place) {
        if (resource.provider() == null || resource.provider().key() == null) {
            return place.address();
        }
        Evaluation key = module.evaluate(resource.provider().key(), own);
        diagnostics.addAll(key.diagnostics());
        InstanceKey which =
                key.value().unmarked() instanceof Value.Text(String text)
                        ? InstanceKey.of(text)
                        : InstanceKey.NONE;
        ProviderAddress of = place.address();
        return new ProviderAddress(of.module(), of.source(), of.alias(), which);
    }

    private ProviderPlaces.@Nullable Place place() {
        ProviderPlaces.Place place = run.places.of(address.module().path(), resource);
        if (place == null) {
            diagnostics.error(
                    "Provider configuration not present",
                    "There is no configuration of the provider for "
                            + address
                            + " by the name that it says.",
                    resource.range());
        }
        return place;
    }

    private @Nullable Provider provider() {
        ProviderPlaces.Place place = place();
        return place == null
                ? null
                : run.providers.of(address, providerAddress(place), place.block());
    }

    private @Nullable LiveObject kept(Provider provider, Schema schema) {
        InstanceState state = run.objects.find(address);
        ObjectState current = state == null ? null : state.current();
        if (current == null) {
            return null;
        }
        List<ProviderDiagnostic> problems = new ArrayList<>();
        LiveObject live =
                call(() -> ObjectCodec.decode(provider, address.type(), schema, current, problems));
        source().tell(problems, diagnostics);
        return live;
    }

    private boolean mayImport() {
        return run.options.mode() == Plan.Mode.NORMAL
                && !diagnostics.hasErrors()
                && run.selection.contains(address);
    }

    /// What an `import` block says that this is; null if there is none.
    private @Nullable LiveObject imported(Provider provider, Schema schema) {
        Imports.Wanted wanted = run.imports.of(address);
        ProviderPlaces.Place place = wanted == null ? null : place();
        if (wanted == null || place == null) {
            return null;
        }
        LiveObject found =
                run.standIns().isOverridden(address, providerAddress(place))
                        ? madeUp(provider, schema)
                        : new ObjectImport(
                                        run,
                                        address,
                                        input(provider, schema, Values.NULL, null, Wishes.NONE),
                                        wanted.place(),
                                        diagnostics)
                                .read(wanted.by());
        if (found == null) {
            return null;
        }
        importing = wanted.by();
        List<ConfigResource> needs =
                List.copyOf(run.graph.dependencies(address.resource().config()));
        LiveObject live =
                found.withDependencies(
                        needs, Boolean.TRUE.equals(resource.lifecycle().createBeforeDestroy()));
        run.objects.add(
                address,
                providerAddress(place),
                InstanceState.of(ObjectCodec.encode(provider, address.type(), schema, live)));
        return live;
    }

    /// What is only played is there just as the configuration wants it.
    private @Nullable LiveObject madeUp(Provider provider, Schema schema) {
        Value config = config(schema);
        return config == null
                ? null
                : InstanceApplier.make(
                        input(provider, schema, config, null, Wishes.NONE), diagnostics);
    }

    private @Nullable LiveObject refreshed(
            Provider provider, Schema schema, @Nullable LiveObject kept) {
        if (kept == null || !run.options.refresh()) {
            return kept;
        }
        return new Refreshing(run, address)
                .refresh(input(provider, schema, Values.NULL, kept, Wishes.NONE), diagnostics);
    }

    private @Nullable Value config(Schema schema) {
        Diagnostics found = new Diagnostics();
        List<Reference> references = BlockSpecs.references(schema.block(), resource.config());
        Scope scope = module.scope(references, own, found);
        Value value = BlockSpecs.decode(schema.block(), resource.config(), scope, found);
        EphemeralUse.refuse(resource, address.toString(), schema, value, found);
        diagnostics.addAll(found);
        return found.hasErrors() ? null : value;
    }

    private PlanInput input(
            Provider provider,
            Schema schema,
            Value config,
            @Nullable LiveObject prior,
            Wishes wishes) {
        return new PlanInput(
                address.type(),
                provider,
                schema,
                config,
                prior,
                ProviderMetas.of(module, resource, provider, diagnostics),
                wishes,
                source());
    }

    private Source source() {
        return new Source(address.toString(), resource.config(), resource.config().missingRange());
    }

    /// At most so many calls to providers at once.
    private <T> @Nullable T call(java.util.function.Supplier<@Nullable T> work) {
        run.calls.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            run.calls.release();
        }
    }

    private void checkMayBeDestroyed(InstancePlan plan) {
        if (resource.lifecycle().preventDestroy() == null || !plan.change().action().isReplace()) {
            return;
        }
        if (PreventDestroy.holds(module, resource, own, diagnostics)) {
            PreventDestroy.refuse(address, resource, diagnostics);
        }
    }

    private ResourceChange change(InstancePlan plan) {
        ProviderPlaces.Place place = place();
        if (place == null) {
            throw new IllegalStateException(address + " has no provider");
        }
        StateMoves.Origin origin = run.objects.origin(address);
        return new ResourceChange(
                address,
                origin == null ? address : origin.address(),
                null,
                providerAddress(place),
                plan.change(),
                plan.reason(),
                new ResourceChange.Details(
                        plan.plannedPrivate(),
                        plan.requiresReplace(),
                        importing,
                        null,
                        new Reasons(run, module, resource).of(plan.change())));
    }

    private InstanceResult data() {
        Schema schema = schema();
        Provider provider = schema == null ? null : provider();
        if (schema == null || provider == null || !run.selection.contains(address)) {
            return failed(schema);
        }
        if (run.options.mode() == Plan.Mode.DESTROY) {
            return new InstanceResult(keptData(schema), null);
        }
        Value config = config(schema);
        boolean good =
                new Conditions(module, run)
                        .checkResource(
                                resource.lifecycle().preconditions(),
                                address,
                                own,
                                "Resource precondition failed");
        if (config == null || !good) {
            return failed(schema);
        }
        PlanInput input = input(provider, schema, config, null, Wishes.NONE);
        boolean known = config.isWhollyKnown();
        if (!known || hasPendingDependencies()) {
            ActionReason reason =
                    known
                            ? ActionReason.READ_BECAUSE_DEPENDENCY_PENDING
                            : ActionReason.READ_BECAUSE_CONFIG_UNKNOWN;
            Value promised = InstancePlanner.promisedData(input);
            Value nothing = Value.nullOf(schema.block().type());
            InstancePlan plan =
                    new InstancePlan(
                            new Change(Action.READ, nothing, promised),
                            reason,
                            List.of(),
                            dev.slipway.provider.PrivateData.NONE,
                            null);
            return new InstanceResult(promised, change(plan));
        }
        return read(input, schema);
    }

    /// What it said last: providers that are needed to destroy may be configured with it.
    private Value keptData(Schema schema) {
        InstanceState state = run.objects.find(address);
        ObjectState current = state == null ? null : state.current();
        return current == null
                ? Value.unknown(schema.block().type())
                : StoredValue.of(current, schema);
    }

    private InstanceResult read(PlanInput input, Schema schema) {
        var id = Refreshing.id(Values.NULL);
        run.listener.on(
                new dev.slipway.terraform.event.RunEvent.ApplyStarted(
                        address, Action.READ, null, id));
        long from = System.nanoTime();
        Value value = call(() -> InstancePlanner.readData(input, diagnostics));
        if (value == null) {
            return failed(schema);
        }
        run.listener.on(
                new dev.slipway.terraform.event.RunEvent.ApplyDone(
                        address,
                        Action.READ,
                        java.time.Duration.ofNanos(System.nanoTime() - from),
                        Refreshing.id(value)));
        ProviderPlaces.Place place = place();
        if (place != null) {
            run.readData(address, providerAddress(place), schema, value);
        }
        Map<String, Value> withSelf = new TreeMap<>(own);
        withSelf.put("self", value);
        new Conditions(module, run)
                .checkResource(
                        resource.lifecycle().postconditions(),
                        address,
                        withSelf,
                        "Resource postcondition failed");
        return new InstanceResult(value, null);
    }

    /// What is named in `depends_on`, here or at the calls of the modules around, may still change
    /// what there is to read.
    private boolean hasPendingDependencies() {
        List<Node> named = new ArrayList<>();
        resource.dependsOn()
                .forEach(each -> named.addAll(run.graph.nodes(address.module().path(), each)));
        for (var path = address.module(); !path.isRoot(); path = path.parent()) {
            ModuleValues caller = run.module(path.parent());
            var call = caller.module().calls().get(path.path().last());
            if (call != null) {
                var callerPath = path.parent().path();
                call.dependsOn().forEach(each -> named.addAll(run.graph.nodes(callerPath, each)));
            }
        }
        for (Node each : named) {
            if (each instanceof Node.OfResource(ConfigResource other)
                    && other.resource().isManaged()
                    && run.isPending(other)) {
                return true;
            }
        }
        return false;
    }
}
