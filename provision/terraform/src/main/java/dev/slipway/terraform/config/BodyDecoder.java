package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.decode.DynamicBlocks;
import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.eval.Evaluator;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Refinement;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.NestedBlock;
import dev.slipway.provider.schema.Nesting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes the object that a schema describes out of a body. Belongs to one thread.
final class BodyDecoder {
    private final Scope scope;
    private final Diagnostics diagnostics;

    BodyDecoder(Scope scope, Diagnostics diagnostics) {
        this.scope = scope;
        this.diagnostics = diagnostics;
    }

    Value decode(Block original, Content body) {
        Block schema = BlockSpecs.withBlocks(original, body);
        DynamicBlocks.Expanded expanded =
                new DynamicBlocks(scope, diagnostics).read(body, BlockSpecs.bodySchema(schema));
        Content.Found found = expanded.found();
        Map<String, Value> values = new TreeMap<>();
        schema.attributes()
                .forEach((name, attribute) ->
                        values.put(name, attribute(found.attributes().get(name), attribute)));
        schema.blocks()
                .forEach((name, nested) -> {
                    boolean unknown = expanded.unknownTypes().contains(name);
                    List<Content.Block> blocks = found.blocks(name);
                    checkCount(name, nested, blocks, unknown ? null : found);
                    values.put(name, nested(nested, blocks, unknown));
                });
        BlockSpecs.unsetEmpty(original, schema, values);
        return Values.object(values);
    }

    private Value attribute(Content.@Nullable Attribute attribute, Attribute schema) {
        if (attribute == null) {
            return Value.nullOf(schema.type());
        }
        Scope inner = attribute.scope() == null ? scope : attribute.scope();
        Evaluation evaluation = Evaluator.evaluate(attribute.expression(), inner);
        diagnostics.addAll(evaluation.diagnostics());
        try {
            Value value = Conversion.convert(evaluation.value(), BlockSpecs.configType(schema));
            if (value.isNull() && schema.use().isRequired()) {
                diagnostics.error(
                        "Missing required argument",
                        "The argument \""
                                + attribute.name()
                                + "\" is required, but its value is null.",
                        attribute.expression().range());
            }
            return value;
        } catch (ConversionException e) {
            diagnostics.error(
                    "Incorrect attribute value type",
                    "Inappropriate value for attribute \""
                            + attribute.name()
                            + "\": "
                            + e.getMessage()
                            + ".",
                    attribute.expression().range());
            return Value.unknown(schema.type());
        }
    }

    /// `found` is null while the number of blocks is not known.
    private void checkCount(
            String name,
            NestedBlock nested,
            List<Content.Block> blocks,
            Content.@Nullable Found found) {
        boolean single = nested.nesting() == Nesting.SINGLE || nested.nesting() == Nesting.GROUP;
        long most = single ? 1 : nested.maxItems();
        if (most > 0 && blocks.size() > most) {
            Content.Block extra = blocks.get((int) most);
            diagnostics.error(
                    single ? "Duplicate " + name + " block" : "Too many " + name + " blocks",
                    "No more than " + most + " \"" + name + "\" blocks are allowed.",
                    single ? extra.header() : extra.body().missingRange());
        }
        if (found != null && blocks.size() < nested.minItems()) {
            diagnostics.error(
                    "Insufficient " + name + " blocks",
                    "At least " + nested.minItems() + " \"" + name + "\" blocks are required.",
                    found.missingRange());
        }
    }

    private Value nested(NestedBlock nested, List<Content.Block> blocks, boolean unknown) {
        Type type = nested.type();
        List<Value> values = new ArrayList<>();
        for (Content.Block each : blocks) {
            values.add(decode(nested.block(), each.body()));
        }
        if (unknown) {
            return type.isDynamic() ? Values.DYNAMIC : Refinement.NOT_NULL.of(type);
        }
        return switch (nested.nesting()) {
            case SINGLE -> values.isEmpty() ? Value.nullOf(type) : values.getFirst();
            case GROUP -> values.isEmpty() ? nothing(nested.block()) : values.getFirst();
            case LIST ->
                    type.isDynamic()
                            ? Values.tuple(values)
                            : Values.list(nested.block().type(), values);
            case SET -> set(nested, blocks, values);
            case MAP -> map(nested, blocks, values);
        };
    }

    /// A block in which nothing is said.
    private static Value nothing(Block block) {
        Map<String, Value> values = new TreeMap<>();
        block.attributes()
                .forEach((name, attribute) -> values.put(name, Value.nullOf(attribute.type())));
        block.blocks()
                .forEach((name, nested) ->
                        values.put(
                                name,
                                switch (nested.nesting()) {
                                    case SINGLE -> Value.nullOf(nested.type());
                                    case GROUP -> nothing(nested.block());
                                    case LIST ->
                                            nested.type().isDynamic()
                                                    ? Values.EMPTY_TUPLE
                                                    : Values.list(nested.block().type(), List.of());
                                    case SET -> Values.set(nested.block().type(), List.of());
                                    case MAP ->
                                            nested.type().isDynamic()
                                                    ? Values.EMPTY_OBJECT
                                                    : Values.map(nested.block().type(), Map.of());
                                }));
        return Values.object(values);
    }

    private Value set(NestedBlock nested, List<Content.Block> blocks, List<Value> values) {
        try {
            return Conversion.convert(Values.tuple(values), nested.type());
        } catch (ConversionException e) {
            diagnostics.error(
                    "Inconsistent blocks",
                    "The blocks must have the same types: " + e.getMessage() + ".",
                    blocks.getFirst().header());
            return Value.unknown(nested.type());
        }
    }

    private Value map(NestedBlock nested, List<Content.Block> blocks, List<Value> values) {
        Map<String, Value> entries = new TreeMap<>();
        for (int i = 0; i < blocks.size(); i++) {
            List<String> labels = blocks.get(i).labels();
            String key = labels.isEmpty() ? "" : labels.getFirst();
            if (entries.put(key, values.get(i)) != null) {
                diagnostics.error(
                        "Duplicate " + blocks.get(i).type() + " block",
                        "A block labelled \"" + key + "\" was already defined.",
                        blocks.get(i).header());
            }
        }
        return nested.type().isDynamic()
                ? Values.object(entries)
                : Values.map(nested.block().type(), entries);
    }
}
