package dev.slipway.rule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.rule.Tree.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Reads YAML and JSON into trees. Not thread-safe.
final class TreeReader {
    private static final int CODE_POINTS_MAX = 16 << 20;

    /// Nodes in the tree, counted as often as they are referred to.
    private static final int NODES_MAX = 1_000_000;

    private static final int DEPTH_MAX = 50;
    private static final String MERGE = "<<";

    private final String file;
    private final List<Problem> problems;
    private int nodes;

    TreeReader(String file, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /// The document; null if there is none, or it is malformed (then a problem says so).
    @Nullable Tree yaml(String text) {
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(file)
                        .setUseMarks(true)
                        .setCodePointLimit(CODE_POINTS_MAX)
                        .setAllowDuplicateKeys(true)
                        .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(text);
            return root.map(node -> tree(node, 0)).orElse(null);
        } catch (MarkedYamlEngineException e) {
            report(place(e.getProblemMark()), e.getProblem());
        } catch (YamlEngineException e) {
            report(Place.NOWHERE, String.valueOf(e.getMessage()));
        }
        return null;
    }

    /// A tree of maps, lists and values, or of Jackson's nodes.
    Tree json(@Nullable Object value) {
        return json(value, 0);
    }

    private Tree json(@Nullable Object value, int depth) {
        if (depth > DEPTH_MAX) {
            report(Place.NOWHERE, "nested more than " + DEPTH_MAX + " deep");
            return new Tree.Nothing(Place.NOWHERE);
        }
        return switch (value) {
            case null -> new Tree.Nothing(Place.NOWHERE);
            case JsonNode node -> json(node, depth);
            case Map<?, ?> map -> {
                List<Tree.Entry> entries = new ArrayList<>();
                map.forEach((key, each) ->
                        entries.add(
                                new Tree.Entry(
                                        new Tree.Scalar(Place.NOWHERE, String.valueOf(key)),
                                        json(each, depth + 1))));
                yield new Tree.Mapping(Place.NOWHERE, entries);
            }
            case List<?> list -> {
                List<Tree> items = new ArrayList<>();
                list.forEach(each -> items.add(json(each, depth + 1)));
                yield new Tree.Sequence(Place.NOWHERE, items);
            }
            default -> new Tree.Scalar(Place.NOWHERE, value.toString());
        };
    }

    private Tree json(JsonNode node, int depth) {
        if (node.isObject()) {
            List<Tree.Entry> entries = new ArrayList<>();
            node.properties()
                    .forEach(each ->
                            entries.add(
                                    new Tree.Entry(
                                            new Tree.Scalar(Place.NOWHERE, each.getKey()),
                                            json((Object) each.getValue(), depth + 1))));
            return new Tree.Mapping(Place.NOWHERE, entries);
        }
        if (node.isArray()) {
            List<Tree> items = new ArrayList<>();
            node.forEach(each -> items.add(json((Object) each, depth + 1)));
            return new Tree.Sequence(Place.NOWHERE, items);
        }
        return node.isNull() || node.isMissingNode()
                ? new Tree.Nothing(Place.NOWHERE)
                : new Tree.Scalar(Place.NOWHERE, node.asText());
    }

    private Tree tree(Node node, int depth) {
        Place place = place(node.getStartMark());
        if (depth > DEPTH_MAX || ++nodes > NODES_MAX) {
            throw new YamlEngineException("document too deep or too large");
        }
        return switch (node) {
            case MappingNode mapping -> mapping(mapping, place, depth);
            case SequenceNode sequence -> {
                List<Tree> items = new ArrayList<>();
                for (Node each : sequence.getValue()) {
                    items.add(tree(each, depth + 1));
                }
                yield new Tree.Sequence(place, items);
            }
            case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> new Tree.Nothing(place);
            case ScalarNode scalar -> new Tree.Scalar(place, scalar.getValue());
            default -> new Tree.Nothing(place);
        };
    }

    private Tree mapping(MappingNode mapping, Place place, int depth) {
        List<Tree.Entry> entries = new ArrayList<>();
        List<Node> merged = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (NodeTuple each : mapping.getValue()) {
            Place keyPlace = place(each.getKeyNode().getStartMark());
            if (!(each.getKeyNode() instanceof ScalarNode key)) {
                report(keyPlace, "a map as a key (expected: text)");
                continue;
            }
            if (key.isPlain() && key.getValue().equals(MERGE)) {
                merged.add(each.getValueNode());
                continue;
            }
            if (!seen.add(key.getValue())) {
                report(keyPlace, "`" + key.getValue() + "` is there twice");
            }
            entries.add(
                    new Tree.Entry(
                            new Tree.Scalar(keyPlace, key.getValue()),
                            tree(each.getValueNode(), depth + 1)));
        }
        for (Node each : merged) {
            merge(each, entries, seen, depth);
        }
        return new Tree.Mapping(place, entries);
    }

    /// Adds what a map, or a list of maps, says that has not been said yet.
    private void merge(Node source, List<Tree.Entry> entries, Set<String> seen, int depth) {
        switch (tree(source, depth + 1)) {
            case Tree.Mapping map ->
                    map.entries().stream()
                            .filter(each -> seen.add(each.key().text()))
                            .forEach(entries::add);
            case Tree.Sequence list when source instanceof SequenceNode nodes -> {
                for (Node each : nodes.getValue()) {
                    merge(each, entries, seen, depth + 1);
                }
            }
            case Tree other ->
                    report(other.place(), "<<: " + other.kind() + " (expected: a map to merge)");
        }
    }

    private void report(Place place, String message) {
        problems.add(new Problem(file, place.line(), place.column(), message));
    }

    private static Place place(Optional<Mark> mark) {
        return mark.map(each -> new Place(each.getLine() + 1, each.getColumn() + 1))
                .orElse(Place.NOWHERE);
    }
}
