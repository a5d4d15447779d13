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
import dev.slipway.state.address.ConfigResource;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.terraform.change.InstanceApplier;
import dev.slipway.terraform.change.LiveObject;
import dev.slipway.terraform.change.ObjectCodec;
import dev.slipway.terraform.change.PlanInput;
import dev.slipway.terraform.change.PlanInput.Wishes;
import dev.slipway.terraform.change.Source;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.ProviderBlock;
import dev.slipway.terraform.config.Resource;
import dev.slipway.terraform.event.RunEvent;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.ResourceChange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Destroys, or forgets, one old object as planned. Belongs to one thread.
final class InstanceDestroying {
    private final ApplyRun run;
    private final ResourceChange change;
    private final InstanceAddress address;
    private final Diagnostics diagnostics = new Diagnostics();

    InstanceDestroying(ApplyRun run, ResourceChange change) {
        this.run = run;
        this.change = change;
        this.address = change.address();
    }

    /// A key for an object that is put aside: it tells it from those that are aside already.
    static String deposedKey(InstanceAddress address, InstanceState state) {
        int attempt = 0;
        while (true) {
            CRC32 sum = new CRC32();
            sum.update(
                    (address + "#" + state.deposed().size() + "#" + attempt)
                            .getBytes(StandardCharsets.UTF_8));
            String key = "%08x".formatted(sum.getValue());
            if (!state.deposed().containsKey(key)) {
                return key;
            }
            attempt++;
        }
    }

    ApplyRun.Done destroy() {
        try {
            if (!awaitThoseThatNeedIt() || run.cancellation.isAsked()) {
                return done(false);
            }
            return change.action() == Action.FORGET ? forget() : destroyObject();
        } catch (ProviderException e) {
            diagnostics.error("Provider failed", address + ": " + e.getMessage(), null);
            return done(false);
        } finally {
            run.findings().addAll(diagnostics);
        }
    }

    private static ApplyRun.Done done(boolean good) {
        return new ApplyRun.Done(good, Values.NULL);
    }

    /// Old objects that need this one go first; where nothing takes this one's place at once, or
    /// its successor is there already, others must have been changed not to need it either.
    private boolean awaitThoseThatNeedIt() {
        boolean good = true;
        ConfigResource self = address.resource().config();
        boolean last = change.action() != Action.DELETE_THEN_CREATE;
        for (ResourceChange each : run.dependentsOf(self)) {
            if (each.address().equals(address) && same(each)) {
                continue;
            }
            if (removes(each)) {
                good &= run.destroyed(each).good();
            }
            if (last && each.deposed() == null && InstanceApplying.makes(each.action())) {
                good &= run.made(each).good();
            }
        }
        if (change.action() == Action.CREATE_THEN_DELETE) {
            good &= run.made(change).good();
        }
        return good;
    }

    private boolean same(ResourceChange other) {
        return other.deposed() == null
                ? change.deposed() == null
                : other.deposed().equals(change.deposed());
    }

    /// Whether an old object goes before the new one is there, or for good.
    private static boolean removes(ResourceChange each) {
        return each.action() == Action.DELETE || each.action() == Action.DELETE_THEN_CREATE;
    }

    private ApplyRun.Done forget() {
        remove(change.deposed());
        return done(true);
    }

    private ApplyRun.Done destroyObject() {
        InstanceState kept = run.state.find(address);
        String aside = change.deposed();
        if (change.action() == Action.CREATE_THEN_DELETE && kept != null) {
            aside = kept.deposed().isEmpty() ? null : kept.deposed().lastKey();
        }
        ObjectState object = object(kept, aside);
        if (object == null) {
            return done(true);
        }
        Provider provider = run.providers.of(address, change.provider(), block());
        Schema schema = provider == null ? null : provider.schema().resource(address.type());
        if (provider == null || schema == null) {
            diagnostics.error(
                    "Provider configuration not present",
                    "To destroy " + address + " its provider configuration is required.",
                    null);
            return done(false);
        }
        List<ProviderDiagnostic> problems = new ArrayList<>();
        LiveObject live = ObjectCodec.decode(provider, address.type(), schema, object, problems);
        Resource resource = run.config(address);
        Source source =
                new Source(
                        address.toString(),
                        resource == null ? null : resource.config(),
                        resource == null ? null : resource.range());
        source.tell(problems, diagnostics);
        if (live == null) {
            return done(false);
        }
        PlanInput input =
                new PlanInput(
                        address.type(),
                        provider,
                        schema,
                        Value.nullOf(schema.block().type()),
                        live,
                        Values.NULL,
                        Wishes.NONE,
                        source);
        return destroy(input, live, aside);
    }

    private ApplyRun.Done destroy(PlanInput input, LiveObject live, @Nullable String aside) {
        run.listener.on(
                new RunEvent.ApplyStarted(
                        address, Action.DELETE, aside, Refreshing.id(live.value())));
        long from = System.nanoTime();
        // Of an object that was never finished, or has its successor, nothing is said any more.
        boolean provisions = aside == null && !live.tainted();
        if (provisions && !provision(live)) {
            Duration took = Duration.ofNanos(System.nanoTime() - from);
            run.listener.on(new RunEvent.ApplyFailed(address, Action.DELETE, took));
            return done(false);
        }
        boolean good;
        run.calls.acquireUninterruptibly();
        try {
            good = InstanceApplier.destroy(input, change, diagnostics);
        } finally {
            run.calls.release();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - from);
        if (!good) {
            run.listener.on(new RunEvent.ApplyFailed(address, Action.DELETE, took));
            return done(false);
        }
        remove(aside);
        run.tally.add(Action.DELETE);
        run.listener.on(new RunEvent.ApplyDone(address, Action.DELETE, took, null));
        return done(true);
    }

    private boolean provision(LiveObject live) {
        Resource resource = run.config(address);
        if (resource != null) {
            return new Provisioning(run, address, run.module(address.module()), diagnostics)
                    .beforeDestroying(resource.provisioners(), resource.connection(), live.value());
        }
        for (RemovedObjects.Statement each : RemovedObjects.of(run.root, address)) {
            boolean good =
                    new Provisioning(run, address, run.module(each.module()), diagnostics)
                            .beforeDestroying(
                                    each.block().provisioners(),
                                    each.block().connection(),
                                    live.value());
            if (!good) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable ObjectState object(
            @Nullable InstanceState kept, @Nullable String aside) {
        if (kept == null) {
            return null;
        }
        return aside == null ? kept.current() : kept.deposed().get(aside);
    }

    private void remove(@Nullable String aside) {
        InstanceState kept = run.state.find(address);
        if (kept == null) {
            return;
        }
        SortedMap<String, ObjectState> deposed = new TreeMap<>(kept.deposed());
        if (aside != null) {
            deposed.remove(aside);
        }
        run.state.put(
                address,
                change.provider(),
                new InstanceState(aside == null ? null : kept.current(), deposed));
    }

    /// The block of the object's provider configuration, if there is one.
    private @Nullable ProviderBlock block() {
        ConfigTree tree = run.root.find(change.provider().module());
        if (tree == null) {
            return null;
        }
        return tree.module().providers().stream()
                .filter(each ->
                        tree.module()
                                        .providerSource(each.localName())
                                        .equals(change.provider().source())
                                && each.alias().equals(change.provider().alias()))
                .findFirst()
                .orElse(null);
    }
}
