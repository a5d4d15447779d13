package dev.slipway.terraform.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.value.Value;
import dev.slipway.state.State;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.terraform.event.RunEvent;
import dev.slipway.terraform.event.RunListener;
import dev.slipway.terraform.event.RunTally;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.OutputChange;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.plan.ResourceChange;
import dev.slipway.terraform.view.PlanCounts;
import dev.slipway.terraform.view.RunWords;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells what goes on as lines of JSON, as `plan -json` and `apply -json` do. Safe for many
/// threads: lines come one at a time and whole.
public final class RunJson implements RunListener {
    private static final String UI_VERSION = "1.2";

    private final RunLines lines;
    private final RunTally tally = new RunTally();

    /// Gives each line, without its end, to `out`.
    public RunJson(Consumer<String> out, InstantSource clock) {
        this.lines = new RunLines(requireNonNull(out, "out"), requireNonNull(clock, "clock"));
    }

    /// Comes first.
    public void version(String terraformVersion) {
        lines.info(
                "Slipway, as Terraform " + terraformVersion,
                "version",
                json -> {
                    json.writeStringField("terraform", terraformVersion);
                    json.writeStringField("ui", UI_VERSION);
                });
    }

    /// Something else that is to be said.
    public void log(String message) {
        lines.info(message, "log", _ -> {});
    }

    public void diagnostic(Diagnostic diagnostic) {
        lines.diagnostic(diagnostic, "", "");
    }

    /// What a plan is about: drift, changes, their number, and outputs.
    public void plan(Plan plan) {
        for (ResourceChange each : plan.drift()) {
            if (each.action() != Action.NOOP || each.isMoved()) {
                String action = action(each);
                String message = each.address() + ": Drift detected (" + action + ")";
                lines.info(message, "resource_drift", json -> change(json, each, action));
            }
        }
        for (ResourceChange each : plan.changes()) {
            String action = action(each);
            if (!action.equals("noop")) {
                String message = each.address() + ": Plan to " + action;
                lines.info(message, "planned_change", json -> change(json, each, action));
            }
        }
        PlanCounts counts = PlanCounts.of(plan);
        String imports = counts.imports() == 0 ? "" : counts.imports() + " to import, ";
        String message =
                "Plan: %s%d to add, %d to change, %d to destroy."
                        .formatted(imports, counts.adds(), counts.changes(), counts.destroys());
        lines.info(
                message,
                "change_summary",
                json ->
                        summary(
                                json,
                                counts.adds(),
                                counts.changes(),
                                counts.imports(),
                                counts.destroys(),
                                "plan"));
        if (!plan.outputs().isEmpty()) {
            plannedOutputs(plan.outputs());
        }
    }

    /// What a run came to, and the outputs there are now.
    public void applied(Plan.Mode mode, int imported, SortedMap<String, State.Output> outputs) {
        RunTally.Counts counts = tally.counts();
        String operation = mode == Plan.Mode.DESTROY ? "destroy" : "apply";
        lines.info(
                RunWords.summary(mode, counts, imported, true),
                "change_summary",
                json ->
                        summary(
                                json,
                                counts.added(),
                                counts.changed(),
                                imported,
                                counts.destroyed(),
                                operation));
        if (mode != Plan.Mode.DESTROY) {
            outputs(outputs);
        }
    }

    /// The outputs there are, without values that are sensitive.
    public void outputs(SortedMap<String, State.Output> outputs) {
        lines.info(
                "Outputs: " + outputs.size(),
                "outputs",
                json -> {
                    json.writeObjectFieldStart("outputs");
                    for (Map.Entry<String, State.Output> each : outputs.entrySet()) {
                        Value value = each.getValue().value();
                        json.writeObjectFieldStart(each.getKey());
                        json.writeBooleanField("sensitive", each.getValue().sensitive());
                        json.writeFieldName("type");
                        ValueJson.type(json, value.type());
                        if (!each.getValue().sensitive()) {
                            json.writeFieldName("value");
                            ValueJson.write(json, value);
                        }
                        json.writeEndObject();
                    }
                    json.writeEndObject();
                });
    }

    private void plannedOutputs(SortedMap<String, OutputChange> outputs) {
        lines.info(
                "Outputs: " + outputs.size(),
                "outputs",
                json -> {
                    json.writeObjectFieldStart("outputs");
                    for (OutputChange each : outputs.values()) {
                        json.writeObjectFieldStart(each.name());
                        json.writeBooleanField("sensitive", each.sensitive());
                        json.writeStringField("action", word(each.change().action()));
                        json.writeEndObject();
                    }
                    json.writeEndObject();
                });
    }

    private static String action(ResourceChange change) {
        boolean nothing = change.action() == Action.NOOP;
        if (nothing && change.details().importing() != null) {
            return "import";
        }
        return nothing && change.isMoved() ? "move" : word(change.action());
    }

    private static String word(Action action) {
        return switch (action) {
            case NOOP -> "noop";
            case CREATE -> "create";
            case READ -> "read";
            case UPDATE -> "update";
            case DELETE -> "delete";
            case DELETE_THEN_CREATE, CREATE_THEN_DELETE -> "replace";
            case FORGET -> "remove";
        };
    }

    private static void change(JsonGenerator json, ResourceChange change, String action)
            throws IOException {
        json.writeObjectFieldStart("change");
        AddressJson.resource(json, "resource", change.address());
        if (change.isMoved()) {
            AddressJson.resource(json, "previous_resource", change.previousAddress());
        }
        json.writeStringField("action", action);
        Json.optional(
                json,
                "reason",
                switch (change.reason()) {
                    case REPLACE_BECAUSE_TAINTED -> "tainted";
                    case REPLACE_BY_REQUEST -> "requested";
                    case REPLACE_BY_TRIGGERS -> "replace_triggered_by";
                    case REPLACE_BECAUSE_CANNOT_UPDATE -> "cannot_update";
                    default -> change.reason().json();
                });
        ResourceChange.Importing importing = change.details().importing();
        if (importing != null) {
            json.writeObjectFieldStart("importing");
            Json.optional(json, "id", importing.id());
            if (importing.identity() != null) {
                json.writeFieldName("identity");
                ValueJson.write(json, importing.identity());
            }
            json.writeEndObject();
        }
        Json.optional(json, "generated_config", change.details().generatedConfig());
        if (!change.details().because().isEmpty()) {
            Json.strings(json, "because", change.details().because());
        }
        json.writeEndObject();
    }

    private static void summary(
            JsonGenerator json, int add, int change, int imported, int remove, String operation)
            throws IOException {
        json.writeObjectFieldStart("changes");
        json.writeNumberField("add", add);
        json.writeNumberField("change", change);
        json.writeNumberField("import", imported);
        json.writeNumberField("remove", remove);
        json.writeStringField("operation", operation);
        json.writeEndObject();
    }

    @Override
    public void on(RunEvent event) {
        tally.on(event);
        String type = type(event);
        if (type == null) {
            return;
        }
        String message =
                event instanceof RunEvent.ProvisionOutput(var address, var by, var line)
                        ? address + ": (" + by + "): " + line
                        : RunWords.line(event);
        lines.info(
                message,
                type,
                json -> {
                    json.writeObjectFieldStart("hook");
                    AddressJson.resource(json, "resource", event.address());
                    hook(json, event);
                    json.writeEndObject();
                });
    }

    /// Null for what is not told.
    private static @Nullable String type(RunEvent event) {
        return switch (event) {
            case RunEvent.RefreshStarted _ -> "refresh_start";
            case RunEvent.RefreshDone _ -> "refresh_complete";
            // Terraform tells people only.
            case RunEvent.Importing _ -> null;
            case RunEvent.ApplyStarted _ -> "apply_start";
            case RunEvent.ApplyProgress _ -> "apply_progress";
            case RunEvent.ApplyDone _ -> "apply_complete";
            case RunEvent.ApplyFailed _ -> "apply_errored";
            case RunEvent.ProvisionStarted _ -> "provision_start";
            case RunEvent.ProvisionOutput _ -> "provision_progress";
            case RunEvent.ProvisionDone _ -> "provision_complete";
            case RunEvent.ProvisionFailed _ -> "provision_errored";
            case RunEvent.EphemeralStarted _ -> "ephemeral_op_start";
            case RunEvent.EphemeralDone _ -> "ephemeral_op_complete";
        };
    }

    private static void hook(JsonGenerator json, RunEvent event) throws IOException {
        switch (event) {
            case RunEvent.RefreshStarted(var _, var id) -> id(json, id);
            case RunEvent.RefreshDone(var _, var id) -> id(json, id);
            case RunEvent.Importing _ -> {}
            case RunEvent.ApplyStarted(var _, var action, var _, var id) -> {
                json.writeStringField("action", word(action));
                id(json, id);
            }
            case RunEvent.ApplyProgress(var _, var action, var elapsed, var id) -> {
                json.writeStringField("action", word(action));
                id(json, id);
                elapsed(json, elapsed);
            }
            case RunEvent.ApplyDone(var _, var action, var elapsed, var id) -> {
                json.writeStringField("action", word(action));
                id(json, action == Action.DELETE ? null : id);
                elapsed(json, elapsed);
            }
            case RunEvent.ApplyFailed(var _, var action, var elapsed) -> {
                json.writeStringField("action", word(action));
                elapsed(json, elapsed);
            }
            case RunEvent.ProvisionStarted(var _, var by) ->
                    json.writeStringField("provisioner", by);
            case RunEvent.ProvisionOutput(var _, var by, var line) -> {
                json.writeStringField("provisioner", by);
                json.writeStringField("output", line);
            }
            case RunEvent.ProvisionDone(var _, var by) -> json.writeStringField("provisioner", by);
            case RunEvent.ProvisionFailed(var _, var by) ->
                    json.writeStringField("provisioner", by);
            case RunEvent.EphemeralStarted(InstanceAddress _, var action) ->
                    json.writeStringField("action", action.name().toLowerCase(Locale.ROOT));
            case RunEvent.EphemeralDone(InstanceAddress _, var action, var elapsed) -> {
                json.writeStringField("action", action.name().toLowerCase(Locale.ROOT));
                elapsed(json, elapsed);
            }
        }
    }

    private static void id(JsonGenerator json, RunEvent.@Nullable Id id) throws IOException {
        if (id != null) {
            json.writeStringField("id_key", id.attribute());
            json.writeStringField("id_value", id.value());
        }
    }

    private static void elapsed(JsonGenerator json, Duration elapsed) throws IOException {
        json.writeNumberField("elapsed_seconds", elapsed.plusMillis(500).toSeconds());
    }

    /// The lines that `test -json` writes, one at a time with these.
    public TestJson tests() {
        return new TestJson(lines);
    }
}
