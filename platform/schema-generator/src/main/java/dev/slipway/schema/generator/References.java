package dev.slipway.schema.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Follows references between definitions.
final class References {
    private static final String PREFIX = "#/components/schemas/";

    private References() {}

    /// The names in `roots` and all they lead to. A reference to nothing is an error.
    static SortedSet<String> closure(ObjectNode definitions, Collection<String> roots) {
        TreeSet<String> reached = new TreeSet<>(roots);
        Deque<String> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            String name = open.remove();
            JsonNode definition = definitions.get(name);
            if (definition == null) {
                throw new IllegalStateException("No definition is named " + name);
            }
            for (String target : of(definition)) {
                if (!definitions.has(target)) {
                    throw new IllegalStateException(
                            name + " refers to " + target + ", which does not exist");
                }
                if (reached.add(target)) {
                    open.add(target);
                }
            }
        }
        return reached;
    }

    /// A property may be called `$ref`, too; then its value is no text.
    private static List<String> of(JsonNode node) {
        List<String> names = new ArrayList<>();
        if (node.path("$ref").isTextual()) {
            names.add(node.path("$ref").textValue().substring(PREFIX.length()));
        }
        node.forEach(part -> names.addAll(of(part)));
        return names;
    }
}
