package dev.slipway.terraform.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.slipway.hcl.value.Value;
import dev.slipway.state.State;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.SortedMap;

/// Outputs as `output -json` writes them. Stateless.
public final class OutputJson {
    private OutputJson() {}

    /// All of them, with their types.
    public static void all(SortedMap<String, State.Output> outputs, OutputStream out)
            throws IOException {
        Json.pretty(out, json -> all(json, outputs));
    }

    /// The value of one of them, on one line.
    public static void one(State.Output output, OutputStream out) throws IOException {
        Json.compact(
                out,
                json -> {
                    ValueJson.write(json, output.value());
                    json.writeRaw('\n');
                });
    }

    static void all(JsonGenerator json, SortedMap<String, State.Output> outputs)
            throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, State.Output> each : outputs.entrySet()) {
            json.writeObjectFieldStart(each.getKey());
            json.writeBooleanField("sensitive", each.getValue().sensitive());
            typed(json, each.getValue().value());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /// The fields `type` and `value`.
    static void typed(JsonGenerator json, Value value) throws IOException {
        json.writeFieldName("type");
        ValueJson.type(json, value.type());
        json.writeFieldName("value");
        ValueJson.write(json, value);
    }
}
