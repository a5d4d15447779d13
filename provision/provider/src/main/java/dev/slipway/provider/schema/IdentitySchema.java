package dev.slipway.provider.schema;

import dev.slipway.hcl.value.Type;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The attributes by which a resource is known outside of the state.
public record IdentitySchema(long version, SortedMap<String, Attribute> attributes) {
    /// One of them.
    public record Attribute(
            Type type, boolean requiredForImport, boolean optionalForImport, String description) {}

    public IdentitySchema {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }
}
