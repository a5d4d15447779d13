package dev.slipway.controller;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Objects by values computed from them. Written by one thread, read by any.
final class Index<T extends Resource> {
    private final Function<T, List<String>> values;
    private final Map<String, ConcurrentNavigableMap<ObjectKey, T>> objects =
            new ConcurrentHashMap<>();

    Index(Function<T, List<String>> values) {
        this.values = values;
    }

    List<T> find(String value) {
        Map<ObjectKey, T> found = objects.get(value);
        return found == null ? List.of() : List.copyOf(found.values());
    }

    void replace(@Nullable T before, @Nullable T after) {
        List<String> newValues = after == null ? List.of() : values.apply(after);
        if (after != null) {
            for (String value : newValues) {
                objects.computeIfAbsent(value, _ -> new ConcurrentSkipListMap<>())
                        .put(after.key(), after);
            }
        }
        if (before != null) {
            for (String value : values.apply(before)) {
                if (!newValues.contains(value)) {
                    remove(value, before.key());
                }
            }
        }
    }

    private void remove(String value, ObjectKey key) {
        objects.computeIfPresent(
                value,
                (_, found) -> {
                    found.remove(key);
                    return found.isEmpty() ? null : found;
                });
    }
}
