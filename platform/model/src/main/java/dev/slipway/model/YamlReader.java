package dev.slipway.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.Schema;

/// One reading of one file: the library finds the nodes, this class decides what they mean.
final class YamlReader {
    static final int CHARACTERS_MAX = 16 << 20;
    private static final int DEPTH_MAX = 100;
    private static final int ALIASES_MAX = 1_000;

    /// Counts every node again for every alias that leads to it.
    private static final int NODES_MAX = 1_000_000;

    /// What the library calls a scalar without quotes and without a tag of its own.
    private static final Tag PLAIN = new Tag("tag:slipway.dev:plain");

    private static final LoadSettings SETTINGS =
            LoadSettings.builder()
                    .setSchema(new PlainSchema())
                    .setCodePointLimit(CHARACTERS_MAX)
                    .setMaxAliasesForCollections(ALIASES_MAX)
                    .setAllowNonScalarKeys(true)
                    .build();

    private final String text;
    private final String source;
    private int nodeCount;

    YamlReader(String text, String source) {
        this.text = text;
        this.source = source;
    }

    List<YamlDocument> documents() {
        if (text.length() > CHARACTERS_MAX) {
            throw ApiException.badRequest(
                    "%s: %d characters (at most %d are read)"
                            .formatted(source, text.length(), CHARACTERS_MAX));
        }
        List<YamlDocument> documents = new ArrayList<>();
        try {
            Composer composer =
                    new BoundedComposer(
                            SETTINGS, new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text)));
            while (composer.hasNext()) {
                Node root = composer.next();
                JsonNode tree = value(root, 0);
                if (!tree.isNull()) {
                    documents.add(new YamlDocument(tree, source, () -> root));
                }
            }
        } catch (MarkedYamlEngineException e) {
            String problem = e.getProblem() == null ? "not understood" : e.getProblem();
            throw refused(e.getProblemMark(), "invalid YAML: " + problem);
        } catch (YamlEngineException e) {
            throw refused(Optional.empty(), "invalid YAML: " + e.getMessage());
        }
        return documents;
    }

    private JsonNode value(Node node, int depth) {
        if (++nodeCount > NODES_MAX) {
            throw refused(node.getStartMark(), "aliases make more than 1,000,000 values of it");
        }
        if (depth > DEPTH_MAX) {
            throw tooDeep(node.getStartMark());
        }
        return switch (node) {
            case MappingNode mapping -> object(mapping, depth);
            case SequenceNode sequence -> {
                ArrayNode list = JsonNodeFactory.instance.arrayNode(sequence.getValue().size());
                for (Node element : sequence.getValue()) {
                    list.add(value(element, depth + 1));
                }
                yield list;
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> throw refused(node.getStartMark(), "an alias to something unknown");
        };
    }

    private ObjectNode object(MappingNode mapping, int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        Set<String> seen = new HashSet<>();
        for (NodeTuple entry : mapping.getValue()) {
            String key = key(entry.getKeyNode());
            if (!seen.add(key)) {
                throw refused(
                        entry.getKeyNode().getStartMark(),
                        "the key \"%s\" is there twice".formatted(key));
            }
            if (!isMerge(entry.getKeyNode())) {
                object.set(key, value(entry.getValueNode(), depth + 1));
            }
        }
        for (NodeTuple entry : mapping.getValue()) {
            if (isMerge(entry.getKeyNode())) {
                mergeInto(object, entry.getValueNode(), depth);
            }
        }
        return object;
    }

    private void mergeInto(ObjectNode object, Node merged, int depth) {
        JsonNode value = value(merged, depth + 1);
        List<JsonNode> sources = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(sources::add);
        } else {
            sources.add(value);
        }
        for (JsonNode from : sources) {
            if (!from.isObject()) {
                throw refused(
                        merged.getStartMark(), "<< takes an object, not " + Patches.name(from));
            }
            from.properties()
                    .forEach(field -> object.putIfAbsent(field.getKey(), field.getValue()));
        }
    }

    private String key(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw refused(node.getStartMark(), "a key is a text, not a list or object");
    }

    private static boolean isMerge(Node key) {
        return key instanceof ScalarNode scalar
                && scalar.isPlain()
                && scalar.getValue().equals("<<");
    }

    private JsonNode scalar(ScalarNode node) {
        String value = node.getValue();
        Tag tag = node.getTag();
        if (tag.equals(PLAIN)) {
            return YamlScalars.resolve(value);
        }
        JsonNode resolved = YamlScalars.tagged(tag.getValue(), value);
        if (resolved == null) {
            throw refused(node.getStartMark(), "\"%s\" is no %s".formatted(value, tag.getValue()));
        }
        return resolved;
    }

    private ApiException refused(Optional<Mark> mark, String problem) {
        String place =
                mark.map(YamlDocument::position)
                        .map(at -> ":%d:%d".formatted(at.line(), at.column()))
                        .orElse("");
        return ApiException.badRequest(source + place + ": " + problem);
    }

    private ApiException tooDeep(Optional<Mark> mark) {
        return refused(mark, "nested more than %d levels deep".formatted(DEPTH_MAX));
    }

    /// The library's composer calls itself for every level; this keeps it from running out of
    /// stack.
    private final class BoundedComposer extends Composer {
        private int depth;

        BoundedComposer(LoadSettings settings, ParserImpl parser) {
            super(settings, parser);
        }

        @Override
        protected SequenceNode composeSequenceNode(Optional<Anchor> anchor) {
            enter();
            SequenceNode node = super.composeSequenceNode(anchor);
            depth--;
            return node;
        }

        @Override
        protected Node composeMappingNode(Optional<Anchor> anchor) {
            enter();
            Node node = super.composeMappingNode(anchor);
            depth--;
            return node;
        }

        private void enter() {
            if (++depth > DEPTH_MAX) {
                throw tooDeep(parser.peekEvent().getStartMark());
            }
        }
    }

    /// Leaves it to [YamlScalars] to say what a plain scalar is.
    private static final class PlainSchema implements Schema {
        @Override
        public ScalarResolver getScalarResolver() {
            return (value, implicit) -> implicit ? PLAIN : Tag.STR;
        }

        @Override
        public Map<Tag, ConstructNode> getSchemaTagConstructors() {
            return Map.of();
        }
    }

    /// The node of a text with a single document, or null.
    static @Nullable Node compose(String text) {
        try {
            return new Compose(SETTINGS).composeString(text).orElse(null);
        } catch (YamlEngineException e) {
            return null;
        }
    }
}
