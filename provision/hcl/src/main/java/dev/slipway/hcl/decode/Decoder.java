package dev.slipway.hcl.decode;

import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.eval.Evaluator;
import dev.slipway.hcl.eval.References;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Refinement;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Makes the value a [Spec] describes out of a body: attributes are evaluated and converted, blocks
/// decoded and gathered, `dynamic` blocks expanded. What is wrong becomes unknown and a diagnostic.
/// Belongs to one thread.
public final class Decoder {
    private final Scope scope;
    private final Diagnostics diagnostics;

    public Decoder(Scope scope, Diagnostics diagnostics) {
        this.scope = scope;
        this.diagnostics = diagnostics;
    }

    /// The object; it always has the type of the spec, but for attributes of any type.
    public Value decode(Content content, Spec spec) {
        DynamicBlocks.Expanded expanded =
                new DynamicBlocks(scope, diagnostics).read(content, spec.schema());
        Map<String, Value> attributes = new TreeMap<>();
        for (Spec.Attribute each : spec.attributes()) {
            attributes.put(
                    each.name(), attribute(expanded.found().attributes().get(each.name()), each));
        }
        for (Spec.Nested each : spec.blocks()) {
            List<Content.Block> blocks = expanded.found().blocks(each.type());
            boolean unknown = expanded.unknownTypes().contains(each.type());
            checkCount(blocks, each, unknown, expanded.found().missingRange());
            attributes.put(each.type(), nested(blocks, each, unknown));
        }
        return Values.object(attributes);
    }

    private Value attribute(
            Content.@org.jspecify.annotations.Nullable Attribute attribute, Spec.Attribute wish) {
        if (attribute == null) {
            return Value.nullOf(wish.type());
        }
        Scope inner = attribute.scope() == null ? scope : attribute.scope();
        Evaluation evaluation = Evaluator.evaluate(attribute.expression(), inner);
        diagnostics.addAll(evaluation.diagnostics());
        try {
            return Conversion.convert(evaluation.value(), wish.type());
        } catch (ConversionException problem) {
            diagnostics.error(
                    "Incorrect attribute value type",
                    "Inappropriate value for attribute \""
                            + wish.name()
                            + "\": "
                            + problem.getMessage()
                            + ".",
                    attribute.expression().range());
            return Value.unknown(wish.type());
        }
    }

    private void checkCount(
            List<Content.Block> blocks, Spec.Nested nested, boolean unknown, SourceRange missing) {
        int most = nested.nesting() == Spec.Nesting.SINGLE ? 1 : nested.max();
        if (most > 0 && blocks.size() > most) {
            diagnostics.error(
                    "Too many " + nested.type() + " blocks",
                    "No more than " + most + " \"" + nested.type() + "\" blocks are allowed.",
                    blocks.get(most).header());
        }
        if (blocks.size() < nested.min() && !unknown) {
            diagnostics.error(
                    blocks.isEmpty() && nested.min() == 1
                            ? "Missing " + nested.type() + " block"
                            : "Insufficient " + nested.type() + " blocks",
                    "At least " + nested.min() + " \"" + nested.type() + "\" blocks are required.",
                    missing);
        }
    }

    private Value nested(List<Content.Block> blocks, Spec.Nested nested, boolean unknown) {
        List<Value> values = new ArrayList<>();
        for (Content.Block each : blocks) {
            values.add(decode(each.body(), nested.spec()));
        }
        Type inner = nested.spec().type();
        if (unknown) {
            return unknown(nested, inner);
        }
        return switch (nested.nesting()) {
            case SINGLE -> values.isEmpty() ? Value.nullOf(inner) : values.getFirst();
            case LIST -> inner.hasDynamic() ? Values.tuple(values) : Values.list(inner, values);
            case SET -> set(values, inner, blocks);
            case MAP -> map(blocks, values, inner);
        };
    }

    /// How many blocks there will be is not known, nor therefore what is in them.
    private static Value unknown(Spec.Nested nested, Type inner) {
        return switch (nested.nesting()) {
            case SINGLE -> Value.unknown(inner);
            case LIST ->
                    inner.hasDynamic() ? Values.DYNAMIC : Refinement.NOT_NULL.of(Type.list(inner));
            case SET -> Refinement.NOT_NULL.of(Type.set(inner));
            case MAP ->
                    inner.hasDynamic() ? Values.DYNAMIC : Refinement.NOT_NULL.of(Type.map(inner));
        };
    }

    private Value set(List<Value> values, Type inner, List<Content.Block> blocks) {
        try {
            return Conversion.convert(Values.tuple(values), Type.set(inner));
        } catch (ConversionException problem) {
            diagnostics.error(
                    "Inconsistent values",
                    "The blocks must have the same types: " + problem.getMessage() + ".",
                    blocks.getFirst().header());
            return Value.unknown(Type.set(inner));
        }
    }

    private Value map(List<Content.Block> blocks, List<Value> values, Type inner) {
        Map<String, Value> entries = new TreeMap<>();
        for (int index = 0; index < blocks.size(); index++) {
            String key =
                    blocks.get(index).labels().isEmpty()
                            ? ""
                            : blocks.get(index).labels().getFirst();
            if (entries.put(key, values.get(index)) != null) {
                diagnostics.error(
                        "Duplicate " + blocks.get(index).type() + " block",
                        "A block labelled \"" + key + "\" was already defined.",
                        blocks.get(index).header());
            }
        }
        return inner.hasDynamic() ? Values.object(entries) : Values.map(inner, entries);
    }

    /// The variables that decoding will need, those of `dynamic` blocks included.
    public static List<dev.slipway.hcl.eval.Reference> references(Content content, Spec spec) {
        List<dev.slipway.hcl.eval.Reference> found = new ArrayList<>();
        List<BodySchema.Block> blocks = new ArrayList<>(spec.schema().blocks());
        blocks.add(new BodySchema.Block("dynamic", List.of("type")));
        Content.Found read =
                content.readPart(
                                new BodySchema(spec.schema().attributes(), blocks),
                                new Diagnostics())
                        .found();
        read.attributes().values().forEach(each -> found.addAll(References.of(each.expression())));
        for (Content.Block each : read.blocks()) {
            if (each.type().equals("dynamic")) {
                dynamic(each, spec, found);
            } else {
                spec.blocks().stream()
                        .filter(nested -> nested.type().equals(each.type()))
                        .forEach(nested -> found.addAll(references(each.body(), nested.spec())));
            }
        }
        return found;
    }

    private static void dynamic(
            Content.Block block, Spec spec, List<dev.slipway.hcl.eval.Reference> found) {
        String type = block.labels().getFirst();
        Content.Found shape =
                block.body()
                        .readPart(
                                new BodySchema(
                                        List.of(
                                                new BodySchema.Attribute("for_each", false),
                                                new BodySchema.Attribute("iterator", false),
                                                new BodySchema.Attribute("labels", false)),
                                        List.of(new BodySchema.Block("content", List.of()))),
                                new Diagnostics())
                        .found();
        shape.attributes()
                .forEach((name, each) -> {
                    if (!name.equals("iterator")) {
                        found.addAll(References.of(each.expression()));
                    }
                });
        for (Content.Block content : shape.blocks()) {
            spec.blocks().stream()
                    .filter(nested -> nested.type().equals(type))
                    .forEach(nested -> found.addAll(references(content.body(), nested.spec())));
        }
        Content.Attribute iterator = shape.attributes().get("iterator");
        String own =
                iterator != null && iterator.expression() instanceof Expression.Variable variable
                        ? variable.name()
                        : type;
        found.removeIf(each -> each.root().equals(own));
    }
}
