package dev.slipway.hcl.decode;

import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.json.JsonException;
import dev.slipway.hcl.json.JsonNode;
import dev.slipway.hcl.json.JsonReader;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.source.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A body in JSON syntax: one object, or an array of them that are taken together. Which members
/// are attributes and which are blocks, with how many levels of labels, only the schema knows.
public record JsonContent(
        SourceText source, JsonNode node, Set<String> hidden, @Nullable Scope scope)
        implements Content {
    /// A member of this name is a comment.
    private static final String COMMENT = "//";

    public JsonContent {
        hidden = Set.copyOf(hidden);
    }

    /// Reads a whole file; a file that is no JSON is an empty body and a diagnostic.
    public static Content parse(SourceText source, Diagnostics diagnostics) {
        try {
            JsonNode node = JsonReader.read(source.text());
            if (!(node instanceof JsonNode.Members || node instanceof JsonNode.Array)) {
                diagnostics.error(
                        "Root value must be object",
                        "The root value in a JSON-based configuration must be a JSON object.",
                        range(source, node));
            }
            return new JsonContent(source, node, Set.of(), null);
        } catch (JsonException problem) {
            int at = Math.min(problem.at(), source.text().length());
            diagnostics.error(
                    "Invalid JSON",
                    "This file is not JSON: " + problem.getMessage() + ".",
                    new SourceRange(source, at, Math.min(at + 1, source.text().length())));
            return new JsonContent(source, new JsonNode.Members(0, 0, List.of()), Set.of(), null);
        }
    }

    private static SourceRange range(SourceText source, JsonNode node) {
        return new SourceRange(source, node.start(), node.end());
    }

    @Override
    public Content in(Scope inner) {
        return new JsonContent(source, node, hidden, inner);
    }

    /// The members of the object, or of all objects in the array.
    private List<JsonNode.Member> members(Diagnostics diagnostics) {
        List<JsonNode.Member> members = new ArrayList<>();
        List<JsonNode> objects =
                node instanceof JsonNode.Array array ? array.elements() : List.of(node);
        for (JsonNode each : objects) {
            if (each instanceof JsonNode.Members object) {
                members.addAll(object.members());
            } else {
                diagnostics.error(
                        "Incorrect JSON value type",
                        "A JSON object is required here, to define arguments and nested blocks.",
                        range(source, each));
            }
        }
        return members;
    }

    @Override
    public Found read(BodySchema schema, Diagnostics diagnostics) {
        Found found = readPart(schema, diagnostics).found();
        Set<String> names =
                Stream.concat(
                                schema.attributes().stream().map(BodySchema.Attribute::name),
                                schema.blocks().stream().map(BodySchema.Block::type))
                        .collect(Collectors.toCollection(TreeSet::new));
        for (JsonNode.Member each : members(new Diagnostics())) {
            String name = each.name().text();
            if (!names.contains(name) && !hidden.contains(name) && !name.equals(COMMENT)) {
                diagnostics.error(
                        "Extraneous JSON object property",
                        "No argument or block type is named \""
                                + name
                                + "\"."
                                + Suggestion.didYouMean(name, names),
                        range(source, each.name()));
            }
        }
        return found;
    }

    @Override
    public Partial readPart(BodySchema schema, Diagnostics diagnostics) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        List<Block> blocks = new ArrayList<>();
        Set<String> taken = new TreeSet<>(hidden);
        for (JsonNode.Member each : members(diagnostics)) {
            String name = each.name().text();
            if (hidden.contains(name)) {
                continue;
            }
            if (schema.findAttribute(name).isPresent()) {
                attribute(each, attributes, diagnostics);
                taken.add(name);
            }
            Optional<BodySchema.Block> wanted = schema.findBlock(name);
            if (wanted.isPresent()) {
                blocks(each, each.value(), wanted.get(), List.of(), blocks, diagnostics);
                taken.add(name);
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
        return new Partial(found, new JsonContent(source, node, taken, scope));
    }

    private void attribute(
            JsonNode.Member member, Map<String, Attribute> attributes, Diagnostics diagnostics) {
        String name = member.name().text();
        SourceRange range = range(source, member.name()).to(range(source, member.value()));
        Attribute attribute =
                new Attribute(
                        name,
                        range,
                        new JsonExpressions(source, diagnostics).expression(member.value()),
                        scope);
        if (attributes.putIfAbsent(name, attribute) != null) {
            diagnostics.error(
                    "Duplicate argument",
                    "The argument \"" + name + "\" was already set in this object.",
                    range(source, member.name()));
        }
    }

    /// Each level of labels is an object whose names are the labels; arrays repeat.
    private void blocks(
            JsonNode.Member member,
            JsonNode value,
            BodySchema.Block wanted,
            List<String> labels,
            List<Block> blocks,
            Diagnostics diagnostics) {
        if (value instanceof JsonNode.Array array) {
            for (JsonNode each : array.elements()) {
                blocks(member, each, wanted, labels, blocks, diagnostics);
            }
            return;
        }
        if (value instanceof JsonNode.Null) {
            return;
        }
        if (!(value instanceof JsonNode.Members object)) {
            diagnostics.error(
                    "Incorrect JSON value type",
                    "Either a JSON object or a JSON array is required here, to define "
                            + member.name().text()
                            + " blocks.",
                    range(source, value));
            return;
        }
        if (labels.size() == wanted.labelNames().size()) {
            blocks.add(
                    new Block(
                            wanted.type(),
                            labels,
                            new JsonContent(source, object, Set.of(), scope),
                            range(source, member.name())));
            return;
        }
        for (JsonNode.Member each : object.members()) {
            List<String> more = new ArrayList<>(labels);
            more.add(each.name().text());
            blocks(each, each.value(), wanted, more, blocks, diagnostics);
        }
    }

    @Override
    public Map<String, Attribute> justAttributes(Diagnostics diagnostics) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        for (JsonNode.Member each : members(diagnostics)) {
            String name = each.name().text();
            if (!hidden.contains(name) && !name.equals(COMMENT)) {
                attribute(each, attributes, diagnostics);
            }
        }
        return attributes;
    }

    @Override
    public SourceRange missingRange() {
        return new SourceRange(source, Math.max(node.start(), node.end() - 1), node.end());
    }
}
