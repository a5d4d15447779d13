package dev.slipway.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.slipway.hcl.json.JsonText;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.provider.RawState;
import dev.slipway.provider.TypeJson;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ResourceAddress.Mode;
import dev.slipway.state.address.ResourcePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a state, in the order of fields that Terraform has. Belongs to one thread.
final class StateWriter {
    private final JsonGenerator json;

    StateWriter(JsonGenerator json) {
        this.json = json;
    }

    void write(State state) throws IOException {
        json.writeStartObject();
        json.writeNumberField("version", StateFile.VERSION);
        json.writeStringField("terraform_version", state.terraformVersion());
        json.writeNumberField("serial", state.serial());
        json.writeStringField("lineage", state.lineage());
        json.writeObjectFieldStart("outputs");
        for (Map.Entry<String, State.Output> each : state.outputs().entrySet()) {
            json.writeObjectFieldStart(each.getKey());
            write(each.getValue());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeArrayFieldStart("resources");
        for (Map.Entry<ResourcePath, ResourceState> each : state.resources().entrySet()) {
            write(each.getKey(), each.getValue());
        }
        json.writeEndArray();
        json.writeFieldName("check_results");
        writeChecks(state.checks());
        json.writeEndObject();
    }

    private void write(State.Output output) throws IOException {
        json.writeFieldName("value");
        copy(JsonText.of(output.value()).getBytes(StandardCharsets.UTF_8));
        json.writeFieldName("type");
        copy(TypeJson.write(output.value().type()));
        if (output.sensitive()) {
            json.writeBooleanField("sensitive", true);
        }
    }

    private void write(ResourcePath path, ResourceState resource) throws IOException {
        json.writeStartObject();
        if (!path.module().isRoot()) {
            json.writeStringField("module", path.module().toString());
        }
        json.writeStringField("mode", path.resource().mode() == Mode.DATA ? "data" : "managed");
        json.writeStringField("type", path.resource().type());
        json.writeStringField("name", path.resource().name());
        json.writeStringField("provider", resource.provider().toString());
        json.writeArrayFieldStart("instances");
        for (Map.Entry<InstanceKey, InstanceState> each : resource.instances().entrySet()) {
            write(each.getKey(), each.getValue());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    void write(InstanceKey key, InstanceState instance) throws IOException {
        if (instance.current() != null) {
            write(key, null, instance.current());
        }
        for (Map.Entry<String, ObjectState> each : instance.deposed().entrySet()) {
            write(key, each.getKey(), each.getValue());
        }
    }

    private void write(InstanceKey key, @Nullable String deposed, ObjectState object)
            throws IOException {
        json.writeStartObject();
        switch (key) {
            case InstanceKey.None _ -> {}
            case InstanceKey.Index(long index) -> json.writeNumberField("index_key", index);
            case InstanceKey.Name(String name) -> json.writeStringField("index_key", name);
        }
        if (object.tainted()) {
            json.writeStringField("status", "tainted");
        }
        if (deposed != null) {
            json.writeStringField("deposed", deposed);
        }
        json.writeNumberField("schema_version", object.schemaVersion());
        switch (object.attributes()) {
            case RawState.Json(byte[] bytes) -> {
                json.writeFieldName("attributes");
                copy(bytes);
            }
            case RawState.Flatmap(Map<String, String> attributes) -> {
                json.writeObjectFieldStart("attributes_flat");
                for (Map.Entry<String, String> each :
                        new java.util.TreeMap<>(attributes).entrySet()) {
                    json.writeStringField(each.getKey(), each.getValue());
                }
                json.writeEndObject();
            }
        }
        json.writeArrayFieldStart("sensitive_attributes");
        for (ValuePath path : object.sensitive()) {
            write(path);
        }
        json.writeEndArray();
        writeRest(object);
        json.writeEndObject();
    }

    private void writeRest(ObjectState object) throws IOException {
        if (object.identity() != null) {
            json.writeNumberField("identity_schema_version", object.identity().schemaVersion());
            json.writeFieldName("identity");
            copy(object.identity().json().bytes());
        }
        if (!object.privateData().isEmpty()) {
            json.writeFieldName("private");
            json.writeBinary(object.privateData().bytes());
        }
        if (!object.dependencies().isEmpty()) {
            json.writeArrayFieldStart("dependencies");
            for (var each : object.dependencies()) {
                json.writeString(each.toString());
            }
            json.writeEndArray();
        }
        if (object.createBeforeDestroy()) {
            json.writeBooleanField("create_before_destroy", true);
        }
    }

    private void write(ValuePath path) throws IOException {
        json.writeStartArray();
        for (ValuePath.Step step : path.steps()) {
            json.writeStartObject();
            switch (step) {
                case ValuePath.Step.Attribute(String name) -> {
                    json.writeStringField("type", "get_attr");
                    json.writeStringField("value", name);
                }
                case ValuePath.Step.Index(Value key) -> {
                    json.writeStringField("type", "index");
                    json.writeObjectFieldStart("value");
                    json.writeFieldName("value");
                    if (key instanceof Value.Numeric(BigFloat number)) {
                        json.writeNumber(number.toString());
                    } else if (key instanceof Value.Text(String text)) {
                        json.writeString(text);
                    } else {
                        copy(JsonText.of(key).getBytes(StandardCharsets.UTF_8));
                    }
                    json.writeFieldName("type");
                    copy(TypeJson.write(key.type()));
                    json.writeEndObject();
                }
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeChecks(List<CheckResult> checks) throws IOException {
        if (checks.isEmpty()) {
            json.writeNull();
            return;
        }
        json.writeStartArray();
        for (CheckResult check : checks) {
            json.writeStartObject();
            json.writeStringField("object_kind", kind(check.kind()));
            json.writeStringField("config_addr", check.configAddress());
            json.writeStringField("status", text(check.status()));
            json.writeArrayFieldStart("objects");
            for (CheckResult.Instance each : check.instances()) {
                json.writeStartObject();
                json.writeStringField("object_addr", each.address());
                json.writeStringField("status", text(each.status()));
                if (!each.failures().isEmpty()) {
                    json.writeArrayFieldStart("failure_messages");
                    for (String failure : each.failures()) {
                        json.writeString(failure);
                    }
                    json.writeEndArray();
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static String kind(CheckResult.Kind kind) {
        return switch (kind) {
            case RESOURCE -> "resource";
            case OUTPUT_VALUE -> "output";
            case INPUT_VARIABLE -> "var";
            case CHECK_BLOCK -> "check";
        };
    }

    private static String text(CheckResult.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    /// JSON as it is, but indented like everything else.
    private void copy(byte[] bytes) throws IOException {
        try (JsonParser parser = StateJson.FACTORY.createParser(bytes)) {
            parser.nextToken();
            copy(parser);
        }
    }

    /// Numbers keep every digit.
    private void copy(JsonParser parser) throws IOException {
        int depth = 0;
        do {
            switch (parser.currentToken()) {
                case START_OBJECT -> {
                    json.writeStartObject();
                    depth++;
                }
                case END_OBJECT -> {
                    json.writeEndObject();
                    depth--;
                }
                case START_ARRAY -> {
                    json.writeStartArray();
                    depth++;
                }
                case END_ARRAY -> {
                    json.writeEndArray();
                    depth--;
                }
                case FIELD_NAME -> json.writeFieldName(parser.currentName());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.writeNumber(parser.getText());
                case VALUE_STRING -> json.writeString(parser.getText());
                case VALUE_TRUE -> json.writeBoolean(true);
                case VALUE_FALSE -> json.writeBoolean(false);
                default -> json.writeNull();
            }
        } while (depth > 0 && parser.nextToken() != null);
    }
}
