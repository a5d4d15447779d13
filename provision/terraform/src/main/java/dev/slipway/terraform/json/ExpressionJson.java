package dev.slipway.terraform.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.eval.Evaluator;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.NestedBlock;
import dev.slipway.terraform.config.BlockSpecs;
import dev.slipway.terraform.trace.BodyExpressions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Expressions as a configuration in JSON has them: the value if it is constant, else what they
/// refer to. What is wrong in a body was told when it was loaded, and is left out here. Stateless.
final class ExpressionJson {
    private static final Scope NOTHING = Scope.of(Map.of(), Map.of());

    private ExpressionJson() {}

    static void write(JsonGenerator json, Expression expression) throws IOException {
        json.writeStartObject();
        Evaluation constant = Evaluator.evaluate(expression, NOTHING);
        if (!constant.diagnostics().hasErrors() && constant.value().isWhollyKnown()) {
            json.writeFieldName("constant_value");
            ValueJson.write(json, constant.value());
        } else {
            List<String> references = ReferenceNames.of(expression);
            if (!references.isEmpty()) {
                Json.strings(json, "references", references);
            }
        }
        json.writeEndObject();
    }

    static void field(JsonGenerator json, String name, Expression expression) throws IOException {
        json.writeFieldName(name);
        write(json, expression);
    }

    /// Left out where there is nothing to tell: what is neither constant nor refers to anything.
    static void fieldIfAny(JsonGenerator json, String name, Expression expression)
            throws IOException {
        if (isConstant(expression) || !ReferenceNames.of(expression).isEmpty()) {
            field(json, name, expression);
        }
    }

    private static boolean isConstant(Expression expression) {
        Evaluation constant = Evaluator.evaluate(expression, NOTHING);
        return !constant.diagnostics().hasErrors() && constant.value().isWhollyKnown();
    }

    /// A field with what a body says, left out if that is nothing.
    static void body(JsonGenerator json, String name, Content body, @Nullable Block schema)
            throws IOException {
        Block known = schema == null ? Block.EMPTY : BlockSpecs.withBlocks(schema, body);
        Content.Found found = BodyExpressions.read(body, schema == null ? null : known);
        if (!found.attributes().isEmpty() || !found.blocks().isEmpty()) {
            json.writeFieldName(name);
            contents(json, found, known, schema == null ? known : schema);
        }
    }

    /// The attributes of a body whose blocks nobody knows.
    static void attributes(
            JsonGenerator json, String name, Map<String, Content.Attribute> attributes)
            throws IOException {
        if (attributes.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart(name);
        for (Content.Attribute each : new TreeMap<>(attributes).values()) {
            field(json, each.name(), each.expression());
        }
        json.writeEndObject();
    }

    private static void body(JsonGenerator json, Content body, Block schema) throws IOException {
        Block known = BlockSpecs.withBlocks(schema, body);
        contents(json, BodyExpressions.read(body, known), known, schema);
    }

    /// `known` has blocks where attributes of `schema` are written as such.
    private static void contents(JsonGenerator json, Content.Found found, Block known, Block schema)
            throws IOException {
        json.writeStartObject();
        for (Content.Attribute each : new TreeMap<>(found.attributes()).values()) {
            field(json, each.name(), each.expression());
        }
        for (Map.Entry<String, NestedBlock> each : known.blocks().entrySet()) {
            List<Content.Block> blocks = found.blocks(each.getKey());
            if (blocks.isEmpty()) {
                continue;
            }
            json.writeFieldName(each.getKey());
            if (schema.blocks().containsKey(each.getKey())) {
                nested(json, blocks, each.getValue());
            } else {
                write(json, objects(blocks, each.getValue().block()));
            }
        }
        json.writeEndObject();
    }

    private static void nested(JsonGenerator json, List<Content.Block> blocks, NestedBlock schema)
            throws IOException {
        switch (schema.nesting()) {
            case SINGLE, GROUP -> body(json, blocks.getFirst().body(), schema.block());
            case LIST, SET -> {
                json.writeStartArray();
                for (Content.Block each : blocks) {
                    body(json, each.body(), schema.block());
                }
                json.writeEndArray();
            }
            case MAP -> {
                json.writeStartObject();
                for (Content.Block each : blocks) {
                    json.writeFieldName(each.labels().isEmpty() ? "" : each.labels().getFirst());
                    body(json, each.body(), schema.block());
                }
                json.writeEndObject();
            }
        }
    }

    /// Blocks as the list of objects that their attribute could have been given instead.
    private static Expression objects(List<Content.Block> blocks, Block schema) {
        List<Expression> objects = new ArrayList<>();
        for (Content.Block each : blocks) {
            Block known = BlockSpecs.withBlocks(schema, each.body());
            Content.Found found = BodyExpressions.read(each.body(), known);
            List<Expression.Item> items = new ArrayList<>();
            for (String name : schema.attributes().keySet()) {
                Content.Attribute attribute = found.attributes().get(name);
                List<Content.Block> inner = found.blocks(name);
                NestedBlock nested = known.blocks().get(name);
                Expression value = new Expression.NullLiteral(each.header());
                if (attribute != null) {
                    value = attribute.expression();
                } else if (!inner.isEmpty() && nested != null) {
                    value = objects(inner, nested.block());
                }
                items.add(new Expression.Item(new Expression.Variable(each.header(), name), value));
            }
            objects.add(new Expression.ObjectLiteral(each.header(), items));
        }
        return new Expression.TupleLiteral(blocks.getFirst().header(), objects);
    }
}
