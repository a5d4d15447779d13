package dev.slipway.alert.config;

import dev.slipway.alert.Matchers;
import dev.slipway.model.Suggestion;
import dev.slipway.series.Matcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// The fields of one object of the file. What is asked for is known; [#end] complains of the rest.
/// Used by one thread.
final class Fields {
    private static final int ENTRIES_MAX = 10_000;
    private static final Set<String> TRUE =
            Set.of("true", "True", "TRUE", "yes", "Yes", "on", "On");
    private static final Set<String> FALSE =
            Set.of("false", "False", "FALSE", "no", "No", "off", "Off");

    private final Node node;
    private final String name;
    private final Findings findings;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();

    /// `name` is what the object is called in messages: `slack_configs[0]`.
    Fields(Node node, String name, Findings findings) {
        this.node = node;
        this.name = name;
        this.findings = findings;
        if (node instanceof MappingNode mapping) {
            collect(mapping, false);
        } else if (!isNull(node)) {
            findings.error(node, "`%s`: found %s, expected an object".formatted(name, kind(node)));
        }
    }

    /// An object in which nothing is said.
    Fields empty(String emptyName) {
        return new Fields(
                new ScalarNode(Tag.NULL, "", org.snakeyaml.engine.v2.common.ScalarStyle.PLAIN),
                emptyName,
                findings);
    }

    Node node() {
        return node;
    }

    Findings findings() {
        return findings;
    }

    String name() {
        return name;
    }

    boolean has(String field) {
        known.add(field);
        return values.containsKey(field);
    }

    Node at(String field) {
        return values.getOrDefault(field, node);
    }

    /// The names of all fields, all of which count as known.
    List<String> names() {
        known.addAll(keys.keySet());
        return List.copyOf(values.keySet());
    }

    void error(String field, String message) {
        findings.error(values.getOrDefault(field, node), "`" + field + "`: " + message);
    }

    /// Everything must have been asked for by now.
    void end() {
        for (Map.Entry<String, Node> key : keys.entrySet()) {
            if (!known.contains(key.getKey())) {
                String hint =
                        Suggestion.closest(key.getKey(), known)
                                .map(meant -> ", did you mean `" + meant + "`?")
                                .orElse("");
                findings.error(
                        key.getValue(),
                        "unknown field `%s` in `%s`%s".formatted(key.getKey(), name, hint));
            }
        }
    }

    /// Fields that have no effect here, but are no mistake.
    void ignore(String... fields) {
        known.addAll(List.of(fields));
    }

    String text(String field, String fallback) {
        Node value = find(field);
        if (value == null) {
            return fallback;
        }
        if (value instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        error(field, "found %s, expected a text".formatted(kind(value)));
        return fallback;
    }

    Templated template(String field, String fallback) {
        return new Templated(text(field, fallback), findings.place(at(field)));
    }

    /// Those of the fields that are given or have a fallback that is not empty.
    Map<String, Templated> templates(Map<String, String> fallbacks) {
        Map<String, Templated> texts = new LinkedHashMap<>();
        fallbacks.forEach((field, fallback) -> {
            Templated text = template(field, fallback);
            if (!text.isEmpty()) {
                texts.put(field, text);
            }
        });
        return texts;
    }

    boolean flag(String field, boolean fallback) {
        Node value = find(field);
        String text = value == null ? "" : text(field, "");
        if (value == null) {
            return fallback;
        }
        if (!TRUE.contains(text) && !FALSE.contains(text)) {
            error(field, "found `%s`, expected `true` or `false`".formatted(text));
        }
        return TRUE.contains(text);
    }

    int integer(String field, int fallback) {
        return parsed(
                field,
                fallback,
                text -> {
                    try {
                        return Integer.parseInt(text);
                    } catch (NumberFormatException e) {
                        throw new IllegalArgumentException(
                                "found `%s`, expected a whole number".formatted(text), e);
                    }
                });
    }

    Duration duration(String field, Duration fallback) {
        return parsed(field, fallback, Durations::parse);
    }

    <T> T parsed(String field, T fallback, Function<String, T> parser) {
        if (find(field) == null) {
            return fallback;
        }
        try {
            return parser.apply(text(field, ""));
        } catch (IllegalArgumentException | ArithmeticException e) {
            error(field, String.valueOf(e.getMessage()));
            return fallback;
        }
    }

    /// From `field` or from the file that `field_file` names, not both.
    @Nullable Secret secret(String field) {
        Node value = find(field);
        Secret stored = has(field + "_file") ? secretFile(field + "_file") : null;
        if (value == null) {
            return stored;
        }
        findings.secret(value);
        if (stored != null) {
            error(field, "found it and `%s_file`, expected one of the two".formatted(field));
        }
        String text = text(field, "");
        return text.isEmpty() ? stored : new Secret.Text(text);
    }

    private @Nullable Secret secretFile(String field) {
        String path = text(field, "");
        return path.isEmpty() ? null : new Secret.Stored(findings.resolve(path));
    }

    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        for (Node element : elements(field)) {
            if (element instanceof ScalarNode scalar) {
                texts.add(scalar.getValue());
            } else {
                findings.error(
                        element, "`%s`: found %s, expected a text".formatted(field, kind(element)));
            }
        }
        return texts;
    }

    /// A map of texts.
    Map<String, Node> map(String field) {
        Node value = find(field);
        if (value == null) {
            return Map.of();
        }
        Fields inner = new Fields(value, field, findings);
        inner.values.forEach((key, each) -> {
            if (!(each instanceof ScalarNode)) {
                inner.error(key, "found %s, expected a text".formatted(kind(each)));
            }
        });
        inner.values.values().removeIf(each -> !(each instanceof ScalarNode));
        return inner.values;
    }

    Map<String, Templated> templateMap(String field) {
        Map<String, Templated> texts = new LinkedHashMap<>();
        map(field)
                .forEach((key, value) ->
                        texts.put(
                                key,
                                new Templated(
                                        ((ScalarNode) value).getValue(), findings.place(value))));
        return texts;
    }

    @Nullable Fields object(String field) {
        Node value = find(field);
        return value == null ? null : new Fields(value, field, findings);
    }

    List<Fields> objects(String field) {
        List<Fields> found = new ArrayList<>();
        for (Node element : elements(field)) {
            found.add(new Fields(element, field + "[" + found.size() + "]", findings));
        }
        return found;
    }

    List<Node> elements(String field) {
        Node value = find(field);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof SequenceNode list)) {
            error(field, "found %s, expected a list".formatted(kind(value)));
            return List.of();
        }
        if (list.getValue().size() > ENTRIES_MAX) {
            error(
                    field,
                    "found %d entries, expected at most %d"
                            .formatted(list.getValue().size(), ENTRIES_MAX));
            return List.of();
        }
        return list.getValue();
    }

    /// What a list or an object holds, without complaint if it is neither.
    List<?> elementsOrEntries(String field) {
        return switch (values.get(field)) {
            case SequenceNode list -> list.getValue();
            case MappingNode mapping -> mapping.getValue();
            case null, default -> List.of();
        };
    }

    List<Matcher> matchers(String field) {
        List<Matcher> found = new ArrayList<>();
        for (Node element : elements(field)) {
            if (!(element instanceof ScalarNode scalar)) {
                findings.error(
                        element,
                        "`%s`: found %s, expected a matcher such as `severity=\"page\"`"
                                .formatted(field, kind(element)));
                continue;
            }
            try {
                found.addAll(Matchers.parse(scalar.getValue()));
            } catch (IllegalArgumentException e) {
                findings.error(element, "`%s`: %s".formatted(field, e.getMessage()));
            }
        }
        return found;
    }

    List<Matcher> matcherMap(String field, Matcher.Type type) {
        List<Matcher> found = new ArrayList<>();
        map(field)
                .forEach((label, value) -> {
                    try {
                        found.add(Matcher.of(type, label, ((ScalarNode) value).getValue()));
                    } catch (IllegalArgumentException e) {
                        findings.error(
                                value,
                                "`%s`: no regular expression: %s".formatted(field, e.getMessage()));
                    }
                });
        return found;
    }

    static String kind(Node node) {
        return switch (node) {
            case MappingNode _ -> "an object";
            case SequenceNode _ -> "a list";
            case ScalarNode scalar -> isNull(scalar) ? "nothing" : "`" + scalar.getValue() + "`";
            default -> "something unknown";
        };
    }

    private @Nullable Node find(String field) {
        known.add(field);
        Node value = values.get(field);
        return value == null || isNull(value) ? null : value;
    }

    private void collect(MappingNode mapping, boolean merged) {
        if (mapping.getValue().size() > ENTRIES_MAX) {
            findings.error(mapping, "`%s`: more than %d fields".formatted(name, ENTRIES_MAX));
            return;
        }
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                findings.error(
                        entry.getKeyNode(),
                        "found %s, expected a field's name".formatted(kind(entry.getKeyNode())));
                continue;
            }
            boolean merge = key.getValue().equals("<<") && !merged;
            if (merge && entry.getValueNode() instanceof MappingNode other) {
                collect(other, true);
            } else if (merged) {
                values.putIfAbsent(key.getValue(), entry.getValueNode());
                keys.putIfAbsent(key.getValue(), key);
            } else if (keys.put(key.getValue(), key) != null && !merge) {
                findings.error(key, "the field `%s` is there twice".formatted(key.getValue()));
            } else {
                values.put(key.getValue(), entry.getValueNode());
            }
        }
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
    }
}
