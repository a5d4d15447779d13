package dev.slipway.hcl.decode;

import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.eval.Evaluator;
import dev.slipway.hcl.eval.Iterations;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Reads a body in which `dynamic "type" { for_each … content { … } }` stands for as many blocks of
/// that type as `for_each` has elements. What is not known yet leaves one block, in whose content
/// the iterator is unknown, and says so. Belongs to one thread.
public final class DynamicBlocks {
    private static final String DYNAMIC = "dynamic";
    private static final BodySchema.Block DYNAMIC_BLOCK =
            new BodySchema.Block(DYNAMIC, List.of("type"));
    private static final BodySchema SHAPE =
            new BodySchema(
                    List.of(
                            new BodySchema.Attribute("for_each", true),
                            new BodySchema.Attribute("iterator", false),
                            new BodySchema.Attribute("labels", false)),
                    List.of(new BodySchema.Block("content", List.of())));

    private final Scope scope;
    private final Diagnostics diagnostics;

    public DynamicBlocks(Scope scope, Diagnostics diagnostics) {
        this.scope = scope;
        this.diagnostics = diagnostics;
    }

    /// What the schema names, every block by itself, in the order of the source; `unknownTypes`
    /// says of which blocks the number is not known yet.
    public record Expanded(Content.Found found, List<String> unknownTypes) {
        public Expanded {
            unknownTypes = List.copyOf(unknownTypes);
        }
    }

    public Expanded read(Content content, BodySchema schema) {
        List<BodySchema.Block> blocks =
                Stream.concat(schema.blocks().stream(), Stream.of(DYNAMIC_BLOCK)).toList();
        Content.Found found =
                content.read(new BodySchema(schema.attributes(), blocks), diagnostics);
        List<Content.Block> expanded = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (Content.Block each : found.blocks()) {
            if (each.type().equals(DYNAMIC)) {
                expand(each, schema, expanded, unknown);
            } else {
                expanded.add(each);
            }
        }
        return new Expanded(
                new Content.Found(found.attributes(), expanded, found.missingRange()), unknown);
    }

    private void expand(
            Content.Block block,
            BodySchema schema,
            List<Content.Block> expanded,
            List<String> unknown) {
        String type = block.labels().getFirst();
        if (schema.findBlock(type).isEmpty()) {
            diagnostics.error(
                    "Unsupported block type",
                    "Blocks of type \"" + type + "\" are not expected here.",
                    Labels.range(block.header(), 0));
            return;
        }
        Content.Found shape = block.body().read(SHAPE, diagnostics);
        Content.Attribute forEach = shape.attributes().get("for_each");
        if (forEach == null || shape.blocks("content").size() != 1) {
            if (forEach != null) {
                diagnostics.error(
                        shape.blocks("content").isEmpty()
                                ? "Missing dynamic content block"
                                : "Extraneous dynamic content block",
                        "A dynamic block must have exactly one content block.",
                        shape.missingRange());
            }
            return;
        }
        Value collection = value(forEach);
        Pattern pattern =
                new Pattern(type, iterator(shape, type), shape, shape.blocks("content").getFirst());
        if (!collection.isKnown()) {
            unknown.add(type);
            expanded.add(block(pattern, Values.DYNAMIC, Values.DYNAMIC));
            return;
        }
        if (collection.isNull() || collection.type().isPrimitive()) {
            diagnostics.error(
                    "Invalid dynamic for_each value",
                    "Cannot use a "
                            + (collection.isNull() ? "null" : collection.type().friendlyName())
                            + " value in for_each. An iterable collection is required.",
                    forEach.expression().range());
            return;
        }
        Iterations.forEach(
                collection,
                (key, value) ->
                        expanded.add(block(pattern, key, value.withMarks(collection.marks()))));
    }

    /// What a `dynamic` block repeats.
    private record Pattern(
            String type, String iterator, Content.Found shape, Content.Block content) {}

    private static String iterator(Content.Found shape, String type) {
        Content.Attribute iterator = shape.attributes().get("iterator");
        return iterator != null && iterator.expression() instanceof Expression.Variable variable
                ? variable.name()
                : type;
    }

    private Value value(Content.Attribute attribute) {
        Scope inner = attribute.scope() == null ? scope : attribute.scope();
        Evaluation evaluation = Evaluator.evaluate(attribute.expression(), inner);
        diagnostics.addAll(evaluation.diagnostics());
        return evaluation.value();
    }

    private Content.Block block(Pattern pattern, Value key, Value value) {
        Content content = pattern.content().body();
        Scope outer = content.scope() == null ? scope : content.scope();
        Value each = Values.object(Map.of("key", key, "value", value));
        Scope inner = outer.with(Map.of(pattern.iterator(), each));
        return new Content.Block(
                pattern.type(),
                labels(pattern.shape(), inner),
                content.in(inner),
                pattern.content().header());
    }

    private List<String> labels(Content.Found shape, Scope inner) {
        Content.Attribute attribute = shape.attributes().get("labels");
        if (attribute == null) {
            return List.of();
        }
        Evaluation evaluation = Evaluator.evaluate(attribute.expression(), inner);
        diagnostics.addAll(evaluation.diagnostics());
        List<String> labels = new ArrayList<>();
        try {
            Value list = Conversion.convert(evaluation.value(), Type.list(Type.Primitive.STRING));
            if (list.isWhollyKnown() && !list.isNull()) {
                Values.elements(list).forEach(each -> labels.add(Values.text(each)));
            }
        } catch (ConversionException problem) {
            diagnostics.error(
                    "Invalid dynamic block label",
                    "The labels are not suitable: " + problem.getMessage() + ".",
                    attribute.range());
        }
        return labels;
    }
}
