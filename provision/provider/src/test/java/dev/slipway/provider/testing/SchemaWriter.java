package dev.slipway.provider.testing;

import dev.slipway.provider.TypeJson;
import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.FunctionSignature;
import dev.slipway.provider.schema.IdentitySchema;
import dev.slipway.provider.schema.NestedBlock;
import dev.slipway.provider.schema.NestedObject;
import dev.slipway.provider.schema.Nesting;
import dev.slipway.provider.schema.ProviderSchema;
import dev.slipway.provider.schema.Schema;
import dev.slipway.provider.schema.Text;
import dev.slipway.provider.wire.MessageWriter;
import dev.slipway.provider.wire.Protocol;
import java.util.Objects;

/// Writes schemas as a provider of protocol 5 or 6 does. In protocol 5, attributes with nested
/// objects are attributes of that type. Stateless.
public final class SchemaWriter {
    private final Protocol protocol;

    public SchemaWriter(Protocol protocol) {
        this.protocol = protocol;
    }

    public byte[] write(ProviderSchema schema) {
        MessageWriter out = new MessageWriter().message(1, schema(schema.provider()));
        schema.resourceTypes()
                .forEach(
                        each -> entry(out, 2, each, Objects.requireNonNull(schema.resource(each))));
        schema.dataSourceTypes()
                .forEach(each ->
                        entry(out, 3, each, Objects.requireNonNull(schema.dataSource(each))));
        Schema meta = schema.providerMeta();
        if (meta != null) {
            out.message(5, schema(meta));
        }
        ProviderSchema.Capabilities can = schema.capabilities();
        out.message(
                6,
                new MessageWriter()
                        .flag(1, can.planDestroy())
                        .flag(2, can.providerSchemaOptional())
                        .flag(3, can.moveResourceState())
                        .flag(4, can.generateResourceConfig()));
        for (String each : schema.functionNames()) {
            FunctionSignature function = Objects.requireNonNull(schema.function(each));
            out.message(7, new MessageWriter().text(1, each).message(2, function(function)));
        }
        schema.ephemeralResourceTypes()
                .forEach(each ->
                        entry(
                                out,
                                8,
                                each,
                                Objects.requireNonNull(schema.ephemeralResource(each))));
        return out.toByteArray();
    }

    public byte[] writeIdentities(ProviderSchema schema) {
        MessageWriter out = new MessageWriter();
        for (String each : schema.resourceTypes()) {
            IdentitySchema identity = schema.identity(each);
            if (identity != null) {
                out.message(1, new MessageWriter().text(1, each).message(2, identity(identity)));
            }
        }
        return out.toByteArray();
    }

    private static MessageWriter identity(IdentitySchema identity) {
        MessageWriter out = new MessageWriter().number(1, identity.version());
        identity.attributes()
                .forEach((name, attribute) ->
                        out.message(
                                2,
                                new MessageWriter()
                                        .text(1, name)
                                        .bytes(2, TypeJson.write(attribute.type()))
                                        .flag(3, attribute.requiredForImport())
                                        .flag(4, attribute.optionalForImport())
                                        .text(5, attribute.description())));
        return out;
    }

    private void entry(MessageWriter out, int field, String name, Schema schema) {
        out.message(field, new MessageWriter().text(1, name).message(2, schema(schema)));
    }

    private MessageWriter schema(Schema schema) {
        return new MessageWriter().number(1, schema.version()).message(2, block(schema.block()));
    }

    private MessageWriter block(Block block) {
        MessageWriter out = new MessageWriter();
        block.attributes().forEach((name, each) -> out.message(2, attribute(name, each)));
        block.blocks().forEach((name, each) -> out.message(3, nestedBlock(name, each)));
        Text text = block.text();
        return out.text(4, text.description())
                .flag(5, text.markdown())
                .flag(6, text.deprecated())
                .text(7, text.deprecationMessage());
    }

    private MessageWriter nestedBlock(String name, NestedBlock nested) {
        return new MessageWriter()
                .text(1, name)
                .message(2, block(nested.block()))
                .number(3, number(nested.nesting()))
                .number(4, nested.minItems())
                .number(5, nested.maxItems());
    }

    private MessageWriter attribute(String name, Attribute attribute) {
        Attribute.Use use = attribute.use();
        Text text = attribute.text();
        MessageWriter out =
                new MessageWriter()
                        .text(1, name)
                        .text(3, text.description())
                        .flag(4, use.isRequired())
                        .flag(5, use.isOptional())
                        .flag(6, use.isComputed())
                        .flag(7, attribute.sensitive())
                        .flag(8, text.markdown())
                        .flag(9, text.deprecated());
        NestedObject nested = attribute.nested();
        switch (protocol) {
            case V5 ->
                    out.bytes(2, TypeJson.write(attribute.type()))
                            .flag(10, use.isWriteOnly())
                            .text(11, text.deprecationMessage());
            case V6 -> {
                if (nested == null) {
                    out.bytes(2, TypeJson.write(attribute.type()));
                } else {
                    out.message(10, object(nested));
                }
                out.flag(11, use.isWriteOnly()).text(12, text.deprecationMessage());
            }
        }
        return out;
    }

    private MessageWriter object(NestedObject object) {
        MessageWriter out = new MessageWriter();
        object.attributes().forEach((name, each) -> out.message(1, attribute(name, each)));
        return out.number(3, number(object.nesting()));
    }

    private static long number(Nesting nesting) {
        return switch (nesting) {
            case SINGLE -> 1;
            case LIST -> 2;
            case SET -> 3;
            case MAP -> 4;
            case GROUP -> 5;
        };
    }

    private static MessageWriter function(FunctionSignature function) {
        MessageWriter out = new MessageWriter();
        function.parameters().forEach(each -> out.message(1, parameter(each)));
        FunctionSignature.Parameter variadic = function.variadic();
        if (variadic != null) {
            out.message(2, parameter(variadic));
        }
        return out.message(3, new MessageWriter().bytes(1, TypeJson.write(function.result())))
                .text(5, function.text().description())
                .flag(6, function.text().markdown())
                .text(7, function.text().deprecationMessage());
    }

    private static MessageWriter parameter(FunctionSignature.Parameter parameter) {
        return new MessageWriter()
                .text(1, parameter.name())
                .bytes(2, TypeJson.write(parameter.type()))
                .flag(3, parameter.allowsNull())
                .flag(4, parameter.allowsUnknown())
                .text(5, parameter.text().description())
                .flag(6, parameter.text().markdown());
    }
}
