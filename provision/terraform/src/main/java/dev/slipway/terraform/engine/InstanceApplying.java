package dev.slipway.terraform.engine;

import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderDiagnostic;
import dev.slipway.provider.ProviderException;
import dev.slipway.provider.schema.Schema;
import dev.slipway.state.InstanceState;
import dev.slipway.state.ObjectState;
import dev.slipway.state.address.ConfigResource;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.ProviderAddress;
import dev.slipway.terraform.change.InstanceApplier;
import dev.slipway.terraform.change.InstancePlanner;
import dev.slipway.terraform.change.LiveObject;
import dev.slipway.terraform.change.ObjectCodec;
import dev.slipway.terraform.change.PlanInput;
import dev.slipway.terraform.change.PlanInput.Wishes;
import dev.slipway.terraform.change.Source;
import dev.slipway.terraform.config.BlockSpecs;
import dev.slipway.terraform.config.ProviderPlaces;
import dev.slipway.terraform.config.Resource;
import dev.slipway.terraform.event.RunEvent;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.ResourceChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes or changes one object, or reads a data source, as planned. Belongs to one thread.
final class InstanceApplying {
    private static final int KEY_DIGITS = 8;

    private final ApplyRun run;
    private final ResourceChange change;
    private final InstanceAddress address;
    private final Diagnostics diagnostics = new Diagnostics();

    InstanceApplying(ApplyRun run, ResourceChange change) {
        this.run = run;
        this.change = change;
        this.address = change.address();
    }

    ApplyRun.Done make() {
        try {
            if (!awaitNeeded() || run.cancellation.isAsked()) {
                return failed();
            }
            Resource resource = run.config(address);
            if (resource == null) {
                throw new IllegalStateException(address + " is not in the configuration");
            }
            return make(resource);
        } catch (ProviderException e) {
            diagnostics.error("Provider failed", address + ": " + e.getMessage(), null);
            return failed();
        } finally {
            run.findings().addAll(diagnostics);
        }
    }

    private static ApplyRun.Done failed() {
        return new ApplyRun.Done(false, Values.DYNAMIC);
    }

    /// Everything this one needs comes first; where the old object goes first, that.
    private boolean awaitNeeded() {
        boolean good = true;
        for (ConfigResource needed : run.graph.dependencies(address.resource().config())) {
            for (ResourceChange each : run.changesOf(needed)) {
                if (each.deposed() == null && makes(each.action())) {
                    good &= run.made(each).good();
                }
            }
        }
        if (good && change.action() == Action.DELETE_THEN_CREATE) {
            good = run.destroyed(change).good();
        }
        return good;
    }

    static boolean makes(Action action) {
        return switch (action) {
            case CREATE, READ, UPDATE, DELETE_THEN_CREATE, CREATE_THEN_DELETE -> true;
            case NOOP, DELETE, FORGET -> false;
        };
    }

    private ApplyRun.Done make(Resource resource) {
        ModuleValues module = run.module(address.module());
        Schema schema = run.schema(address.module().path(), resource);
        ProviderPlaces.Place place = run.places.of(address.module().path(), resource);
        Provider provider =
                schema == null || place == null
                        ? null
                        : run.providers.of(address, change.provider(), place.block());
        if (schema == null || provider == null) {
            return failed();
        }
        Map<String, Value> own = module.expansion(resource).names(address.key());
        Value config = config(module, resource, schema, own);
        boolean good =
                new Conditions(module, run)
                        .checkResource(
                                resource.lifecycle().preconditions(),
                                address,
                                own,
                                "Resource precondition failed");
        if (config == null || !good) {
            return failed();
        }
        PlanInput input =
                new PlanInput(
                        address.type(),
                        provider,
                        schema,
                        config,
                        prior(provider, schema),
                        ProviderMetas.of(module, resource, provider, diagnostics),
                        new Wishes(resource.lifecycle().ignore(), false, false, false),
                        new Source(
                                address.toString(),
                                resource.config(),
                                resource.config().missingRange()));
        ApplyRun.Done done = change.action() == Action.READ ? read(input) : apply(input, resource);
        if (done.good()) {
            Map<String, Value> withSelf = new TreeMap<>(own);
            withSelf.put("self", done.value());
            boolean holds =
                    new Conditions(module, run)
                            .checkResource(
                                    resource.lifecycle().postconditions(),
                                    address,
                                    withSelf,
                                    "Resource postcondition failed");
            return new ApplyRun.Done(holds, done.value());
        }
        return done;
    }

    private @Nullable Value config(
            ModuleValues module, Resource resource, Schema schema, Map<String, Value> own) {
        Scope scope =
                module.scope(
                        BlockSpecs.references(schema.block(), resource.config()), own, diagnostics);
        Value value = BlockSpecs.decode(schema.block(), resource.config(), scope, diagnostics);
        return diagnostics.hasErrors() ? null : value;
    }

    /// Nothing, where a new object is made.
    private @Nullable LiveObject prior(Provider provider, Schema schema) {
        InstanceState kept = run.state.find(address);
        if (change.action() != Action.UPDATE || kept == null || kept.current() == null) {
            return null;
        }
        List<ProviderDiagnostic> problems = new ArrayList<>();
        return ObjectCodec.decode(provider, address.type(), schema, kept.current(), problems);
    }

    private ApplyRun.Done read(PlanInput input) {
        run.listener.on(new RunEvent.ApplyStarted(address, Action.READ, null, null));
        long from = System.nanoTime();
        Value value = InstancePlanner.readData(input, diagnostics);
        if (value == null) {
            return failed();
        }
        run.listener.on(
                new RunEvent.ApplyDone(address, Action.READ, since(from), Refreshing.id(value)));
        LiveObject live =
                new LiveObject(
                        value,
                        false,
                        dev.slipway.provider.PrivateData.NONE,
                        null,
                        List.of(),
                        false);
        run.state.put(
                address,
                change.provider(),
                InstanceState.of(
                        ObjectCodec.encode(input.provider(), input.type(), input.schema(), live)));
        return new ApplyRun.Done(true, value);
    }

    private static Duration since(long from) {
        return Duration.ofNanos(System.nanoTime() - from);
    }

    private ApplyRun.Done apply(PlanInput input, Resource resource) {
        Action action = change.action() == Action.UPDATE ? Action.UPDATE : Action.CREATE;
        String deposed = depose();
        run.listener.on(
                new RunEvent.ApplyStarted(
                        address,
                        action,
                        null,
                        action == Action.UPDATE ? Refreshing.id(change.change().before()) : null));
        long from = System.nanoTime();
        InstanceApplier.Result result;
        run.calls.acquireUninterruptibly();
        try {
            result = InstanceApplier.apply(input, change, diagnostics);
        } finally {
            run.calls.release();
        }
        LiveObject live = result.live();
        boolean good = result.good();
        if (live != null) {
            List<ConfigResource> needs =
                    List.copyOf(run.graph.dependencies(address.resource().config()));
            boolean first =
                    change.action() == Action.CREATE_THEN_DELETE
                            || Boolean.TRUE.equals(resource.lifecycle().createBeforeDestroy());
            live = live.withDependencies(needs, first);
            keep(input, live);
            if (good && action == Action.CREATE) {
                good = provision(resource, live);
                if (!good) {
                    live = live.withTainted(true);
                    keep(input, live);
                }
            }
        } else if (deposed != null) {
            restore(deposed);
        }
        if (!good) {
            run.listener.on(new RunEvent.ApplyFailed(address, action, since(from)));
            return failed();
        }
        run.tally.add(action);
        run.listener.on(
                new RunEvent.ApplyDone(
                        address,
                        action,
                        since(from),
                        live == null ? null : Refreshing.id(live.value())));
        return new ApplyRun.Done(
                true, live == null ? Value.nullOf(input.schema().block().type()) : live.value());
    }

    private boolean provision(Resource resource, LiveObject live) {
        return new Provisioning(run, address, run.module(address.module()), diagnostics)
                .afterMaking(resource, live.value());
    }

    private void keep(PlanInput input, LiveObject live) {
        InstanceState before = run.state.find(address);
        ObjectState object =
                ObjectCodec.encode(input.provider(), input.type(), input.schema(), live);
        run.state.put(
                address,
                change.provider(),
                new InstanceState(object, before == null ? new TreeMap<>() : before.deposed()));
    }

    /// Puts the old object aside if the new one is made first; the answer is its key.
    private @Nullable String depose() {
        InstanceState before = run.state.find(address);
        if (change.action() != Action.CREATE_THEN_DELETE
                || before == null
                || before.current() == null) {
            return null;
        }
        SortedMap<String, ObjectState> deposed = new TreeMap<>(before.deposed());
        String key = InstanceDestroying.deposedKey(address, before);
        deposed.put(key.substring(0, KEY_DIGITS), before.current());
        put(new InstanceState(null, deposed));
        return key;
    }

    private void restore(String key) {
        InstanceState now = run.state.find(address);
        if (now != null && now.current() == null && now.deposed().containsKey(key)) {
            SortedMap<String, ObjectState> deposed = new TreeMap<>(now.deposed());
            ObjectState old = deposed.remove(key);
            put(new InstanceState(old, deposed));
        }
    }

    private void put(InstanceState instance) {
        ProviderAddress provider = change.provider();
        run.state.put(address, provider, instance);
    }
}
