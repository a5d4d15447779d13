package dev.slipway.scrape.config;

import dev.slipway.model.Suggestion;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// One object of a configuration while it is read: hands out its values by key, reports those that
/// are not what was asked for, and in the end the keys that nobody asked for. For one thread.
final class Section {
    private static final Set<String> TRUE = Set.of("true", "True", "TRUE", "yes", "Yes", "on", "y");
    private static final Set<String> FALSE = Set.of("false", "False", "FALSE", "no", "No", "off");
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Pattern SIZE =
            Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(|[KMGTPE]i?)B", Pattern.CASE_INSENSITIVE);
    private static final String SIZE_LETTERS = "KMGTPE";
    private static final int MERGES_MAX = 1_000;

    private final Problems problems;
    private final String source;
    private final Node node;
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();

    private Section(Problems problems, String source, Node node) {
        this.problems = problems;
        this.source = source;
        this.node = node;
    }

    /// A section over a node, which is a problem if it is no object; an empty value is an empty
    /// object.
    static Section of(Problems problems, String source, Node node) {
        Section section = new Section(problems, source, node);
        if (node instanceof MappingNode mapping) {
            section.take(mapping, 0);
        } else if (!isNull(node)) {
            section.error(node, "found " + describe(node) + " (expected: an object)");
        }
        return section;
    }

    private void take(MappingNode mapping, int depth) {
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                error(entry.getKeyNode(), "a key is a text, not a list or object");
            } else if (key.getValue().equals("<<") && key.isPlain()) {
                merge(entry.getValueNode(), depth);
            } else if (values.containsKey(key.getValue()) && depth == 0) {
                error(key, "the key `%s` is there twice".formatted(key.getValue()));
            } else {
                keys.putIfAbsent(key.getValue(), key);
                values.putIfAbsent(key.getValue(), entry.getValueNode());
            }
        }
    }

    private void merge(Node merged, int depth) {
        if (depth > MERGES_MAX / 100) {
            error(merged, "`<<` merges itself");
        } else if (merged instanceof MappingNode mapping) {
            take(mapping, depth + 1);
        } else if (merged instanceof SequenceNode list) {
            list.getValue().forEach(each -> merge(each, depth + 1));
        } else {
            error(merged, "`<<` takes an object (found: %s)".formatted(describe(merged)));
        }
    }

    Problems problems() {
        return problems;
    }

    String source() {
        return source;
    }

    Node node() {
        return node;
    }

    boolean has(String key) {
        return find(key) != null;
    }

    /// All keys, in the order of the file; none of them counts as known by this.
    List<String> keys() {
        return List.copyOf(values.keySet());
    }

    /// The value under a key, unless it is absent or null. The key is known from now on.
    @Nullable Node find(String key) {
        known.add(key);
        Node value = values.get(key);
        return value == null || isNull(value) ? null : value;
    }

    /// Reports the keys that nobody asked for.
    void rejectUnknown() {
        keys.forEach((name, key) -> {
            if (!known.contains(name)) {
                Optional<String> meant = Suggestion.closest(name, known);
                error(
                        key,
                        meant.map(right ->
                                        "unknown key `%s`, did you mean `%s`?"
                                                .formatted(name, right))
                                .orElseGet(() -> "unknown key `%s`".formatted(name)));
            }
        });
    }

    /// Makes keys known that are accepted and do nothing, with one warning for each that is there.
    void ignore(String reason, String... names) {
        for (String name : names) {
            known.add(name);
            Node key = keys.get(name);
            if (key != null) {
                problems.warning(source, key, "`%s` is ignored: %s".formatted(name, reason));
            }
        }
    }

    void error(Node place, String message) {
        problems.error(source, place, message);
    }

    /// Reports something about the key, or about the whole section if the key is not there.
    void error(String key, String message) {
        problems.error(source, keys.getOrDefault(key, node), message);
    }

    void warning(String key, String message) {
        problems.warning(source, keys.getOrDefault(key, node), message);
    }

    @Nullable String text(String key) {
        Node value = find(key);
        return value == null ? null : scalar(key, value);
    }

    String text(String key, String fallback) {
        // Unlike elsewhere, an empty text in quotes is a value.
        String text = text(key);
        return text == null ? fallback : text;
    }

    boolean flag(String key, boolean fallback) {
        String text = text(key);
        if (text == null) {
            return fallback;
        }
        if (!TRUE.contains(text) && !FALSE.contains(text)) {
            wrong(key, text, "true or false");
        }
        return TRUE.contains(text);
    }

    long number(String key, long fallback) {
        String text = text(key);
        if (text == null) {
            return fallback;
        }
        try {
            long number = Long.parseLong(text.replace("_", ""));
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below, as for a negative one.
        }
        wrong(key, text, "a whole number from 0");
        return fallback;
    }

    double decimal(String key, double fallback) {
        String text = text(key);
        if (text == null) {
            return fallback;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException _) {
            wrong(key, text, "a number");
            return fallback;
        }
    }

    Duration duration(String key, Duration fallback) {
        String text = text(key);
        if (text == null) {
            return fallback;
        }
        Optional<Duration> duration = ConfigDurations.find(text);
        if (duration.isEmpty()) {
            wrong(key, text, "a duration such as `30s` or `1h30m`");
        }
        return duration.orElse(fallback);
    }

    /// A number of bytes: `512KB`, `10MiB`; all units are powers of 1024. Only 0 has no unit.
    long sizeBytes(String key, long fallback) {
        String text = text(key);
        if (text == null) {
            return fallback;
        }
        if (text.equals("0")) {
            return 0;
        }
        Matcher parts = SIZE.matcher(text);
        if (parts.matches()) {
            String unit = parts.group(2).replace("i", "").toUpperCase(java.util.Locale.ROOT);
            int exponent = unit.isEmpty() ? 0 : SIZE_LETTERS.indexOf(unit) + 1;
            BigDecimal bytes =
                    new BigDecimal(parts.group(1)).multiply(BigDecimal.TWO.pow(10 * exponent));
            if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
                return bytes.longValue();
            }
        }
        wrong(key, text, "a size with its unit, such as `512KB` or `10MB`");
        return fallback;
    }

    /// One of several words; the words stand in the message if it is none of them.
    <T> T choice(String key, T fallback, Map<String, T> words) {
        String text = text(key);
        if (text == null) {
            return fallback;
        }
        T chosen = words.get(text);
        if (chosen == null) {
            wrong(key, text, oneOf(text, words.keySet()));
            return fallback;
        }
        return chosen;
    }

    static String oneOf(String text, Set<String> words) {
        String all = words.stream().sorted().collect(Collectors.joining(", "));
        return Suggestion.closest(text, words)
                .map(meant -> all + "; did you mean `%s`?".formatted(meant))
                .orElse(all);
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Node element : nodes(key)) {
            String text = scalar(key, element);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /// Texts by name, with the names that do not pass reported.
    Map<String, String> textMap(String key, Predicate<String> validName) {
        Node value = find(key);
        if (value == null) {
            return Map.of();
        }
        Section section = of(problems, source, value);
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : section.keys()) {
            if (!validName.test(name)) {
                section.error(name, "`%s` is not a valid name in `%s`".formatted(name, key));
            }
            String text = section.text(name, "");
            texts.put(name, text);
        }
        return texts;
    }

    /// Reads an object, reporting what it has too much; null if it is not there.
    <T> @Nullable T object(String key, Function<Section, ? extends @Nullable T> reader) {
        Node value = find(key);
        return value == null ? null : read(value, reader);
    }

    <T> List<T> objects(String key, Function<Section, @Nullable T> reader) {
        List<T> objects = new ArrayList<>();
        for (Node element : nodes(key)) {
            if (isNull(element)) {
                error(element, "empty entry in `%s` (expected: an object)".formatted(key));
                continue;
            }
            T object = read(element, reader);
            if (object != null) {
                objects.add(object);
            }
        }
        return objects;
    }

    List<Node> nodes(String key) {
        Node value = find(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof SequenceNode list) {
            return list.getValue();
        }
        error(value, "`%s`: found %s (expected: a list)".formatted(key, describe(value)));
        return List.of();
    }

    @Nullable String scalar(String key, Node value) {
        if (value instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        error(value, "`%s`: found %s (expected: a single value)".formatted(key, describe(value)));
        return null;
    }

    void wrong(String key, String found, String expected) {
        Node value = values.getOrDefault(key, node);
        error(value, "`%s`: found `%s` (expected: %s)".formatted(key, found, expected));
    }

    private <T extends @Nullable Object> T read(Node value, Function<Section, T> reader) {
        Section section = of(problems, source, value);
        T object = reader.apply(section);
        section.rejectUnknown();
        return object;
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.isPlain()
                && NULLS.contains(scalar.getValue());
    }

    private static String describe(Node node) {
        return switch (node) {
            case MappingNode _ -> "an object";
            case SequenceNode _ -> "a list";
            case ScalarNode scalar -> "`" + scalar.getValue() + "`";
            default -> "something else";
        };
    }
}
