package dev.slipway.terraform.stored;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.provider.RawState;
import dev.slipway.provider.TypeJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Turns values into the JSON that states keep; the way back is [StoredValue]. Stateless.
public final class StoredJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private StoredJson() {}

    /// A value of the type; what the type leaves open carries its own beside it. Marks are ignored.
    ///
    /// @throws IllegalArgumentException if a part is not known
    public static RawState.Json write(Value value, Type type) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            write(value, type, json);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing into memory failed", e);
        }
        return new RawState.Json(bytes.toByteArray());
    }

    private static void write(Value value, Type type, JsonGenerator json) throws IOException {
        Value plain = value.unmarked();
        if (type.isDynamic() && !plain.isNull()) {
            json.writeStartObject();
            json.writeFieldName("value");
            write(plain, plain.type(), json);
            json.writeFieldName("type");
            json.writeRawValue(new String(TypeJson.write(plain.type()), StandardCharsets.UTF_8));
            json.writeEndObject();
            return;
        }
        switch (plain) {
            case Value.Null _ -> json.writeNull();
            case Value.Text text -> json.writeString(text.text());
            case Value.Bool bool -> json.writeBoolean(bool.isTrue());
            case Value.Numeric(BigFloat number) -> json.writeNumber(number.toString());
            case Value.Sequence sequence -> elements(sequence.elements(), type, json);
            case Value.Mapping mapping -> entries(mapping.elements(), type, json);
            case Value.Marked marked -> write(marked.inner(), type, json);
            case Value.Unknown _ ->
                    throw new IllegalArgumentException("value: unknown (expected: a known one)");
        }
    }

    private static void elements(List<Value> elements, Type type, JsonGenerator json)
            throws IOException {
        json.writeStartArray();
        for (int i = 0; i < elements.size(); i++) {
            Type element =
                    type instanceof Type.TupleOf(List<Type> types)
                            ? types.get(i)
                            : type.elementType();
            write(elements.get(i), element, json);
        }
        json.writeEndArray();
    }

    private static void entries(Map<String, Value> entries, Type type, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, Value> each : entries.entrySet()) {
            Type of =
                    type instanceof Type.ObjectOf object
                            ? object.attributes()
                                    .getOrDefault(each.getKey(), each.getValue().type())
                            : type.elementType();
            json.writeFieldName(each.getKey());
            write(each.getValue(), of, json);
        }
        json.writeEndObject();
    }
}
