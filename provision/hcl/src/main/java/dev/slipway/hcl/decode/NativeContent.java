package dev.slipway.hcl.decode;

import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.source.Suggestion;
import dev.slipway.hcl.syntax.Body;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A body in native syntax; `hidden` are the attributes and blocks that an earlier schema took.
record NativeContent(Body body, @Nullable Scope scope, Set<String> hidden) implements Content {
    NativeContent {
        hidden = Set.copyOf(hidden);
    }

    NativeContent(Body body) {
        this(body, null, Set.of());
    }

    @Override
    public Content in(Scope inner) {
        return new NativeContent(body, inner, hidden);
    }

    @Override
    public Found read(BodySchema schema, Diagnostics diagnostics) {
        Found found = readPart(schema, diagnostics).found();
        for (Body.Attribute each : body.attributes()) {
            if (!hidden.contains(each.name()) && schema.findAttribute(each.name()).isEmpty()) {
                unsupportedAttribute(each, schema, diagnostics);
            }
        }
        for (Body.Block each : body.blocks()) {
            if (!hidden.contains(each.type()) && schema.findBlock(each.type()).isEmpty()) {
                unsupportedBlock(each, schema, diagnostics);
            }
        }
        return found;
    }

    private static void unsupportedAttribute(
            Body.Attribute attribute, BodySchema schema, Diagnostics diagnostics) {
        String name = attribute.name();
        List<String> names = schema.attributes().stream().map(BodySchema.Attribute::name).toList();
        String hint =
                schema.findBlock(name).isPresent()
                        ? " Did you mean to define a block of type \"" + name + "\"?"
                        : Suggestion.didYouMean(name, names);
        diagnostics.error(
                "Unsupported argument",
                "An argument named \"" + name + "\" is not expected here." + hint,
                attribute.nameRange());
    }

    private static void unsupportedBlock(
            Body.Block block, BodySchema schema, Diagnostics diagnostics) {
        String type = block.type();
        List<String> types = schema.blocks().stream().map(BodySchema.Block::type).toList();
        String hint =
                schema.findAttribute(type).isPresent()
                        ? " Did you mean to define argument \""
                                + type
                                + "\"? If so, use the equals sign to assign it a value."
                        : Suggestion.didYouMean(type, types);
        diagnostics.error(
                "Unsupported block type",
                "Blocks of type \"" + type + "\" are not expected here." + hint,
                block.typeRange());
    }

    @Override
    public Partial readPart(BodySchema schema, Diagnostics diagnostics) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        List<Block> blocks = new ArrayList<>();
        Set<String> taken = new TreeSet<>(hidden);
        for (Body.Attribute each : body.attributes()) {
            boolean wanted = schema.findAttribute(each.name()).isPresent();
            if (wanted && !hidden.contains(each.name())) {
                attributes.put(each.name(), attribute(each));
                taken.add(each.name());
            }
        }
        for (Body.Block each : body.blocks()) {
            Optional<BodySchema.Block> wanted = schema.findBlock(each.type());
            if (wanted.isPresent() && !hidden.contains(each.type())) {
                if (labelsFit(each, wanted.get(), diagnostics)) {
                    blocks.add(block(each));
                }
                taken.add(each.type());
            }
        }
        for (BodySchema.Attribute each : schema.attributes()) {
            if (each.required() && !attributes.containsKey(each.name())) {
                diagnostics.error(
                        "Missing required argument",
                        "The argument \""
                                + each.name()
                                + "\" is required, but no definition was found.",
                        missingRange());
            }
        }
        Found found = new Found(attributes, blocks, missingRange());
        return new Partial(found, new NativeContent(body, scope, taken));
    }

    private Attribute attribute(Body.Attribute attribute) {
        return new Attribute(attribute.name(), attribute.range(), attribute.expression(), scope);
    }

    private Block block(Body.Block block) {
        List<String> labels = block.labels().stream().map(Body.Label::text).toList();
        return new Block(
                block.type(),
                labels,
                new NativeContent(block.body(), scope, Set.of()),
                block.header());
    }

    private static boolean labelsFit(
            Body.Block block, BodySchema.Block wanted, Diagnostics diagnostics) {
        int count = block.labels().size();
        List<String> names = wanted.labelNames();
        if (count == names.size()) {
            return true;
        }
        if (count < names.size()) {
            diagnostics.error(
                    "Missing " + names.get(count) + " for " + block.type(),
                    "All "
                            + block.type()
                            + " blocks must have "
                            + names.size()
                            + " labels ("
                            + String.join(", ", names)
                            + ").",
                    block.body().start());
            return false;
        }
        String limit =
                names.isEmpty()
                        ? "No labels are expected for " + block.type() + " blocks."
                        : "Only "
                                + names.size()
                                + " labels ("
                                + String.join(", ", names)
                                + ") are expected for "
                                + block.type()
                                + " blocks.";
        diagnostics.error(
                "Extraneous label for " + block.type(),
                limit,
                block.labels().get(names.size()).range());
        return false;
    }

    @Override
    public Map<String, Attribute> justAttributes(Diagnostics diagnostics) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        for (Body.Attribute each : body.attributes()) {
            if (!hidden.contains(each.name())) {
                attributes.put(each.name(), attribute(each));
            }
        }
        for (Body.Block each : body.blocks()) {
            if (!hidden.contains(each.type())) {
                diagnostics.error(
                        "Unexpected \"" + each.type() + "\" block",
                        "Blocks are not allowed here.",
                        each.typeRange());
                break;
            }
        }
        return attributes;
    }

    @Override
    public SourceRange missingRange() {
        return body.start();
    }
}
