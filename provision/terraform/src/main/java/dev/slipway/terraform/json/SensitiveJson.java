package dev.slipway.terraform.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Value;
import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.NestedBlock;
import dev.slipway.provider.schema.NestedObject;
import dev.slipway.provider.schema.Nesting;
import dev.slipway.provider.schema.Schema;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes which parts of an object are sensitive, be it that they are marked or that the schema
/// says so. Stateless.
final class SensitiveJson {
    /// What an object consists of.
    private record Members(
            SortedMap<String, Attribute> attributes, SortedMap<String, NestedBlock> blocks) {
        static Members of(NestedObject nested) {
            return new Members(
                    nested.attributes(), Collections.unmodifiableSortedMap(new TreeMap<>()));
        }
    }

    private SensitiveJson() {}

    static void write(JsonGenerator json, Value value, @Nullable Schema schema) throws IOException {
        if (schema == null || value.isNull()) {
            ValueJson.sensitive(json, value);
            return;
        }
        object(json, value, new Members(schema.block().attributes(), schema.block().blocks()));
    }

    private static void object(JsonGenerator json, Value value, Members members)
            throws IOException {
        if (value.has(Mark.SENSITIVE) || !(value.unmarked() instanceof Value.Mapping mapping)) {
            ValueJson.sensitive(json, value);
            return;
        }
        json.writeStartObject();
        for (Map.Entry<String, Value> each : mapping.elements().entrySet()) {
            String name = each.getKey();
            Attribute attribute = members.attributes().get(name);
            NestedBlock block = members.blocks().get(name);
            if (attribute != null && attribute.sensitive()) {
                json.writeBooleanField(name, true);
            } else if (ValueJson.saysSensitive(each.getValue())) {
                json.writeFieldName(name);
                part(json, each.getValue(), attribute, block);
            }
        }
        json.writeEndObject();
    }

    private static void part(
            JsonGenerator json,
            Value value,
            @Nullable Attribute attribute,
            @Nullable NestedBlock block)
            throws IOException {
        if (block != null) {
            Members members = new Members(block.block().attributes(), block.block().blocks());
            parts(json, value, block.nesting(), members);
        } else if (attribute != null && attribute.nested() != null) {
            NestedObject nested = attribute.nested();
            parts(json, value, nested.nesting(), Members.of(nested));
        } else {
            ValueJson.sensitive(json, value);
        }
    }

    private static void parts(JsonGenerator json, Value value, Nesting nesting, Members members)
            throws IOException {
        boolean single = nesting == Nesting.SINGLE || nesting == Nesting.GROUP;
        if (single || value.has(Mark.SENSITIVE)) {
            object(json, value, members);
            return;
        }
        switch (value.unmarked()) {
            case Value.Sequence sequence -> {
                json.writeStartArray();
                for (Value each : sequence.elements()) {
                    object(json, each, members);
                }
                json.writeEndArray();
            }
            case Value.Mapping mapping -> {
                json.writeStartObject();
                for (Map.Entry<String, Value> each : mapping.elements().entrySet()) {
                    json.writeFieldName(each.getKey());
                    object(json, each.getValue(), members);
                }
                json.writeEndObject();
            }
            default -> ValueJson.sensitive(json, value);
        }
    }
}
