package dev.slipway.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Definitions by name, such as `io.k8s.api.core.v1.PodSpec`, that refer to each other. Each is
/// read from its source when it is first needed, then kept. Thread-safe.
public final class Schemas {
    private final Function<String, @Nullable ObjectNode> source;
    private final ConcurrentMap<String, Schema> definitions = new ConcurrentHashMap<>();
    private final SchemaReader reader = new SchemaReader(this);

    /// `source` gives the OpenAPI form of a definition, or null if there is none of that name.
    public Schemas(Function<String, @Nullable ObjectNode> source) {
        this.source = source;
    }

    /// Of the definitions in a tree such as OpenAPI's `components.schemas`.
    public static Schemas of(ObjectNode definitions) {
        return new Schemas(
                name -> definitions.get(name) instanceof ObjectNode found ? found : null);
    }

    /// A schema that refers to no other.
    public static Schema alone(JsonNode schema) {
        return new Schemas(_ -> null).reader.read(schema, "schema");
    }

    public Optional<Schema> find(String name) {
        Schema known = definitions.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        ObjectNode tree = source.apply(name);
        if (tree == null) {
            return Optional.empty();
        }
        Schema read = reader.read(tree, name);
        Schema earlier = definitions.putIfAbsent(name, read);
        return Optional.of(earlier != null ? earlier : read);
    }

    /// Throws `IllegalArgumentException` if there is none.
    public Schema definition(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("No schema is named " + name));
    }
}
