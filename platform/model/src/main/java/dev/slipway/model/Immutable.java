package dev.slipway.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Copies of collections for the records of this module: an absent one becomes an empty one, as in
/// the API, and maps keep their order so that the same object is always written the same way.
public final class Immutable {
    private Immutable() {}

    public static <T> List<T> list(@Nullable List<T> elements) {
        return elements == null ? List.of() : List.copyOf(elements);
    }

    /// Entries without a value are left out.
    public static <V> Map<String, V> map(@Nullable Map<String, V> entries) {
        if (entries == null || entries.isEmpty()) {
            return Map.of();
        }
        if (entries.size() == 1) {
            var only = entries.entrySet().iterator().next();
            return only.getValue() == null ? Map.of() : Map.of(only.getKey(), only.getValue());
        }
        Map<String, V> copy = LinkedHashMap.newLinkedHashMap(entries.size());
        entries.forEach((key, value) -> {
            if (value != null) {
                copy.put(key, value);
            }
        });
        return Collections.unmodifiableMap(copy);
    }
}
