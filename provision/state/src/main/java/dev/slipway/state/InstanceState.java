package dev.slipway.state;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One instance: the object it is now, and those it was replaced by but that are still to be
/// destroyed, by their deposed keys of eight hexadecimal digits.
public record InstanceState(@Nullable ObjectState current, SortedMap<String, ObjectState> deposed) {
    public InstanceState {
        deposed = Collections.unmodifiableSortedMap(new TreeMap<>(deposed));
    }

    public static InstanceState of(ObjectState current) {
        return new InstanceState(current, new TreeMap<>());
    }

    public boolean isEmpty() {
        return current == null && deposed.isEmpty();
    }
}
