package dev.slipway.terraform.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.slipway.hcl.value.Value;
import dev.slipway.provider.schema.Schema;
import dev.slipway.state.CheckResult;
import dev.slipway.state.InstanceState;
import dev.slipway.state.ObjectState;
import dev.slipway.state.ResourceState;
import dev.slipway.state.State;
import dev.slipway.state.address.ConfigResource;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ResourcePath;
import dev.slipway.terraform.stored.Schemas;
import dev.slipway.terraform.stored.StoredValue;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A state as `show -json` writes it, format version 1.0. Safe for many threads.
public final class StateJson {
    static final String FORMAT_VERSION = "1.0";

    private final Schemas schemas;

    public StateJson(Schemas schemas) {
        this.schemas = requireNonNull(schemas, "schemas");
    }

    /// Writes one line without an end; `null` is that there is no state yet.
    public void write(@Nullable State state, OutputStream out) throws IOException {
        Json.compact(out, json -> write(json, state));
    }

    private void write(JsonGenerator json, @Nullable State state) throws IOException {
        write(json, state, state == null ? List.of() : state.checks());
    }

    /// As a plan has the state it is made from: what was checked then does not count any more.
    void writeWithoutChecks(JsonGenerator json, State state) throws IOException {
        write(json, state, List.of());
    }

    private void write(JsonGenerator json, @Nullable State state, List<CheckResult> checks)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("format_version", FORMAT_VERSION);
        if (state != null && !state.isEmpty()) {
            json.writeStringField("terraform_version", state.terraformVersion());
            json.writeObjectFieldStart("values");
            outputs(json, state.outputs());
            json.writeFieldName("root_module");
            resources(json, state);
            json.writeEndObject();
            ChecksJson.write(json, checks);
        }
        json.writeEndObject();
    }

    /// The value of `test_state`, which `test -json -verbose` tells of a state.
    public String tested(State state) {
        return Json.line(json -> {
            json.writeStartObject();
            json.writeStringField("state_format_version", FORMAT_VERSION);
            json.writeFieldName("root_module");
            resources(json, state);
            outputs(json, state.outputs());
            json.writeEndObject();
        });
    }

    private static void outputs(JsonGenerator json, SortedMap<String, State.Output> outputs)
            throws IOException {
        if (outputs.isEmpty()) {
            return;
        }
        json.writeFieldName("outputs");
        OutputJson.all(json, outputs);
    }

    /// One object, current or not.
    private record Kept(
            InstanceAddress address,
            ResourceState resource,
            @Nullable String deposed,
            ObjectState object) {}

    private void resources(JsonGenerator json, State state) throws IOException {
        ModuleTree<Kept> tree = new ModuleTree<>();
        for (Map.Entry<ResourcePath, ResourceState> resource : state.resources().entrySet()) {
            for (Map.Entry<InstanceKey, InstanceState> each :
                    resource.getValue().instances().entrySet()) {
                InstanceAddress address = resource.getKey().instance(each.getKey());
                ObjectState current = each.getValue().current();
                if (current != null) {
                    tree.add(
                            address.module(),
                            new Kept(address, resource.getValue(), null, current));
                }
                each.getValue()
                        .deposed()
                        .forEach((key, object) ->
                                tree.add(
                                        address.module(),
                                        new Kept(address, resource.getValue(), key, object)));
            }
        }
        tree.write(json, this::object);
    }

    private void object(JsonGenerator json, Kept kept) throws IOException {
        Schema schema =
                schemas.find(
                        kept.resource().provider().source(), kept.address().resource().resource());
        Value value = StoredValue.of(kept.object(), schema);
        json.writeStartObject();
        json.writeStringField("address", kept.address().toString());
        AddressJson.parts(json, kept.address());
        json.writeStringField("provider_name", kept.resource().provider().source().toString());
        json.writeNumberField("schema_version", kept.object().schemaVersion());
        json.writeFieldName("values");
        ValueJson.write(json, value);
        json.writeFieldName("sensitive_values");
        SensitiveJson.write(json, value, schema);
        dependencies(json, kept.object().dependencies());
        if (kept.object().tainted()) {
            json.writeBooleanField("tainted", true);
        }
        Json.optional(json, "deposed_key", kept.deposed());
        json.writeEndObject();
    }

    private static void dependencies(JsonGenerator json, List<ConfigResource> dependencies)
            throws IOException {
        if (!dependencies.isEmpty()) {
            List<String> sorted =
                    dependencies.stream().map(ConfigResource::toString).sorted().toList();
            Json.strings(json, "depends_on", sorted);
        }
    }
}
