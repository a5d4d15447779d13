package dev.slipway.terraform.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.provider.TypeJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Writes values, and beside them trees of the same shape that say which parts are unknown or
/// sensitive. In those trees `true` covers everything below, and what would be `false` is left out
/// of objects. Stateless.
final class ValueJson {
    private ValueJson() {}

    /// What is known of the value: unknown parts are left out of objects, and null in lists.
    static void write(JsonGenerator json, Value value) throws IOException {
        switch (value) {
            case Value.Text text -> json.writeString(text.text());
            case Value.Numeric number -> json.writeNumber(number.number().toString());
            case Value.Bool bool -> json.writeBoolean(bool.isTrue());
            case Value.Null _ -> json.writeNull();
            case Value.Unknown _ -> json.writeNull();
            case Value.Marked marked -> write(json, marked.inner());
            case Value.Sequence sequence -> {
                json.writeStartArray();
                for (Value each : sequence.elements()) {
                    write(json, each);
                }
                json.writeEndArray();
            }
            case Value.Mapping mapping -> {
                json.writeStartObject();
                for (Map.Entry<String, Value> each : mapping.elements().entrySet()) {
                    if (each.getValue().isKnown()) {
                        json.writeFieldName(each.getKey());
                        write(json, each.getValue());
                    }
                }
                json.writeEndObject();
            }
        }
    }

    /// Which parts are unknown; one word if that is all there is to say.
    static void unknown(JsonGenerator json, Value value) throws IOException {
        switch (value.unmarked()) {
            case Value.Unknown _ -> json.writeBoolean(true);
            case Value.Sequence sequence -> {
                json.writeStartArray();
                for (Value each : sequence.elements()) {
                    unknown(json, each);
                }
                json.writeEndArray();
            }
            case Value.Mapping mapping -> {
                json.writeStartObject();
                for (Map.Entry<String, Value> each : mapping.elements().entrySet()) {
                    if (isCompound(each.getValue()) || !each.getValue().isKnown()) {
                        json.writeFieldName(each.getKey());
                        unknown(json, each.getValue());
                    }
                }
                json.writeEndObject();
            }
            default -> json.writeBoolean(false);
        }
    }

    /// Which parts are marked as sensitive.
    static void sensitive(JsonGenerator json, Value value) throws IOException {
        if (value.has(Mark.SENSITIVE)) {
            json.writeBoolean(true);
            return;
        }
        switch (value.unmarked()) {
            case Value.Sequence sequence -> {
                json.writeStartArray();
                for (Value each : sequence.elements()) {
                    sensitive(json, each);
                }
                json.writeEndArray();
            }
            case Value.Mapping mapping -> {
                json.writeStartObject();
                for (Map.Entry<String, Value> each : mapping.elements().entrySet()) {
                    if (saysSensitive(each.getValue())) {
                        json.writeFieldName(each.getKey());
                        sensitive(json, each.getValue());
                    }
                }
                json.writeEndObject();
            }
            case Value.Unknown(Type type, var _) when type.isMapping() -> empty(json, true);
            case Value.Unknown(Type type, var _) when type.isSequence() -> empty(json, false);
            default -> json.writeBoolean(false);
        }
    }

    static void empty(JsonGenerator json, boolean object) throws IOException {
        if (object) {
            json.writeStartObject();
            json.writeEndObject();
        } else {
            json.writeStartArray();
            json.writeEndArray();
        }
    }

    /// Whether an object's tree of what is sensitive mentions such a part.
    static boolean saysSensitive(Value value) {
        return value.has(Mark.SENSITIVE)
                || isCompound(value)
                || (value.unmarked() instanceof Value.Unknown(Type type, var _)
                        && (type.isMapping() || type.isSequence()));
    }

    private static boolean isCompound(Value value) {
        Value inner = value.unmarked();
        return inner instanceof Value.Sequence || inner instanceof Value.Mapping;
    }

    static void type(JsonGenerator json, Type type) throws IOException {
        json.writeRawValue(new String(TypeJson.write(type), StandardCharsets.UTF_8));
    }

    /// A path as a list of its steps.
    static void path(JsonGenerator json, ValuePath path) throws IOException {
        json.writeStartArray();
        for (ValuePath.Step step : path.steps()) {
            switch (step) {
                case ValuePath.Step.Attribute(String name) -> json.writeString(name);
                case ValuePath.Step.Index(Value key) -> write(json, key);
            }
        }
        json.writeEndArray();
    }
}
