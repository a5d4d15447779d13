package dev.slipway.terraform.change;

import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.NestedBlock;
import dev.slipway.provider.schema.NestedObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whether an element of a set as it was can be what is configured now: they agree in all but what
/// a provider may have chosen where the configuration says nothing. Stateless.
final class Correlation {
    private Correlation() {}

    static boolean isSame(Block schema, Value prior, Value config) {
        if (!(prior instanceof Value.Mapping before && config instanceof Value.Mapping now)) {
            return prior.equals(config);
        }
        for (Map.Entry<String, Attribute> each : schema.attributes().entrySet()) {
            if (!isSame(each.getValue(), part(before, each.getKey()), part(now, each.getKey()))) {
                return false;
            }
        }
        for (Map.Entry<String, NestedBlock> each : schema.blocks().entrySet()) {
            Block inner = each.getValue().block();
            if (!allSame(
                    part(before, each.getKey()),
                    part(now, each.getKey()),
                    (one, other) -> isSame(inner, one, other))) {
                return false;
            }
        }
        return true;
    }

    static boolean isSame(NestedObject schema, Value prior, Value config) {
        if (!(prior instanceof Value.Mapping before && config instanceof Value.Mapping now)) {
            return prior.equals(config);
        }
        for (Map.Entry<String, Attribute> each : schema.attributes().entrySet()) {
            if (!isSame(each.getValue(), part(before, each.getKey()), part(now, each.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(Attribute schema, Value prior, Value config) {
        if (schema.use().isComputed() && config.isNull()) {
            return true;
        }
        NestedObject nested = schema.nested();
        return nested == null
                ? prior.equals(config)
                : allSame(prior, config, (one, other) -> isSame(nested, one, other));
    }

    /// Whether two elements agree.
    @FunctionalInterface
    private interface Agreement {
        boolean test(Value prior, Value config);
    }

    private static boolean allSame(Value prior, Value config, Agreement agreement) {
        List<Value> before = parts(prior);
        List<Value> now = parts(config);
        if (before.isEmpty() && now.isEmpty()) {
            return prior.equals(config);
        }
        if (before.size() != now.size() || !keys(prior).equals(keys(config))) {
            return false;
        }
        List<Value> left = new ArrayList<>(before);
        for (Value each : now) {
            boolean found = false;
            for (int i = 0; i < left.size() && !found; i++) {
                if (agreement.test(left.get(i), each)) {
                    left.remove(i);
                    found = true;
                }
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    /// Elements of maps are the same under the same keys only, and so are parts of an object.
    private static Set<String> keys(Value value) {
        return value instanceof Value.Mapping mapping ? mapping.elements().keySet() : Set.of();
    }

    private static List<Value> parts(Value value) {
        return switch (value) {
            case Value.Sequence sequence -> sequence.elements();
            case Value.Mapping mapping
                    when mapping.type() instanceof dev.slipway.hcl.value.Type.ObjectOf ->
                    List.of(mapping);
            case Value.Mapping mapping -> List.copyOf(mapping.elements().values());
            default -> List.of();
        };
    }

    private static Value part(Value.Mapping value, String name) {
        return value.elements().getOrDefault(name, Values.NULL);
    }
}
