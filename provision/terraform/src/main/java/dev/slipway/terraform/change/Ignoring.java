package dev.slipway.terraform.change;

import dev.slipway.hcl.text.CodePointOrder;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.hcl.value.Values;
import dev.slipway.terraform.config.Lifecycle;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts what is there in the place of what is configured, where `ignore_changes` says so.
/// Stateless.
final class Ignoring {
    private Ignoring() {}

    static Value apply(Lifecycle.Ignore ignore, Value prior, Value config) {
        if (ignore.all()) {
            return prior;
        }
        Value result = config;
        for (ValuePath path : ignore.paths()) {
            result = replace(result, path.in(prior), path.steps(), 0);
        }
        return result;
    }

    /// `kept` is null where nothing was there: then a map's element is left out.
    private static Value replace(
            Value value, @Nullable Value kept, List<ValuePath.Step> steps, int at) {
        if (at == steps.size()) {
            return kept == null ? value : kept;
        }
        return switch (value) {
            case Value.Mapping mapping -> entry(mapping, kept, steps, at);
            case Value.Sequence sequence -> element(sequence, kept, steps, at);
            case Value.Null none when isMapKey(steps, at) && kept != null ->
                    Values.map(Type.Primitive.STRING, java.util.Map.of(key(steps.get(at)), kept));
            default -> value;
        };
    }

    private static boolean isMapKey(List<ValuePath.Step> steps, int at) {
        return at == steps.size() - 1
                && steps.get(at) instanceof ValuePath.Step.Index(Value.Text _);
    }

    private static String key(ValuePath.Step step) {
        return switch (step) {
            case ValuePath.Step.Attribute(String name) -> name;
            case ValuePath.Step.Index(Value.Text(String name)) -> name;
            case ValuePath.Step.Index _ -> "";
        };
    }

    private static Value entry(
            Value.Mapping mapping, @Nullable Value kept, List<ValuePath.Step> steps, int at) {
        String name = key(steps.get(at));
        boolean last = at == steps.size() - 1;
        boolean map = mapping.type() instanceof Type.MapOf;
        SortedMap<String, Value> parts = new TreeMap<>(CodePointOrder.INSTANCE);
        parts.putAll(mapping.elements());
        Value part = parts.get(name);
        if (last && map && kept == null) {
            parts.remove(name);
        } else if (last && map) {
            parts.put(name, kept);
        } else if (part != null) {
            parts.put(name, replace(part, kept, steps, at + 1));
        }
        return new Value.Mapping(mapping.type(), parts);
    }

    private static Value element(
            Value.Sequence sequence, @Nullable Value kept, List<ValuePath.Step> steps, int at) {
        boolean set = sequence.type() instanceof Type.SetOf;
        if (set || !(steps.get(at) instanceof ValuePath.Step.Index(Value.Numeric(BigFloat n)))) {
            return sequence;
        }
        Long index = n.toLongExact();
        if (index == null || index < 0 || index >= sequence.elements().size()) {
            return sequence;
        }
        List<Value> parts = new ArrayList<>(sequence.elements());
        parts.set(index.intValue(), replace(parts.get(index.intValue()), kept, steps, at + 1));
        return new Value.Sequence(sequence.type(), parts);
    }
}
