package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/// A cell that shows one field as it is, found by a JSON pointer: a number if `otherwise` is one,
/// else a text. `otherwise` stands there if the field is absent or empty.
record FieldCell(String pointer, Object otherwise) implements Column.Cell {
    @Override
    public Object value(ObjectNode object, Instant now) {
        JsonNode field = object.at(pointer);
        if (otherwise instanceof Long number) {
            return field.asLong(number);
        }
        String text = field.asText("");
        return text.isEmpty() ? otherwise : text;
    }
}
