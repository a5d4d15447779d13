package dev.slipway.terraform.engine;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.state.address.InstanceKey;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which instances a block stands for, each with `each.value` (null for other kinds).
record Expansion(Kind kind, SortedMap<InstanceKey, Value> instances) {
    /// How references to all instances look: an object, a tuple or a map; `DEFERRED` where it is
    /// not known yet how many there will be, `UNKNOWN` because of a mistake.
    enum Kind {
        ONCE,
        COUNT,
        FOR_EACH,
        DEFERRED,
        UNKNOWN,
        ANY_COUNT,
        ANY_EACH
    }

    static final Expansion UNKNOWN = new Expansion(Kind.UNKNOWN, new TreeMap<>());
    static final Expansion DEFERRED = new Expansion(Kind.DEFERRED, new TreeMap<>());

    Expansion {
        instances = Collections.unmodifiableSortedMap(new TreeMap<>(instances));
    }

    /// One instance that stands for all.
    static Expansion any(Kind kind) {
        SortedMap<InstanceKey, Value> one = new TreeMap<>();
        one.put(InstanceKey.NONE, Values.NULL);
        return new Expansion(kind, one);
    }

    /// Whether it is known which instances there are.
    boolean isKnown() {
        return kind != Kind.DEFERRED && kind != Kind.UNKNOWN;
    }

    /// What the expressions of an instance see of their own: `each` or `count`.
    Map<String, Value> names(InstanceKey key) {
        Value value = instances.get(key);
        if (value == null) {
            return Map.of();
        }
        return switch (kind) {
            case ONCE, DEFERRED, UNKNOWN -> Map.of();
            case ANY_COUNT ->
                    Map.of(
                            "count",
                            Values.object(
                                    Map.of("index", Values.unknownNotNull(Type.Primitive.NUMBER))));
            case ANY_EACH ->
                    Map.of(
                            "each",
                            Values.object(
                                    Map.of(
                                            "key",
                                            Values.unknownNotNull(Type.Primitive.STRING),
                                            "value",
                                            Values.DYNAMIC)));
            case COUNT -> Map.of("count", Values.object(Map.of("index", key.value())));
            case FOR_EACH ->
                    Map.of("each", Values.object(Map.of("key", key.value(), "value", value)));
        };
    }
}
