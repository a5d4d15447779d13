package dev.slipway.terraform.engine;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.source.Suggestion;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.Answer;
import dev.slipway.provider.Provider;
import dev.slipway.provider.schema.IdentitySchema;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.terraform.change.InstancePlanner;
import dev.slipway.terraform.change.LiveObject;
import dev.slipway.terraform.change.Marks;
import dev.slipway.terraform.change.PlanInput;
import dev.slipway.terraform.event.RunEvent;
import dev.slipway.terraform.event.RunEvent.ImportStep;
import dev.slipway.terraform.plan.ResourceChange.Importing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Takes one remote object over by its id or its identity. Belongs to one thread.
final class ObjectImport {
    private final PlanRun run;
    private final InstanceAddress address;
    private final PlanInput input;
    private final @Nullable SourceRange place;
    private final Diagnostics diagnostics;

    /// `place` is where the import is asked for, if that is a block.
    ObjectImport(
            PlanRun run,
            InstanceAddress address,
            PlanInput input,
            @Nullable SourceRange place,
            Diagnostics diagnostics) {
        this.run = run;
        this.address = address;
        this.input = input;
        this.place = place;
        this.diagnostics = diagnostics;
    }

    /// The object as it is; null, having told why, if there is none.
    @Nullable LiveObject read(Importing by) {
        String name = String.valueOf(by.text());
        run.listener.on(new RunEvent.Importing(address, ImportStep.PREPARE, name));
        run.calls.acquireUninterruptibly();
        try {
            LiveObject found = imported(by, name);
            return found == null ? null : refreshed(found, name);
        } finally {
            run.calls.release();
        }
    }

    private @Nullable LiveObject imported(Importing by, String name) {
        Answer<List<Provider.Imported>> answer = answer(by);
        if (answer == null) {
            return null;
        }
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
                            + name
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

    private @Nullable Answer<List<Provider.Imported>> answer(Importing by) {
        if (by.identity() == null) {
            return input.provider().importResourceState(input.type(), String.valueOf(by.id()));
        }
        Value identity = identity(by.identity());
        return identity == null ? null : input.provider().importByIdentity(input.type(), identity);
    }

    /// As the identity schema has it; null, having told why, if that is not possible.
    private @Nullable Value identity(Value given) {
        IdentitySchema schema = input.provider().schema().identity(input.type());
        if (schema == null) {
            mistaken("Resources of type " + input.type() + " have no identity: import by id.");
            return null;
        }
        Map<String, Value> said = Values.entries(given);
        for (String name : said.keySet()) {
            if (!schema.attributes().containsKey(name)) {
                mistaken(
                        "There is no attribute \""
                                + name
                                + "\"."
                                + Suggestion.didYouMean(name, schema.attributes().keySet())
                                + " "
                                + expected(schema));
                return null;
            }
        }
        Map<String, Value> whole = new TreeMap<>();
        for (Map.Entry<String, IdentitySchema.Attribute> each : schema.attributes().entrySet()) {
            Value value = said.getOrDefault(each.getKey(), Values.NULL);
            if (value.isNull() && each.getValue().requiredForImport()) {
                mistaken("The attribute \"" + each.getKey() + "\" is missing. " + expected(schema));
                return null;
            }
            try {
                whole.put(each.getKey(), Conversion.convert(value, each.getValue().type()));
            } catch (ConversionException problem) {
                mistaken(
                        "The attribute \""
                                + each.getKey()
                                + "\" has a value of the wrong type: "
                                + problem.getMessage()
                                + ".");
                return null;
            }
        }
        return Values.object(whole);
    }

    private String expected(IdentitySchema schema) {
        List<String> names = new ArrayList<>();
        schema.attributes()
                .forEach((name, each) ->
                        names.add(name + (each.requiredForImport() ? "" : " (optional)")));
        return "The identity of " + input.type() + " is made of " + String.join(", ", names) + ".";
    }

    private void mistaken(String detail) {
        diagnostics.error("Invalid import identity", detail, place);
    }

    private @Nullable LiveObject refreshed(LiveObject found, String id) {
        RunEvent.Id known = Refreshing.id(found.value());
        run.listener.on(new RunEvent.RefreshStarted(address, known));
        LiveObject live = InstancePlanner.refresh(input, found, diagnostics);
        run.listener.on(new RunEvent.RefreshDone(address, known));
        if (live == null) {
            diagnostics.error(
                    "Cannot import what does not exist",
                    "The provider found no object known as \""
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
