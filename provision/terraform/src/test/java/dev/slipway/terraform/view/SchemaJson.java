package dev.slipway.terraform.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.TypeJson;
import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.NestedBlock;
import dev.slipway.provider.schema.NestedObject;
import dev.slipway.provider.schema.Nesting;
import dev.slipway.provider.schema.Schema;
import dev.slipway.provider.schema.Text;
import dev.slipway.terraform.stored.Schemas;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads what `providers schema -json` writes.
public final class SchemaJson {
    private SchemaJson() {}

    public static Schemas read(JsonNode json) {
        return (source, resource) -> {
            JsonNode provider = json.path("provider_schemas").path(source.toString());
            JsonNode found =
                    switch (resource.mode()) {
                        case MANAGED -> provider.path("resource_schemas").path(resource.type());
                        case DATA -> provider.path("data_source_schemas").path(resource.type());
                        case EPHEMERAL ->
                                provider.path("ephemeral_resource_schemas").path(resource.type());
                    };
            return found.isMissingNode() ? null : schema(found);
        };
    }

    public static Schema schema(JsonNode json) {
        return new Schema(json.path("version").asLong(), block(json.path("block")));
    }

    private static Block block(JsonNode json) {
        SortedMap<String, NestedBlock> blocks = new TreeMap<>();
        for (var each : json.path("block_types").properties()) {
            JsonNode nested = each.getValue();
            blocks.put(
                    each.getKey(),
                    new NestedBlock(
                            block(nested.path("block")),
                            nesting(nested),
                            nested.path("min_items").asLong(),
                            nested.path("max_items").asLong()));
        }
        return new Block(attributes(json.path("attributes")), blocks, text(json));
    }

    private static Nesting nesting(JsonNode json) {
        return Nesting.valueOf(json.path("nesting_mode").asText().toUpperCase(Locale.ROOT));
    }

    private static SortedMap<String, Attribute> attributes(JsonNode json) {
        SortedMap<String, Attribute> attributes = new TreeMap<>();
        json.properties()
                .forEach(each -> attributes.put(each.getKey(), attribute(each.getValue())));
        return attributes;
    }

    private static Attribute attribute(JsonNode json) {
        boolean sensitive = json.path("sensitive").asBoolean();
        if (json.has("nested_type")) {
            NestedObject nested =
                    new NestedObject(
                            attributes(json.path("nested_type").path("attributes")),
                            nesting(json.path("nested_type")));
            return new Attribute(nested.type(), nested, use(json), sensitive, text(json));
        }
        return new Attribute(
                TypeJson.of(json.path("type")), null, use(json), sensitive, text(json));
    }

    private static Text text(JsonNode json) {
        boolean markdown = json.path("description_kind").asText().equals("markdown");
        String description = json.path("description").asText();
        return new Text(description, markdown, json.path("deprecated").asBoolean(), "");
    }

    private static Attribute.Use use(JsonNode json) {
        boolean writeOnly = json.path("write_only").asBoolean();
        if (json.path("required").asBoolean()) {
            return writeOnly ? Attribute.Use.REQUIRED_WRITE_ONLY : Attribute.Use.REQUIRED;
        }
        if (json.path("optional").asBoolean()) {
            boolean computed = json.path("computed").asBoolean();
            return writeOnly
                    ? Attribute.Use.OPTIONAL_WRITE_ONLY
                    : computed ? Attribute.Use.OPTIONAL_COMPUTED : Attribute.Use.OPTIONAL;
        }
        return Attribute.Use.COMPUTED;
    }

    static ProviderSource source(String name) {
        return ProviderSource.parse(name);
    }
}
