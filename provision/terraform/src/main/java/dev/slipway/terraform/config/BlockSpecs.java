package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.BodySchema;
import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.decode.Decoder;
import dev.slipway.hcl.decode.JsonContent;
import dev.slipway.hcl.decode.Spec;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.Attribute.Use;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.NestedBlock;
import dev.slipway.provider.schema.Nesting;
import dev.slipway.provider.schema.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads bodies as a provider's schema says. Stateless.
public final class BlockSpecs {
    private BlockSpecs() {}

    /// The object that a body is, of exactly the schema's type but for parts of any type. What is
    /// wrong becomes a diagnostic and is unknown.
    public static Value decode(Block schema, Content body, Scope scope, Diagnostics diagnostics) {
        return new BodyDecoder(scope, diagnostics).decode(schema, body);
    }

    /// An attribute that is written as blocks, but of which there is none after all (a `dynamic`
    /// block over nothing), is not written.
    static void unsetEmpty(Block schema, Block asBlocks, Map<String, Value> values) {
        schema.attributes()
                .forEach((name, attribute) -> {
                    boolean none =
                            !asBlocks.attributes().containsKey(name)
                                    && values.get(name) instanceof Value.Sequence sequence
                                    && sequence.elements().isEmpty();
                    if (none) {
                        values.put(name, Value.nullOf(attribute.type()));
                    }
                });
    }

    /// What a body refers to, the iterators of its `dynamic` blocks left out.
    public static List<Reference> references(Block schema, Content body) {
        return Decoder.references(body, spec(withBlocks(schema, body)));
    }

    /// What may stand in a body.
    public static BodySchema bodySchema(Block schema) {
        List<BodySchema.Attribute> attributes = new ArrayList<>();
        schema.attributes()
                .forEach((name, attribute) ->
                        attributes.add(
                                new BodySchema.Attribute(name, attribute.use().isRequired())));
        List<BodySchema.Block> blocks = new ArrayList<>();
        schema.blocks()
                .forEach((name, block) ->
                        blocks.add(
                                new BodySchema.Block(
                                        name,
                                        block.nesting() == Nesting.MAP
                                                ? List.of("key")
                                                : List.of())));
        return new BodySchema(attributes, blocks);
    }

    /// The type that what is written for an attribute is converted to: of nested objects, what need
    /// not be there may be missing.
    static Type configType(Attribute attribute) {
        if (attribute.nested() == null) {
            return attribute.type();
        }
        SortedMap<String, Type> types = new TreeMap<>();
        Set<String> optional = new HashSet<>();
        attribute
                .nested()
                .attributes()
                .forEach((name, inner) -> {
                    types.put(name, configType(inner));
                    if (!inner.use().isRequired()) {
                        optional.add(name);
                    }
                });
        Type object = Type.object(types, optional);
        return switch (attribute.nested().nesting()) {
            case SINGLE, GROUP -> object;
            case LIST -> Type.list(object);
            case SET -> Type.set(object);
            case MAP -> Type.map(object);
        };
    }

    private static Spec spec(Block schema) {
        List<Spec.Attribute> attributes = new ArrayList<>();
        schema.attributes()
                .forEach((name, attribute) ->
                        attributes.add(new Spec.Attribute(name, attribute.type(), false)));
        List<Spec.Nested> blocks = new ArrayList<>();
        schema.blocks()
                .forEach((name, block) ->
                        blocks.add(
                                new Spec.Nested(
                                        name,
                                        block.nesting() == Nesting.MAP
                                                ? Spec.Nesting.MAP
                                                : Spec.Nesting.LIST,
                                        spec(block.block()),
                                        0,
                                        0)));
        return new Spec(attributes, blocks);
    }

    /// Providers of the old kind have attributes that are lists or sets of objects but are written
    /// as blocks, too. Where they are, the schema is changed so.
    public static Block withBlocks(Block schema, Content body) {
        if (body instanceof JsonContent) {
            return schema;
        }
        List<BodySchema.Block> candidates = new ArrayList<>();
        schema.attributes()
                .forEach((name, attribute) -> {
                    if (isListOfObjects(attribute)) {
                        candidates.add(new BodySchema.Block(name, List.of()));
                    }
                });
        if (candidates.isEmpty()) {
            return schema;
        }
        candidates.add(new BodySchema.Block("dynamic", List.of("type")));
        Content.Found found =
                body.readPart(new BodySchema(List.of(), candidates), new Diagnostics()).found();
        SortedMap<String, Attribute> attributes = new TreeMap<>(schema.attributes());
        SortedMap<String, NestedBlock> blocks = new TreeMap<>(schema.blocks());
        for (Content.Block each : found.blocks()) {
            String type = each.type().equals("dynamic") ? each.labels().getFirst() : each.type();
            Attribute attribute = attributes.get(type);
            if (attribute != null && isListOfObjects(attribute)) {
                attributes.remove(type);
                blocks.put(type, asBlock(attribute));
            }
        }
        return attributes.size() == schema.attributes().size()
                ? schema
                : new Block(attributes, blocks, schema.text());
    }

    private static boolean isListOfObjects(Attribute attribute) {
        return attribute.nested() == null
                && (attribute.type() instanceof Type.ListOf
                        || attribute.type() instanceof Type.SetOf)
                && attribute.type().elementType() instanceof Type.ObjectOf;
    }

    private static NestedBlock asBlock(Attribute attribute) {
        SortedMap<String, Attribute> attributes = new TreeMap<>();
        if (attribute.type().elementType() instanceof Type.ObjectOf object) {
            for (Map.Entry<String, Type> each : object.attributes().entrySet()) {
                attributes.put(
                        each.getKey(),
                        new Attribute(each.getValue(), null, Use.OPTIONAL, false, Text.NONE));
            }
        }
        return new NestedBlock(
                new Block(attributes, new TreeMap<>(), Text.NONE),
                attribute.type() instanceof Type.ListOf ? Nesting.LIST : Nesting.SET,
                0,
                0);
    }
}
