package dev.slipway.hcl.function;

import dev.slipway.hcl.eval.FunctionException;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Reads one YAML document.
final class YamlValues {
    private static final int ALIASES_MAX = 1000;
    private static final int DEPTH_MAX = 200;
    private static final int NODES_MAX = 1_000_000;
    private static final Tag TIMESTAMP = new Tag("tag:yaml.org,2002:timestamp");
    private static final Set<Tag> WRITTEN =
            Set.of(Tag.NULL, Tag.INT, Tag.FLOAT, Tag.BOOL, TIMESTAMP);
    private static final String MERGE = "<<";

    private int visited;

    private YamlValues() {}

    static Value read(String text) throws FunctionException {
        LoadSettings settings =
                LoadSettings.builder()
                        .setMaxAliasesForCollections(ALIASES_MAX)
                        .setAllowDuplicateKeys(true)
                        .setSchema(new PlainSchema())
                        .build();
        try {
            checkDepth(text, settings);
            Iterator<Node> documents = new Compose(settings).composeAllFromString(text).iterator();
            if (!documents.hasNext()) {
                throw FunctionException.failure("on line 1, column 1: missing start of document");
            }
            Value value = new YamlValues().value(documents.next());
            if (documents.hasNext()) {
                throw FunctionException.failure("unexpected extra content after value");
            }
            return value;
        } catch (YamlEngineException problem) {
            throw FunctionException.failure("" + problem.getMessage());
        }
    }

    /// The reader of events needs no stack, that of nodes does.
    private static void checkDepth(String text, LoadSettings settings) throws FunctionException {
        int depth = 0;
        for (Event each : new Parse(settings).parseString(text)) {
            switch (each.getEventId()) {
                case SequenceStart, MappingStart -> depth++;
                case SequenceEnd, MappingEnd -> depth--;
                default -> {}
            }
            if (depth > DEPTH_MAX) {
                throw FunctionException.failure(
                        "the document is nested deeper than " + DEPTH_MAX + " levels");
            }
        }
    }

    private Value value(Node node) throws FunctionException {
        if (++visited > NODES_MAX) {
            throw FunctionException.failure("the document has too many nodes");
        }
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar);
            case SequenceNode sequence -> {
                requireTag(node, Tag.SEQ);
                List<Value> elements = new ArrayList<>();
                for (Node each : sequence.getValue()) {
                    elements.add(value(each));
                }
                yield Values.tuple(elements);
            }
            case MappingNode mapping -> mapping(mapping);
            default -> throw FunctionException.failure("unsupported node " + node.getNodeType());
        };
    }

    private static void requireTag(Node node, Tag tag) throws FunctionException {
        if (!node.getTag().equals(tag)) {
            throw FunctionException.failure("unsupported tag \"" + node.getTag().getValue() + "\"");
        }
    }

    private Value mapping(MappingNode mapping) throws FunctionException {
        requireTag(mapping, Tag.MAP);
        Map<String, Value> own = new TreeMap<>();
        Map<String, Value> merged = new TreeMap<>();
        for (NodeTuple each : mapping.getValue()) {
            if (each.getKeyNode() instanceof ScalarNode key && isMerge(key)) {
                merge(each.getValueNode(), merged);
                continue;
            }
            Value key = value(each.getKeyNode());
            if (!(each.getKeyNode() instanceof ScalarNode) || key.isNull()) {
                throw FunctionException.failure("mapping keys must be strings");
            }
            own.put(name(key), value(each.getValueNode()));
        }
        merged.putAll(own);
        return Values.object(merged);
    }

    private static String name(Value key) throws FunctionException {
        try {
            return Values.text(Conversion.convert(key, Type.Primitive.STRING));
        } catch (ConversionException problem) {
            throw FunctionException.failure("mapping keys must be strings");
        }
    }

    private static boolean isMerge(ScalarNode key) {
        return key.getValue().equals(MERGE) && key.getScalarStyle() == ScalarStyle.PLAIN;
    }

    private void merge(Node node, Map<String, Value> merged) throws FunctionException {
        List<Node> sources =
                node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
        for (Node each : sources) {
            if (!(each instanceof MappingNode)) {
                throw FunctionException.failure("the merge key requires a mapping");
            }
            Values.entries(value(each)).forEach(merged::putIfAbsent);
        }
    }

    private static Value scalar(ScalarNode scalar) throws FunctionException {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(PlainSchema.PLAIN)) {
            return YamlPlain.of(text);
        }
        if (tag.equals(Tag.STR)) {
            return Value.of(text);
        }
        return tagged(tag, text, scalar.getScalarStyle() == ScalarStyle.PLAIN);
    }

    private static Value tagged(Tag tag, String text, boolean plain) throws FunctionException {
        if (tag.equals(Tag.BINARY)) {
            return binary(text);
        }
        if (!WRITTEN.contains(tag)) {
            throw FunctionException.failure("unsupported tag \"" + tag.getValue() + "\"");
        }
        if (!plain) {
            return Value.of(text);
        }
        Value value = YamlPlain.of(text);
        if (tag.equals(Tag.NULL)) {
            return value instanceof Value.Text ? Values.NULL : value;
        }
        if (value instanceof Value.Text && !(tag.equals(TIMESTAMP) && isTime(text))) {
            throw FunctionException.failure("cannot parse \"" + text + "\" as " + tag.getValue());
        }
        return value;
    }

    private static boolean isTime(String text) {
        return YamlPlain.time(text) != null;
    }

    private static Value binary(String text) throws FunctionException {
        try {
            String written = text.replaceAll("[\r\n]", "");
            if (written.length() % 4 == 0) {
                Base64.getDecoder().decode(written);
                return Value.of(text);
            }
        } catch (IllegalArgumentException problem) {
            // Told below, as where the end is missing.
        }
        throw FunctionException.failure("cannot parse \"" + text + "\" as base64");
    }
}
