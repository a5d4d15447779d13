package dev.slipway.terraform.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.FunctionSignature;
import dev.slipway.provider.schema.NestedBlock;
import dev.slipway.provider.schema.NestedObject;
import dev.slipway.provider.schema.ProviderSchema;
import dev.slipway.provider.schema.Schema;
import dev.slipway.provider.schema.Text;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Schemas of providers as `providers schema -json` writes them, format version 1.0. Schemas are
/// written as they are decoded, one by one. Stateless.
public final class SchemasJson {
    private SchemasJson() {}

    public static void write(SortedMap<ProviderSource, ProviderSchema> providers, OutputStream out)
            throws IOException {
        Json.compact(
                out,
                json -> {
                    json.writeStartObject();
                    json.writeStringField("format_version", "1.0");
                    if (!providers.isEmpty()) {
                        json.writeObjectFieldStart("provider_schemas");
                        for (Map.Entry<ProviderSource, ProviderSchema> each :
                                providers.entrySet()) {
                            json.writeFieldName(each.getKey().toString());
                            provider(json, each.getValue());
                        }
                        json.writeEndObject();
                    }
                    json.writeEndObject();
                    json.writeRaw('\n');
                });
    }

    private static void provider(JsonGenerator json, ProviderSchema provider) throws IOException {
        json.writeStartObject();
        json.writeFieldName("provider");
        schema(json, provider.provider());
        schemas(json, "resource_schemas", provider.resourceTypes(), provider::resource);
        schemas(json, "data_source_schemas", provider.dataSourceTypes(), provider::dataSource);
        schemas(
                json,
                "ephemeral_resource_schemas",
                provider.ephemeralResourceTypes(),
                provider::ephemeralResource);
        if (!provider.functionNames().isEmpty()) {
            json.writeObjectFieldStart("functions");
            for (String name : new TreeSet<>(provider.functionNames())) {
                FunctionSignature signature = provider.function(name);
                if (signature != null) {
                    json.writeFieldName(name);
                    function(json, signature);
                }
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void schemas(
            JsonGenerator json,
            String field,
            Set<String> types,
            Function<String, @Nullable Schema> find)
            throws IOException {
        if (types.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart(field);
        for (String type : new TreeSet<>(types)) {
            Schema schema = find.apply(type);
            if (schema != null) {
                json.writeFieldName(type);
                schema(json, schema);
            }
        }
        json.writeEndObject();
    }

    private static void schema(JsonGenerator json, Schema schema) throws IOException {
        json.writeStartObject();
        json.writeNumberField("version", schema.version());
        json.writeFieldName("block");
        block(json, schema.block());
        json.writeEndObject();
    }

    private static void block(JsonGenerator json, Block block) throws IOException {
        json.writeStartObject();
        attributes(json, block.attributes());
        if (!block.blocks().isEmpty()) {
            json.writeObjectFieldStart("block_types");
            for (Map.Entry<String, NestedBlock> each : block.blocks().entrySet()) {
                NestedBlock nested = each.getValue();
                json.writeObjectFieldStart(each.getKey());
                json.writeStringField("nesting_mode", word(nested.nesting()));
                json.writeFieldName("block");
                block(json, nested.block());
                positive(json, "min_items", nested.minItems());
                positive(json, "max_items", nested.maxItems());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        text(json, block.text());
        json.writeEndObject();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static void positive(JsonGenerator json, String field, long number) throws IOException {
        if (number > 0) {
            json.writeNumberField(field, number);
        }
    }

    private static void text(JsonGenerator json, Text text) throws IOException {
        Json.optional(json, "description", text.description());
        json.writeStringField("description_kind", text.markdown() ? "markdown" : "plain");
        isTrue(json, "deprecated", text.deprecated());
    }

    private static void isTrue(JsonGenerator json, String field, boolean value) throws IOException {
        if (value) {
            json.writeBooleanField(field, true);
        }
    }

    private static void attributes(JsonGenerator json, SortedMap<String, Attribute> attributes)
            throws IOException {
        if (attributes.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("attributes");
        for (Map.Entry<String, Attribute> each : attributes.entrySet()) {
            json.writeFieldName(each.getKey());
            attribute(json, each.getValue());
        }
        json.writeEndObject();
    }

    private static void attribute(JsonGenerator json, Attribute attribute) throws IOException {
        json.writeStartObject();
        NestedObject nested = attribute.nested();
        if (nested == null) {
            json.writeFieldName("type");
            ValueJson.type(json, attribute.type());
        } else {
            json.writeObjectFieldStart("nested_type");
            attributes(json, nested.attributes());
            json.writeStringField("nesting_mode", word(nested.nesting()));
            json.writeEndObject();
        }
        text(json, attribute.text());
        isTrue(json, "required", attribute.use().isRequired());
        isTrue(json, "optional", attribute.use().isOptional());
        isTrue(json, "computed", attribute.use().isComputed());
        isTrue(json, "sensitive", attribute.sensitive());
        isTrue(json, "write_only", attribute.use().isWriteOnly());
        json.writeEndObject();
    }

    private static void function(JsonGenerator json, FunctionSignature signature)
            throws IOException {
        json.writeStartObject();
        Json.optional(json, "description", signature.text().description());
        Json.optional(json, "deprecation_message", signature.text().deprecationMessage());
        json.writeFieldName("return_type");
        ValueJson.type(json, signature.result());
        if (!signature.parameters().isEmpty()) {
            json.writeArrayFieldStart("parameters");
            for (FunctionSignature.Parameter each : signature.parameters()) {
                parameter(json, each);
            }
            json.writeEndArray();
        }
        FunctionSignature.Parameter variadic = signature.variadic();
        if (variadic != null) {
            json.writeFieldName("variadic_parameter");
            parameter(json, variadic);
        }
        json.writeEndObject();
    }

    private static void parameter(JsonGenerator json, FunctionSignature.Parameter parameter)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("name", parameter.name());
        Json.optional(json, "description", parameter.text().description());
        isTrue(json, "is_nullable", parameter.allowsNull());
        json.writeFieldName("type");
        ValueJson.type(json, parameter.type());
        json.writeEndObject();
    }
}
