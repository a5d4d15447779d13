package dev.slipway.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// One document of a file, and where in the file each field of it stands. Used by one thread.
public final class YamlDocument {
    private static final Pattern STEP = Pattern.compile("\\[([0-9]+)]|\\[([^]]*)]|([^.\\[]+)");

    /// A place in a file, both counted from 1.
    public record Position(int line, int column) {}

    private final JsonNode tree;
    private final String source;
    private final Supplier<@Nullable Node> node;

    YamlDocument(JsonNode tree, String source, Supplier<@Nullable Node> node) {
        this.tree = tree;
        this.source = source;
        this.node = node;
    }

    public JsonNode tree() {
        return tree;
    }

    /// The name of the file.
    public String source() {
        return source;
    }

    /// The tree of a document that must be an object, as every manifest is. Throws [ApiException]
    /// (`BAD_REQUEST`) if it is none.
    public ObjectNode object() {
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.badRequest(
                "%s: expected an object with apiVersion and kind, found %s"
                        .formatted(place(""), Patches.name(tree)));
    }

    /// Where the field at a path such as `spec.containers[0].image` or
    /// `metadata.labels[app.kubernetes.io/name]` stands, or as much of the path as exists.
    public Optional<Position> findPosition(String path) {
        Node found = node.get();
        Node place = found;
        Matcher steps = STEP.matcher(path);
        while (found != null && steps.find()) {
            NodeTuple entry = null;
            if (found instanceof SequenceNode list && steps.group(1) != null) {
                int index = Integer.parseInt(steps.group(1));
                found = index < list.getValue().size() ? list.getValue().get(index) : null;
            } else {
                String name = steps.group(3) != null ? steps.group(3) : steps.group(2);
                entry = name == null ? null : entry(found, name);
                found = entry == null ? null : entry.getValueNode();
            }
            if (found != null) {
                place = entry == null ? found : entry.getKeyNode();
            }
        }
        return place == null ? Optional.empty() : place.getStartMark().map(YamlDocument::position);
    }

    /// `shop.yaml:12:3` for the field at `path`, the name of the file alone if that is unknown.
    public String place(String path) {
        return findPosition(path)
                .map(at -> "%s:%d:%d".formatted(source, at.line, at.column))
                .orElse(source);
    }

    static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static @Nullable NodeTuple entry(Node node, String name) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
                    return entry;
                }
            }
        }
        return null;
    }
}
