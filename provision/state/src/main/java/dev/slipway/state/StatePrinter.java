package dev.slipway.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import java.io.IOException;

/// Two spaces for each level, nothing between empty brackets. Belongs to one generator.
final class StatePrinter implements PrettyPrinter {
    private int depth;

    @Override
    public void writeRootValueSeparator(JsonGenerator json) throws IOException {
        json.writeRaw('\n');
    }

    @Override
    public void writeStartObject(JsonGenerator json) throws IOException {
        json.writeRaw('{');
        depth++;
    }

    @Override
    public void writeEndObject(JsonGenerator json, int entries) throws IOException {
        end(json, entries, '}');
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator json) throws IOException {
        json.writeRaw(',');
        line(json);
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator json) throws IOException {
        json.writeRaw(": ");
    }

    @Override
    public void writeStartArray(JsonGenerator json) throws IOException {
        json.writeRaw('[');
        depth++;
    }

    @Override
    public void writeEndArray(JsonGenerator json, int values) throws IOException {
        end(json, values, ']');
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
        json.writeRaw(',');
        line(json);
    }

    @Override
    public void beforeArrayValues(JsonGenerator json) throws IOException {
        line(json);
    }

    @Override
    public void beforeObjectEntries(JsonGenerator json) throws IOException {
        line(json);
    }

    private void end(JsonGenerator json, int count, char bracket) throws IOException {
        depth--;
        if (count > 0) {
            line(json);
        }
        json.writeRaw(bracket);
    }

    private void line(JsonGenerator json) throws IOException {
        json.writeRaw('\n');
        json.writeRaw("  ".repeat(depth));
    }
}
