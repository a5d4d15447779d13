package dev.slipway.hcl.function;

import dev.slipway.hcl.eval.FunctionException;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

/// Reads one YAML document. Plain scalars are taken for numbers and the like as YAML 1.1 has it for
/// the most part, which is what configurations were written for. Stateless.
final class YamlValues {
    private static final int ALIASES_MAX = 1000;
    private static final int DEPTH_MAX = 200;
    private static final int NODES_MAX = 1_000_000;
    private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern FLOAT =
            Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern BASED = Pattern.compile("([-+]?)0([xo])([0-9a-fA-F]+)");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d?-\\d\\d?");
    private static final Set<String> WRITTEN =
            Set.of(
                    "tag:yaml.org,2002:int",
                    "tag:yaml.org,2002:float",
                    "tag:yaml.org,2002:bool",
                    "tag:yaml.org,2002:null",
                    "tag:yaml.org,2002:timestamp");
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

    private Value mapping(MappingNode mapping) throws FunctionException {
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
        if (tag.equals(Tag.STR)) {
            return Value.of(text);
        }
        if (tag.equals(PlainSchema.PLAIN) || WRITTEN.contains(tag.getValue())) {
            return plain(text);
        }
        throw FunctionException.failure("unsupported tag \"" + tag.getValue() + "\"");
    }

    private static Value plain(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> Values.NULL;
            case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y" ->
                    Values.TRUE;
            case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N" ->
                    Values.FALSE;
            case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" ->
                    Value.of(BigFloat.POSITIVE_INFINITY);
            case "-.inf", "-.Inf", "-.INF" -> Value.of(BigFloat.NEGATIVE_INFINITY);
            default -> number(text);
        };
    }

    private static Value number(String text) {
        Matcher based = BASED.matcher(text);
        if (based.matches()) {
            int radix = based.group(2).equals("x") ? 16 : 8;
            try {
                BigInteger magnitude = new BigInteger(based.group(3), radix);
                boolean negative = based.group(1).equals("-");
                return Value.of(BigFloat.of(negative ? magnitude.negate() : magnitude));
            } catch (NumberFormatException problem) {
                return Value.of(text);
            }
        }
        if (DECIMAL.matcher(text).matches() || FLOAT.matcher(text).matches()) {
            BigFloat number = BigFloat.parse(text);
            return number == null ? Value.of(text) : Value.of(number);
        }
        return DATE.matcher(text).matches() ? Value.of(text + "T00:00:00Z") : Value.of(text);
    }
}
