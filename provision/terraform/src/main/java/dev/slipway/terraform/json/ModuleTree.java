package dev.slipway.terraform.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.slipway.state.address.ModuleInstance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Things of module instances, written as a tree of them. Belongs to one thread.
final class ModuleTree<T> {
    /// Writes one thing.
    @FunctionalInterface
    interface Entry<T> {
        void write(JsonGenerator json, T thing) throws IOException;
    }

    private static final class Node<T> {
        private final List<T> things = new ArrayList<>();
        private final SortedMap<String, Node<T>> children = new TreeMap<>();
    }

    private final Node<T> root = new Node<>();

    void add(ModuleInstance module, T thing) {
        Node<T> node = root;
        for (int depth = 1; depth <= module.steps().size(); depth++) {
            String address = new ModuleInstance(module.steps().subList(0, depth)).toString();
            node = node.children.computeIfAbsent(address, _ -> new Node<>());
        }
        node.things.add(thing);
    }

    /// The root module as the value of a field.
    void write(JsonGenerator json, Entry<T> entry) throws IOException {
        json.writeStartObject();
        contents(json, root, entry);
        json.writeEndObject();
    }

    private static <T> void contents(JsonGenerator json, Node<T> node, Entry<T> entry)
            throws IOException {
        if (!node.things.isEmpty()) {
            json.writeArrayFieldStart("resources");
            for (T each : node.things) {
                entry.write(json, each);
            }
            json.writeEndArray();
        }
        if (!node.children.isEmpty()) {
            json.writeArrayFieldStart("child_modules");
            for (var child : node.children.entrySet()) {
                json.writeStartObject();
                json.writeStringField("address", child.getKey());
                contents(json, child.getValue(), entry);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }
}
