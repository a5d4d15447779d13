package dev.slipway.backend;

import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.state.StateException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The settings of something, and the environment that stands for those that are absent; `what` it
/// is for messages, `backend s3` for one.
record Settings(String what, Map<String, Value> values, Map<String, String> environment) {
    Settings {
        values = Map.copyOf(values);
        environment = Map.copyOf(environment);
    }

    /// The first of these that is set, empty if none is.
    String text(String name, String... variables) {
        Value value = values.get(name);
        if (value != null && value.isKnown() && !value.isNull()) {
            return Values.text(convert(name, value, Type.Primitive.STRING));
        }
        for (String each : variables) {
            String found = environment.getOrDefault(each, "");
            if (!found.isEmpty()) {
                return found;
            }
        }
        return "";
    }

    String required(String name, String... variables) {
        String text = text(name, variables);
        if (text.isEmpty()) {
            throw new StateException(
                    "%s: \"%s\" is not set%s"
                            .formatted(
                                    what,
                                    name,
                                    variables.length == 0
                                            ? ""
                                            : " (nor is " + String.join(" or ", variables) + ")"));
        }
        return text;
    }

    boolean truth(String name, boolean standard) {
        Value value = values.get(name);
        return (value == null || value.isNull() || !value.isKnown())
                ? standard
                : Values.isTrue(convert(name, value, Type.Primitive.BOOL));
    }

    long number(String name, long standard) {
        Value value = values.get(name);
        if (value == null || value.isNull() || !value.isKnown()) {
            return standard;
        }
        BigFloat number = Values.number(convert(name, value, Type.Primitive.NUMBER));
        Long exact = number.toLongExact();
        if (exact == null) {
            throw new StateException(
                    what + ": " + name + ": " + number + " (expected: a whole number)");
        }
        return exact;
    }

    /// A setting that is a list of texts, or one text; empty if it is absent.
    List<String> texts(String name) {
        Value value = values.get(name);
        if (value == null || value.isNull() || !value.isKnown()) {
            return List.of();
        }
        if (!(value.unmarked() instanceof Value.Sequence sequence)) {
            return List.of(text(name));
        }
        return sequence.elements().stream()
                .filter(each -> !each.isNull())
                .map(each -> Values.text(convert(name, each, Type.Primitive.STRING)))
                .toList();
    }

    /// A setting that is a map of texts, in the order of names; empty if it is absent.
    SortedMap<String, String> map(String name) {
        SortedMap<String, String> texts = new TreeMap<>();
        Value value = values.get(name);
        if (value != null && value.unmarked() instanceof Value.Mapping mapping) {
            mapping.elements()
                    .forEach((key, each) -> {
                        if (!each.isNull()) {
                            texts.put(key, Values.text(convert(name, each, Type.Primitive.STRING)));
                        }
                    });
        }
        return texts;
    }

    /// A setting that is an object, as settings of their own; null if it is absent.
    @Nullable Settings inner(String name) {
        Value value = values.get(name);
        return value != null && value.unmarked() instanceof Value.Mapping mapping
                ? new Settings(what + ": " + name, mapping.elements(), environment)
                : null;
    }

    /// A part of a setting that is an object, empty if it is absent.
    String part(String name, String key) {
        Value value = values.get(name);
        if (value != null
                && value.unmarked() instanceof Value.Mapping mapping
                && mapping.elements().get(key) instanceof Value.Text(String text)) {
            return text;
        }
        return "";
    }

    /// Refuses what would be understood wrongly.
    void refuse(String name, String because) {
        Value value = values.get(name);
        boolean empty =
                value == null
                        || value.isNull()
                        || value.unmarked().equals(Value.of(""))
                        || value.unmarked().equals(Value.of(false));
        if (!empty) {
            throw new StateException(what + ": \"" + name + "\" is not supported: " + because);
        }
    }

    private Value convert(String name, Value value, Type type) {
        try {
            return Conversion.convert(value.unmarked(), type);
        } catch (ConversionException e) {
            throw new StateException(what + ": " + name + ": " + e.getMessage(), e);
        }
    }
}
