package dev.slipway.api;

import java.util.List;

/// What a write led to, and what its author should know (`unknown field "spec.foo"`).
public record Written(StoredObject object, List<String> warnings) {
    public Written {
        warnings = List.copyOf(warnings);
    }
}
