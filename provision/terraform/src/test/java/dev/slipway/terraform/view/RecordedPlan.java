package dev.slipway.terraform.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.hcl.text.CodePointOrder;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.PrivateData;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.RawState;
import dev.slipway.provider.TypeJson;
import dev.slipway.state.CheckResult;
import dev.slipway.state.InstanceState;
import dev.slipway.state.ObjectState;
import dev.slipway.state.ResourceState;
import dev.slipway.state.State;
import dev.slipway.state.address.ConfigResource;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.state.address.ModulePath;
import dev.slipway.state.address.ProviderAddress;
import dev.slipway.state.address.ResourceAddress;
import dev.slipway.state.address.ResourcePath;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.ActionReason;
import dev.slipway.terraform.plan.Change;
import dev.slipway.terraform.plan.OutputChange;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.plan.ResourceChange;
import dev.slipway.terraform.stored.Schemas;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads what `show -json` writes of a plan back into a plan, so that what Terraform planned can be
/// shown by us and compared.
public final class RecordedPlan {
    private final JsonNode json;
    private final Schemas schemas;

    public RecordedPlan(JsonNode json, Schemas schemas) {
        this.json = json;
        this.schemas = schemas;
    }

    public Plan plan() {
        SortedMap<String, OutputChange> outputs = new TreeMap<>();
        json.path("output_changes")
                .properties()
                .forEach(
                        each -> outputs.put(each.getKey(), output(each.getKey(), each.getValue())));
        SortedMap<String, Value> variables = new TreeMap<>();
        json.path("variables")
                .properties()
                .forEach(each ->
                        variables.put(each.getKey(), implied(each.getValue().path("value"), null)));
        State prior = state(json.path("prior_state"));
        return new Plan(
                Plan.Mode.NORMAL,
                prior,
                prior,
                changes("resource_changes"),
                changes("resource_drift"),
                List.of(),
                outputs,
                checks(),
                new Plan.Inputs(
                        variables,
                        List.of(),
                        List.of(),
                        List.of(),
                        "default",
                        Instant.parse(json.path("timestamp").asText("2026-01-01T00:00:00Z"))),
                json.path("errored").asBoolean());
    }

    private List<CheckResult> checks() {
        List<CheckResult> results = new ArrayList<>();
        for (JsonNode each : json.path("checks")) {
            List<CheckResult.Instance> instances = new ArrayList<>();
            for (JsonNode instance : each.path("instances")) {
                List<String> failures = new ArrayList<>();
                instance.path("problems").forEach(p -> failures.add(p.path("message").asText()));
                instances.add(
                        new CheckResult.Instance(
                                instance.path("address").path("to_display").asText(),
                                status(instance),
                                failures));
            }
            CheckResult.Kind kind =
                    switch (each.path("address").path("kind").asText()) {
                        case "resource" -> CheckResult.Kind.RESOURCE;
                        case "output_value" -> CheckResult.Kind.OUTPUT_VALUE;
                        case "var" -> CheckResult.Kind.INPUT_VARIABLE;
                        default -> CheckResult.Kind.CHECK_BLOCK;
                    };
            String address = each.path("address").path("to_display").asText();
            results.add(new CheckResult(kind, address, status(each), instances));
        }
        return results;
    }

    private static CheckResult.Status status(JsonNode node) {
        return CheckResult.Status.valueOf(node.path("status").asText().toUpperCase(Locale.ROOT));
    }

    public State state(JsonNode node) {
        SortedMap<ResourcePath, ResourceState> resources = new TreeMap<>();
        module(node.path("values").path("root_module"), resources);
        SortedMap<String, State.Output> outputs = new TreeMap<>();
        for (var each : node.path("values").path("outputs").properties()) {
            JsonNode output = each.getValue();
            Value value = value(output.path("value"), null, TypeJson.of(output.path("type")));
            outputs.put(
                    each.getKey(), new State.Output(value, output.path("sensitive").asBoolean()));
        }
        return new State(
                node.path("terraform_version").asText("1.11.4"),
                1,
                "lineage",
                outputs,
                resources,
                List.of());
    }

    private static void module(JsonNode module, SortedMap<ResourcePath, ResourceState> resources) {
        for (JsonNode each : module.path("resources")) {
            InstanceAddress address = address(each.path("address").asText(), each);
            byte[] values = each.path("values").toString().getBytes(StandardCharsets.UTF_8);
            List<ValuePath> sensitive = new ArrayList<>();
            paths(each.path("sensitive_values"), ValuePath.ROOT, sensitive);
            ObjectState object =
                    new ObjectState(
                            each.path("tainted").asBoolean(),
                            each.path("schema_version").asLong(),
                            new RawState.Json(values),
                            sensitive,
                            PrivateData.NONE,
                            null,
                            dependencies(each),
                            false);
            SortedMap<InstanceKey, InstanceState> instances = new TreeMap<>();
            ResourceState known = resources.get(address.resource());
            if (known != null) {
                instances.putAll(known.instances());
            }
            instances.put(address.key(), InstanceState.of(object));
            resources.put(address.resource(), new ResourceState(provider(each), instances));
        }
        module.path("child_modules").forEach(each -> module(each, resources));
    }

    private static List<ConfigResource> dependencies(JsonNode resource) {
        List<ConfigResource> dependencies = new ArrayList<>();
        for (JsonNode each : resource.path("depends_on")) {
            String[] parts = each.asText().split("\\.");
            dependencies.add(
                    ResourceAddress.managed(parts[parts.length - 2], parts[parts.length - 1])
                            .in(ModulePath.ROOT));
        }
        return dependencies;
    }

    private static void paths(JsonNode sensitive, ValuePath at, List<ValuePath> found) {
        if (sensitive.isBoolean() && sensitive.booleanValue()) {
            found.add(at);
        }
        sensitive
                .properties()
                .forEach(each -> paths(each.getValue(), at.attribute(each.getKey()), found));
        for (int i = 0; sensitive.isArray() && i < sensitive.size(); i++) {
            paths(sensitive.path(i), at.index(i), found);
        }
    }

    private List<ResourceChange> changes(String field) {
        List<ResourceChange> changes = new ArrayList<>();
        json.path(field).forEach(each -> changes.add(change(each)));
        return changes;
    }

    private ResourceChange change(JsonNode node) {
        InstanceAddress address = address(node.path("address").asText(), node);
        InstanceAddress previous =
                node.has("previous_address")
                        ? address(node.path("previous_address").asText(), node)
                        : address;
        var schema = schemas.find(provider(node).source(), address.resource().resource());
        Type type = schema == null ? Type.Any.DYNAMIC : schema.block().type();
        JsonNode change = node.path("change");
        String reason = node.path("action_reason").asText("none").toUpperCase(Locale.ROOT);
        return new ResourceChange(
                address,
                previous,
                node.has("deposed") ? node.path("deposed").asText() : null,
                provider(node),
                change(change, type),
                ActionReason.valueOf(reason),
                new ResourceChange.Details(
                        PrivateData.NONE,
                        replacePaths(change),
                        importing(change),
                        change.has("generated_config")
                                ? change.path("generated_config").asText()
                                : null,
                        List.of()));
    }

    private static ResourceChange.@Nullable Importing importing(JsonNode change) {
        JsonNode importing = change.path("importing");
        return importing.isMissingNode()
                ? null
                : new ResourceChange.Importing(
                        importing.has("id") ? importing.path("id").asText() : null, null);
    }

    private static List<ValuePath> replacePaths(JsonNode change) {
        List<ValuePath> paths = new ArrayList<>();
        for (JsonNode each : change.path("replace_paths")) {
            ValuePath path = ValuePath.ROOT;
            for (JsonNode step : each) {
                path = step.isNumber() ? path.index(step.asLong()) : path.attribute(step.asText());
            }
            paths.add(path);
        }
        return paths;
    }

    private static ProviderAddress provider(JsonNode node) {
        return ProviderAddress.root(ProviderSource.parse(node.path("provider_name").asText()));
    }

    /// The last part of an address is known from other fields, the rest is the module's.
    private static InstanceAddress address(String text, JsonNode node) {
        ResourceAddress.Mode mode =
                ResourceAddress.Mode.valueOf(node.path("mode").asText().toUpperCase(Locale.ROOT));
        String type = node.path("type").asText();
        String name = node.path("name").asText();
        String own = mode.prefix() + type + "." + name;
        int at = text.lastIndexOf(own);
        if (at < 0) {
            String last = text.substring(text.lastIndexOf('.') + 1);
            return new InstanceAddress(
                    new ResourceAddress(mode, type, last).in(ModuleInstance.ROOT),
                    InstanceKey.NONE);
        }
        return new InstanceAddress(
                new ResourceAddress(mode, type, name).in(module(text.substring(0, at))),
                key(text.substring(at + own.length())));
    }

    private static ModuleInstance module(String text) {
        ModuleInstance module = ModuleInstance.ROOT;
        for (String step : text.split("(^|\\.)module\\.")) {
            String each = step.replaceFirst("\\.$", "");
            if (!each.isEmpty()) {
                int bracket = each.indexOf('[');
                String name = bracket < 0 ? each : each.substring(0, bracket);
                module = module.child(name, key(bracket < 0 ? "" : each.substring(bracket)));
            }
        }
        return module;
    }

    private static InstanceKey key(String text) {
        if (text.isEmpty()) {
            return InstanceKey.NONE;
        }
        String inside = text.substring(1, text.length() - 1);
        return inside.startsWith("\"")
                ? InstanceKey.of(inside.substring(1, inside.length() - 1))
                : InstanceKey.of(Long.parseLong(inside));
    }

    private OutputChange output(String name, JsonNode change) {
        boolean sensitive =
                change.path("after_sensitive").asBoolean()
                        || change.path("before_sensitive").asBoolean();
        Value before = implied(change.path("before"), null);
        JsonNode type = json.path("planned_values").path("outputs").path(name).path("type");
        Value after =
                type.isMissingNode()
                        ? implied(change.path("after"), change.path("after_unknown"))
                        : value(change.path("after"), null, TypeJson.of(type));
        return new OutputChange(name, sensitive, new Change(action(change), before, after));
    }

    private static Change change(JsonNode change, Type type) {
        JsonNode after = change.path("after");
        Value before = value(change.path("before"), null, type);
        Value becomes = value(after, change.path("after_unknown"), type);
        return new Change(
                action(change),
                marked(before, change.path("before_sensitive")),
                marked(becomes, change.path("after_sensitive")));
    }

    private static Action action(JsonNode change) {
        List<String> actions = new ArrayList<>();
        change.path("actions").forEach(each -> actions.add(each.asText()));
        return switch (String.join(",", actions)) {
            case "no-op" -> Action.NOOP;
            case "create" -> Action.CREATE;
            case "read" -> Action.READ;
            case "update" -> Action.UPDATE;
            case "delete" -> Action.DELETE;
            case "delete,create" -> Action.DELETE_THEN_CREATE;
            case "create,delete" -> Action.CREATE_THEN_DELETE;
            case "forget" -> Action.FORGET;
            default -> throw new IllegalArgumentException("actions: " + actions);
        };
    }

    private static Value marked(Value value, JsonNode sensitive) {
        if (sensitive.isBoolean() && sensitive.booleanValue()) {
            return value.withMark(Mark.SENSITIVE);
        }
        return switch (value) {
            case Value.Unknown _ when sensitive.isArray() -> Value.unknown(Type.tuple(List.of()));
            case Value.Unknown(Type type, var _) when sensitive.isObject() && type.isDynamic() ->
                    Value.unknown(Type.object(Map.of()));
            case Value.Mapping mapping -> {
                SortedMap<String, Value> parts = new TreeMap<>(CodePointOrder.INSTANCE);
                mapping.elements()
                        .forEach((name, each) ->
                                parts.put(name, marked(each, sensitive.path(name))));
                yield new Value.Mapping(mapping.type(), parts);
            }
            case Value.Sequence sequence when !(sequence.type() instanceof Type.SetOf) -> {
                List<Value> parts = new ArrayList<>();
                for (int i = 0; i < sequence.elements().size(); i++) {
                    parts.add(marked(sequence.elements().get(i), sensitive.path(i)));
                }
                yield new Value.Sequence(sequence.type(), parts);
            }
            default -> value;
        };
    }

    private static boolean isTrue(@Nullable JsonNode unknown) {
        return unknown != null && unknown.isBoolean() && unknown.booleanValue();
    }

    private static @Nullable JsonNode at(@Nullable JsonNode unknown, String name) {
        return unknown == null ? null : unknown.path(name);
    }

    private static @Nullable JsonNode at(@Nullable JsonNode unknown, int index) {
        return unknown == null ? null : unknown.path(index);
    }

    private static Value value(JsonNode json, @Nullable JsonNode unknown, Type type) {
        if (isTrue(unknown)) {
            return Value.unknown(type);
        }
        if (json.isNull() || json.isMissingNode()) {
            return Value.nullOf(type);
        }
        return switch (type) {
            case Type.Primitive _ -> implied(json, unknown);
            case Type.Any _ -> implied(json, unknown);
            case Type.ListOf(Type element) ->
                    Values.list(element, elements(json, unknown, element));
            case Type.SetOf(Type element) -> Values.set(element, elements(json, unknown, element));
            case Type.MapOf(Type element) -> {
                SortedMap<String, Value> parts = new TreeMap<>(CodePointOrder.INSTANCE);
                for (String name : names(json, unknown)) {
                    parts.put(name, value(json.path(name), at(unknown, name), element));
                }
                yield Values.map(element, parts);
            }
            case Type.TupleOf(List<Type> types) -> {
                List<Value> parts = new ArrayList<>();
                for (int i = 0; i < types.size(); i++) {
                    parts.add(value(json.path(i), at(unknown, i), types.get(i)));
                }
                yield Values.tuple(parts);
            }
            case Type.ObjectOf object -> {
                SortedMap<String, Value> parts = new TreeMap<>(CodePointOrder.INSTANCE);
                object.attributes()
                        .forEach((name, each) ->
                                parts.put(name, value(json.path(name), at(unknown, name), each)));
                yield Values.object(parts);
            }
        };
    }

    private static List<Value> elements(JsonNode json, @Nullable JsonNode unknown, Type element) {
        List<Value> parts = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            parts.add(value(json.path(i), at(unknown, i), element));
        }
        return parts;
    }

    private static Set<String> names(JsonNode json, @Nullable JsonNode unknown) {
        Set<String> names = new TreeSet<>();
        json.fieldNames().forEachRemaining(names::add);
        if (unknown != null) {
            for (var each : unknown.properties()) {
                if (isTrue(each.getValue())) {
                    names.add(each.getKey());
                }
            }
        }
        return names;
    }

    private static Value implied(JsonNode json, @Nullable JsonNode unknown) {
        if (isTrue(unknown)) {
            return Values.DYNAMIC;
        }
        if (json.isObject()) {
            SortedMap<String, Value> parts = new TreeMap<>(CodePointOrder.INSTANCE);
            for (String name : names(json, unknown)) {
                parts.put(name, implied(json.path(name), at(unknown, name)));
            }
            return Values.object(parts);
        }
        if (json.isArray()) {
            List<Value> parts = new ArrayList<>();
            for (int i = 0; i < json.size(); i++) {
                parts.add(implied(json.path(i), at(unknown, i)));
            }
            return Values.tuple(parts);
        }
        if (json.isTextual()) {
            return Value.of(json.textValue());
        }
        if (json.isBoolean()) {
            return Value.of(json.booleanValue());
        }
        if (!json.isNumber()) {
            return Values.NULL;
        }
        BigFloat number = BigFloat.parse(json.asText());
        return number == null ? Values.NULL : Value.of(number);
    }
}
