package dev.slipway.terraform.engine;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.state.InstanceState;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.ProviderAddress;
import dev.slipway.terraform.change.InstancePlanner;
import dev.slipway.terraform.change.LiveObject;
import dev.slipway.terraform.change.ObjectCodec;
import dev.slipway.terraform.change.PlanInput;
import dev.slipway.terraform.event.RunEvent;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.ActionReason;
import dev.slipway.terraform.plan.Change;
import dev.slipway.terraform.plan.ResourceChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one object anew, and notes what others changed. Belongs to one thread.
final class Refreshing {
    private static final List<String> NAMES = List.of("id", "name");

    private final PlanRun run;
    private final InstanceAddress address;

    Refreshing(PlanRun run, InstanceAddress address) {
        this.run = run;
        this.address = address;
    }

    @Nullable LiveObject refresh(PlanInput input, Diagnostics diagnostics) {
        LiveObject kept = input.prior();
        if (kept == null) {
            return null;
        }
        RunEvent.Id id = id(kept.value());
        run.listener.on(new RunEvent.RefreshStarted(address, id));
        run.calls.acquireUninterruptibly();
        LiveObject live;
        try {
            live = InstancePlanner.refresh(input, kept, diagnostics);
        } finally {
            run.calls.release();
        }
        run.listener.on(new RunEvent.RefreshDone(address, id));
        if (!kept.equals(live) && !diagnostics.hasErrors()) {
            note(input, kept, live);
        }
        return live;
    }

    private void note(PlanInput input, LiveObject kept, @Nullable LiveObject live) {
        InstanceState before = run.objects.find(address);
        ProviderAddress provider = run.objects.provider(address);
        if (before == null || provider == null) {
            return;
        }
        InstanceState now =
                new InstanceState(
                        live == null
                                ? null
                                : ObjectCodec.encode(
                                        input.provider(), input.type(), input.schema(), live),
                        before.deposed());
        run.objects.replace(address, now.isEmpty() ? null : now);
        Value after = live == null ? Value.nullOf(input.schema().block().type()) : live.value();
        if (!after.equals(kept.value())) {
            StateMoves.Origin origin = run.objects.origin(address);
            run.drifted(
                    new ResourceChange(
                            address,
                            origin == null ? address : origin.address(),
                            null,
                            provider,
                            new Change(
                                    live == null ? Action.DELETE : Action.UPDATE,
                                    kept.value(),
                                    after),
                            ActionReason.NONE,
                            ResourceChange.Details.NONE));
        }
    }

    /// By what people know an object.
    static RunEvent.@Nullable Id id(Value value) {
        if (!(value.unmarked() instanceof Value.Mapping mapping)) {
            return null;
        }
        for (String name : NAMES) {
            Value part = mapping.elements().getOrDefault(name, Values.NULL);
            if (part instanceof Value.Text(String text) && !part.has(Mark.SENSITIVE)) {
                return new RunEvent.Id(name, text);
            }
        }
        return null;
    }
}
