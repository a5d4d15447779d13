package dev.slipway.terraform.engine;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import dev.slipway.provider.Answer;
import dev.slipway.provider.Provider;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.terraform.change.InstancePlanner;
import dev.slipway.terraform.change.LiveObject;
import dev.slipway.terraform.change.Marks;
import dev.slipway.terraform.change.PlanInput;
import dev.slipway.terraform.event.RunEvent;
import dev.slipway.terraform.event.RunEvent.ImportStep;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes one remote object over by its id. Belongs to one thread.
final class ObjectImport {
    private final PlanRun run;
    private final InstanceAddress address;
    private final PlanInput input;
    private final Diagnostics diagnostics;

    ObjectImport(PlanRun run, InstanceAddress address, PlanInput input, Diagnostics diagnostics) {
        this.run = run;
        this.address = address;
        this.input = input;
        this.diagnostics = diagnostics;
    }

    /// The object as it is; null, having told why, if there is none.
    @Nullable LiveObject read(String id) {
        run.listener.on(new RunEvent.Importing(address, ImportStep.PREPARE, id));
        run.calls.acquireUninterruptibly();
        try {
            LiveObject found = imported(id);
            return found == null ? null : refreshed(found, id);
        } finally {
            run.calls.release();
        }
    }

    private @Nullable LiveObject imported(String id) {
        Answer<List<Provider.Imported>> answer =
                input.provider().importResourceState(input.type(), id);
        input.source().tell(answer.diagnostics(), diagnostics);
        if (answer.hasErrors()) {
            return null;
        }
        List<Provider.Imported> fitting =
                answer.value().stream().filter(each -> each.type().equals(address.type())).toList();
        if (fitting.size() != 1 || answer.value().size() != 1) {
            diagnostics.error(
                    "Import gave something unexpected",
                    "Importing \""
                            + id
                            + "\" as "
                            + address
                            + " gave "
                            + answer.value().stream().map(Provider.Imported::type).toList()
                            + " (expected: one object of type "
                            + address.type()
                            + ").",
                    input.source().block());
            return null;
        }
        Provider.Imported found = fitting.getFirst();
        Value value = Marks.put(found.value(), input.schema().block(), Map.of());
        return new LiveObject(
                value, false, found.privateData(), found.identity(), List.of(), false);
    }

    private @Nullable LiveObject refreshed(LiveObject found, String id) {
        RunEvent.Id known = Refreshing.id(found.value());
        run.listener.on(new RunEvent.RefreshStarted(address, known));
        LiveObject live = InstancePlanner.refresh(input, found, diagnostics);
        run.listener.on(new RunEvent.RefreshDone(address, known));
        if (live == null) {
            diagnostics.error(
                    "Cannot import what does not exist",
                    "The provider found no object with the id \""
                            + id
                            + "\" to import as "
                            + address
                            + ". Check the id, and that the provider is configured for the right"
                            + " region or account.",
                    input.source().block());
        }
        return diagnostics.hasErrors() ? null : live;
    }
}
