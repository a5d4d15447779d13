package dev.slipway.terraform.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.slipway.hcl.value.Value;
import dev.slipway.provider.schema.Schema;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.Variable;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.ActionReason;
import dev.slipway.terraform.plan.Change;
import dev.slipway.terraform.plan.OutputChange;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.plan.ResourceChange;
import dev.slipway.terraform.stored.Schemas;
import java.io.IOException;
import java.io.OutputStream;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A plan as `show -json` writes it, format version 1.2. Safe for many threads.
public final class PlanJson {
    private static final String FORMAT_VERSION = "1.2";

    private final Schemas schemas;
    private final String terraformVersion;

    /// `terraformVersion` is the version of the formats' model, which tools look at.
    public PlanJson(Schemas schemas, String terraformVersion) {
        this.schemas = requireNonNull(schemas, "schemas");
        this.terraformVersion = requireNonNull(terraformVersion, "terraformVersion");
    }

    /// Writes one line without an end. Without a configuration that part is left out.
    public void write(Plan plan, @Nullable ConfigTree config, OutputStream out) throws IOException {
        Json.compact(out, json -> write(json, plan, config));
    }

    private void write(JsonGenerator json, Plan plan, @Nullable ConfigTree config)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("format_version", FORMAT_VERSION);
        json.writeStringField("terraform_version", terraformVersion);
        variables(json, plan, config);
        json.writeFieldName("planned_values");
        plannedValues(json, plan);
        changes(json, "resource_drift", plan.drift());
        changes(json, "resource_changes", plan.changes());
        changes(json, "deferred_changes", plan.deferred());
        outputs(json, plan);
        if (!plan.prior().isEmpty()) {
            json.writeFieldName("prior_state");
            new StateJson(schemas).writeWithoutChecks(json, plan.prior());
        }
        if (config != null) {
            json.writeFieldName("configuration");
            new ConfigJson(schemas).write(json, config);
            new RelevantAttributes(config, schemas).write(json, plan);
        }
        ChecksJson.write(json, plan.checks());
        json.writeStringField(
                "timestamp", plan.inputs().timestamp().truncatedTo(ChronoUnit.SECONDS).toString());
        json.writeBooleanField("applyable", plan.isApplyable());
        json.writeBooleanField("complete", isComplete(plan));
        json.writeBooleanField("errored", plan.errored());
        json.writeEndObject();
    }

    /// The value of `test_plan`, which `test -json -verbose` tells of a plan.
    public String tested(Plan plan) {
        return Json.line(json -> {
            json.writeStartObject();
            json.writeStringField("plan_format_version", FORMAT_VERSION);
            outputs(json, plan);
            changes(json, "resource_changes", plan.changes());
            changes(json, "resource_drift", plan.drift());
            json.writeEndObject();
        });
    }

    /// Whether applying the plan brings about all that the configuration says.
    private static boolean isComplete(Plan plan) {
        return !plan.errored()
                && plan.deferred().isEmpty()
                && plan.inputs().targets().isEmpty()
                && plan.inputs().excludes().isEmpty();
    }

    private static void variables(JsonGenerator json, Plan plan, @Nullable ConfigTree config)
            throws IOException {
        SortedMap<String, Value> all = new TreeMap<>(plan.inputs().variables());
        if (config != null) {
            addDefaults(plan.inputs(), config, all);
        }
        if (all.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("variables");
        for (Map.Entry<String, Value> each : all.entrySet()) {
            json.writeObjectFieldStart(each.getKey());
            json.writeFieldName("value");
            ValueJson.write(json, each.getValue());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void addDefaults(
            Plan.Inputs inputs, ConfigTree config, Map<String, Value> variables) {
        for (Variable each : config.module().variables().values()) {
            Value standard = each.standard();
            if (standard != null && !inputs.ephemeralVariables().contains(each.name())) {
                variables.putIfAbsent(each.name(), standard);
            }
        }
    }

    private void plannedValues(JsonGenerator json, Plan plan) throws IOException {
        json.writeStartObject();
        plannedOutputs(json, plan);
        ModuleTree<ResourceChange> tree = new ModuleTree<>();
        for (ResourceChange each : sorted(plan.changes())) {
            boolean stays = !each.change().after().isNull() || each.action() == Action.FORGET;
            if (stays && each.deposed() == null) {
                tree.add(each.address().module(), each);
            }
        }
        json.writeFieldName("root_module");
        tree.write(json, this::plannedObject);
        json.writeEndObject();
    }

    private static List<ResourceChange> sorted(List<ResourceChange> changes) {
        return changes.stream().sorted(Comparator.comparing(ResourceChange::address)).toList();
    }

    private static void plannedOutputs(JsonGenerator json, Plan plan) throws IOException {
        boolean any = false;
        for (OutputChange each : plan.outputs().values()) {
            if (each.change().action() == Action.DELETE) {
                continue;
            }
            if (!any) {
                json.writeObjectFieldStart("outputs");
            }
            any = true;
            json.writeObjectFieldStart(each.name());
            json.writeBooleanField("sensitive", each.sensitive());
            if (each.change().after().isWhollyKnown()) {
                OutputJson.typed(json, each.change().after());
            }
            json.writeEndObject();
        }
        if (any) {
            json.writeEndObject();
        }
    }

    private @Nullable Schema schema(ResourceChange change) {
        return schemas.find(change.provider().source(), change.address().resource().resource());
    }

    private void plannedObject(JsonGenerator json, ResourceChange change) throws IOException {
        Schema schema = schema(change);
        Value after = change.change().after();
        json.writeStartObject();
        json.writeStringField("address", change.address().toString());
        AddressJson.parts(json, change.address());
        json.writeStringField("provider_name", change.provider().source().toString());
        json.writeNumberField("schema_version", schema == null ? 0 : schema.version());
        if (!after.isNull() && hasKnown(after)) {
            json.writeFieldName("values");
            ValueJson.write(json, after);
        }
        json.writeFieldName("sensitive_values");
        SensitiveJson.write(json, after, schema);
        json.writeEndObject();
    }

    private static boolean hasKnown(Value object) {
        return !(object.unmarked() instanceof Value.Mapping mapping)
                || mapping.elements().values().stream().anyMatch(Value::isKnown);
    }

    private void changes(JsonGenerator json, String field, List<ResourceChange> changes)
            throws IOException {
        if (changes.isEmpty()) {
            return;
        }
        boolean deferred = field.startsWith("deferred");
        json.writeArrayFieldStart(field);
        for (ResourceChange each : sorted(changes)) {
            if (deferred) {
                json.writeStartObject();
                json.writeStringField("reason", each.reason().json());
                json.writeFieldName("resource_change");
            }
            change(json, each);
            if (deferred) {
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private void change(JsonGenerator json, ResourceChange change) throws IOException {
        json.writeStartObject();
        json.writeStringField("address", change.address().toString());
        if (change.isMoved()) {
            json.writeStringField("previous_address", change.previousAddress().toString());
        }
        Json.optional(json, "module_address", change.address().module().toString());
        AddressJson.parts(json, change.address());
        json.writeStringField("provider_name", change.provider().source().toString());
        Json.optional(json, "deposed", change.deposed());
        json.writeObjectFieldStart("change");
        resource(json, change);
        json.writeEndObject();
        if (change.reason() != ActionReason.NONE && !change.reason().isDeferral()) {
            json.writeStringField("action_reason", change.reason().json());
        }
        json.writeEndObject();
    }

    private void resource(JsonGenerator json, ResourceChange change) throws IOException {
        Schema schema = schema(change);
        Value after = change.change().after();
        values(json, change.change());
        json.writeFieldName("after_unknown");
        if (after.isWhollyKnown()) {
            ValueJson.empty(json, true);
        } else {
            ValueJson.unknown(json, after);
        }
        json.writeFieldName("before_sensitive");
        SensitiveJson.write(json, change.change().before(), schema);
        json.writeFieldName("after_sensitive");
        SensitiveJson.write(json, after, schema);
        if (!change.details().requiresReplace().isEmpty()) {
            json.writeArrayFieldStart("replace_paths");
            for (var path : change.details().requiresReplace()) {
                ValueJson.path(json, path);
            }
            json.writeEndArray();
        }
        ResourceChange.Importing importing = change.details().importing();
        if (importing != null) {
            json.writeObjectFieldStart("importing");
            Json.optional(json, "id", importing.id());
            if (importing.identity() != null) {
                json.writeFieldName("identity");
                ValueJson.write(json, importing.identity());
            }
            if (importing.text() == null) {
                json.writeBooleanField("unknown", true);
            }
            json.writeEndObject();
        }
        Json.optional(json, "generated_config", change.details().generatedConfig());
    }

    private static void values(JsonGenerator json, Change change) throws IOException {
        Json.strings(json, "actions", actions(change.action()));
        json.writeFieldName("before");
        ValueJson.write(json, change.before());
        if (change.after().isKnown()) {
            json.writeFieldName("after");
            ValueJson.write(json, change.after());
        }
    }

    /// The words that tools look for.
    static List<String> actions(Action action) {
        return switch (action) {
            case NOOP -> List.of("no-op");
            case CREATE -> List.of("create");
            case READ -> List.of("read");
            case UPDATE -> List.of("update");
            case DELETE -> List.of("delete");
            case DELETE_THEN_CREATE -> List.of("delete", "create");
            case CREATE_THEN_DELETE -> List.of("create", "delete");
            case FORGET -> List.of("forget");
        };
    }

    private static void outputs(JsonGenerator json, Plan plan) throws IOException {
        if (plan.outputs().isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("output_changes");
        for (OutputChange each : plan.outputs().values()) {
            json.writeObjectFieldStart(each.name());
            values(json, each.change());
            json.writeFieldName("after_unknown");
            if (each.change().after().isWhollyKnown()) {
                json.writeBoolean(false);
            } else {
                ValueJson.unknown(json, each.change().after());
            }
            json.writeBooleanField("before_sensitive", each.sensitive());
            json.writeBooleanField("after_sensitive", each.sensitive());
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
