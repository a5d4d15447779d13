package dev.slipway.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.BuiltInSchemas;
import dev.slipway.model.GroupVersionKind;
import org.jspecify.annotations.Nullable;

/// Where the schemas of kinds come from, in OpenAPI 3 form with references of the form
/// `#/components/schemas/NAME`. Trees must not be changed. Thread-safe.
public interface SchemaDocuments {
    /// The name of a kind's definition, such as `io.k8s.api.apps.v1.Deployment`; null if there is
    /// none.
    @Nullable String definitionName(GroupVersionKind type);

    @Nullable ObjectNode definition(String name);

    /// Those that are built in.
    static SchemaDocuments of(BuiltInSchemas schemas) {
        return new SchemaDocuments() {
            @Override
            public @Nullable String definitionName(GroupVersionKind type) {
                return schemas.definitionName(type);
            }

            @Override
            public @Nullable ObjectNode definition(String name) {
                return schemas.definition(name);
            }
        };
    }

    /// No kind has a schema.
    static SchemaDocuments none() {
        return new SchemaDocuments() {
            @Override
            public @Nullable String definitionName(GroupVersionKind type) {
                return null;
            }

            @Override
            public @Nullable ObjectNode definition(String name) {
                return null;
            }
        };
    }
}
