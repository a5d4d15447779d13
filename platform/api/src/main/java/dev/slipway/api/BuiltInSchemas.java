package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.GroupVersionKind;
import dev.slipway.model.Json;
import dev.slipway.model.Schema;
import dev.slipway.model.Schemas;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The schemas that are built into this module: generated ones of the kinds of Kubernetes, and
/// those written by hand in `src/main/schemas`. They are read when they are first asked for; those
/// with descriptions, which only OpenAPI needs, are not kept. Thread-safe.
public final class BuiltInSchemas implements KindSchemas {
    private final Map<GroupVersionKind, String> names;
    private final Schemas schemas;
    private final DefinitionFile documented;

    private BuiltInSchemas(Map<GroupVersionKind, String> names, DefinitionFile lean) {
        this.names = names;
        this.schemas = new Schemas(name -> tree(lean.find(name)));
        this.documented = new DefinitionFile("documented.txt");
    }

    public static BuiltInSchemas load() {
        return new BuiltInSchemas(DefinitionFile.kinds(), new DefinitionFile("definitions.txt"));
    }

    @Override
    public @Nullable Schema find(GroupVersionKind type) {
        String name = names.get(type);
        return name == null ? null : schemas.definition(name);
    }

    /// The name of a kind's definition, such as `io.k8s.api.apps.v1.Deployment`, or null.
    public @Nullable String definitionName(GroupVersionKind type) {
        return names.get(type);
    }

    /// A definition with its descriptions, as OpenAPI has it, or null. The tree is the caller's.
    public @Nullable ObjectNode definition(String name) {
        return tree(documented.find(name));
    }

    private static @Nullable ObjectNode tree(byte @Nullable [] json) {
        return json == null ? null : Json.parseObject(json);
    }
}
