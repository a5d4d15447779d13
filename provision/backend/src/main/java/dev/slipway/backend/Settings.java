package dev.slipway.backend;

import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.state.StateException;
import java.util.Map;

/// The settings of a backend, and the environment that stands for those that are absent.
record Settings(String type, Map<String, Value> values, Map<String, String> environment) {
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
                    "backend %s: \"%s\" is not set%s"
                            .formatted(
                                    type,
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
                    "backend "
                            + type
                            + ": "
                            + name
                            + ": "
                            + number
                            + " (expected: a whole number)");
        }
        return exact;
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
            throw new StateException(
                    "backend " + type + ": \"" + name + "\" is not supported: " + because);
        }
    }

    private Value convert(String name, Value value, Type type) {
        try {
            return Conversion.convert(value.unmarked(), type);
        } catch (ConversionException e) {
            throw new StateException(
                    "backend " + this.type + ": " + name + ": " + e.getMessage(), e);
        }
    }
}
