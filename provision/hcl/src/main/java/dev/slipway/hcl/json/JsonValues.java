package dev.slipway.hcl.json;

import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.Map;
import java.util.TreeMap;

/// Values that JSON stands for: arrays are tuples, objects are objects, the last of equal names
/// counts. Stateless.
public final class JsonValues {
    private JsonValues() {}

    public static Value read(String text) throws JsonException {
        return value(JsonReader.read(text));
    }

    private static Value value(JsonNode node) throws JsonException {
        return switch (node) {
            case JsonNode.Text text -> Value.of(text.text());
            case JsonNode.Numeric number -> number(number);
            case JsonNode.Bool bool -> Value.of(bool.isTrue());
            case JsonNode.Null ignored -> Values.NULL;
            case JsonNode.Array array -> {
                java.util.List<Value> elements = new java.util.ArrayList<>();
                for (JsonNode each : array.elements()) {
                    elements.add(value(each));
                }
                yield Values.tuple(elements);
            }
            case JsonNode.Members object -> {
                Map<String, Value> attributes = new TreeMap<>();
                for (JsonNode.Member each : object.members()) {
                    attributes.put(each.name().text(), value(each.value()));
                }
                yield Values.object(attributes);
            }
        };
    }

    private static Value number(JsonNode.Numeric number) throws JsonException {
        BigFloat parsed = BigFloat.parse(number.digits());
        if (parsed == null) {
            throw new JsonException(number.start(), "number is too long");
        }
        return Value.of(parsed);
    }
}
