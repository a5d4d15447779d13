package dev.slipway.api;

import dev.slipway.model.GroupVersionKind;
import dev.slipway.model.Schema;
import org.jspecify.annotations.Nullable;

/// Finds the schema of a kind. Thread-safe.
@FunctionalInterface
public interface KindSchemas {
    /// Nothing is known of any kind: fields are not checked, strategic merge patches are refused.
    KindSchemas NONE = _ -> null;

    @Nullable Schema find(GroupVersionKind type);
}
