package dev.slipway.rule;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Takes the known fields out of a map and collects what is wrong with them. Not thread-safe.
final class Fields {
    private final String file;
    private final List<Problem> problems;
    private final Tree.Mapping mapping;

    Fields(String file, List<Problem> problems, Tree.Mapping mapping) {
        this.file = file;
        this.problems = problems;
        this.mapping = mapping;
    }

    /// Fields of a tree that must be a map; null if it is not.
    static @Nullable Fields of(String file, List<Problem> problems, Tree tree, String what) {
        if (tree instanceof Tree.Mapping mapping) {
            return new Fields(file, problems, mapping);
        }
        Tree.Place place = tree.place();
        problems.add(
                new Problem(
                        file,
                        place.line(),
                        place.column(),
                        what + ": " + tree.kind() + " (expected: a map)"));
        return null;
    }

    Tree.Place place() {
        return mapping.place();
    }

    boolean has(String key) {
        return mapping.find(key) != null;
    }

    /// Where a field's value stands, or the whole map if it is not there.
    Tree.Place place(String key) {
        Tree value = mapping.find(key);
        return value == null ? mapping.place() : value.place();
    }

    void report(Tree.Place place, String message) {
        problems.add(new Problem(file, place.line(), place.column(), message));
    }

    /// Reports what is not among these.
    void allowOnly(List<String> known) {
        for (Tree.Entry each : mapping.entries()) {
            if (!known.contains(each.key().text())) {
                report(
                        each.key().place(),
                        "`%s` is unknown (expected: %s)"
                                .formatted(each.key().text(), String.join(", ", known)));
            }
        }
    }

    /// Empty if it is not there.
    String text(String key) {
        Tree value = mapping.find(key);
        return switch (value) {
            case null -> "";
            case Tree.Scalar scalar -> scalar.text();
            case Tree.Nothing _ -> "";
            case Tree.Sequence _, Tree.Mapping _ -> {
                report(value.place(), key + ": " + value.kind() + " (expected: text)");
                yield "";
            }
        };
    }

    /// Zero if it is not there.
    Duration duration(String key) {
        if (mapping.find(key) instanceof Tree.Scalar(Tree.Place place, String text)
                && text.isEmpty()) {
            report(place, key + ": empty (expected: a duration such as 30s)");
        }
        return parsed(key, Duration.ZERO, PromDuration::parse);
    }

    int count(String key) {
        return parsed(
                key,
                0,
                text -> {
                    if (!text.matches("-?[0-9]{1,9}")) {
                        throw new IllegalArgumentException(
                                key + ": " + text + " (expected: a whole number)");
                    }
                    return Integer.parseInt(text);
                });
    }

    boolean flag(String key) {
        return parsed(
                key,
                false,
                text -> {
                    if (!text.equals("true") && !text.equals("false")) {
                        throw new IllegalArgumentException(
                                key + ": " + text + " (expected: true or false)");
                    }
                    return text.equals("true");
                });
    }

    <T> T parsed(String key, T otherwise, Function<String, T> parser) {
        String text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            report(place(key), String.valueOf(e.getMessage()));
            return otherwise;
        }
    }

    /// Empty if it is not there.
    List<Tree> list(String key) {
        Tree value = mapping.find(key);
        return switch (value) {
            case null -> List.of();
            case Tree.Nothing _ -> List.of();
            case Tree.Sequence sequence -> sequence.items();
            case Tree.Scalar _, Tree.Mapping _ -> {
                report(value.place(), key + ": " + value.kind() + " (expected: a list)");
                yield List.of();
            }
        };
    }

    /// The entries of a map from text to text; empty if it is not there.
    List<Tree.Entry> entries(String key) {
        Tree value = mapping.find(key);
        return switch (value) {
            case null -> List.of();
            case Tree.Nothing _ -> List.of();
            case Tree.Mapping map -> map.entries();
            case Tree.Scalar _, Tree.Sequence _ -> {
                report(value.place(), key + ": " + value.kind() + " (expected: a map)");
                yield List.of();
            }
        };
    }

    /// The same without a complaint, where another reader makes it.
    List<Tree.Entry> entriesIfMap(String key) {
        return mapping.find(key) instanceof Tree.Mapping map ? map.entries() : List.of();
    }

    Map<String, String> texts(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Tree.Entry each : entries(key)) {
            switch (each.value()) {
                case Tree.Scalar scalar -> texts.put(each.key().text(), scalar.text());
                case Tree.Nothing _ -> texts.put(each.key().text(), "");
                case Tree.Sequence _, Tree.Mapping _ ->
                        report(
                                each.value().place(),
                                each.key().text()
                                        + ": "
                                        + each.value().kind()
                                        + " (expected: text)");
            }
        }
        return texts;
    }
}
