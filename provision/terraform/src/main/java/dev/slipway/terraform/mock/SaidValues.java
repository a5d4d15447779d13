package dev.slipway.terraform.mock;

import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.ProviderDiagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Takes computed attributes from an object of values that a test says; where it says nothing they
/// are made up. What is said of a list of blocks holds for each of them. Belongs to one thread.
final class SaidValues implements ComputedParts.Computation {
    private final Value said;
    private final String place;
    private final MadeUp madeUp;
    private final List<ProviderDiagnostic> problems = new ArrayList<>();

    /// @param place where `said` is said
    SaidValues(Value said, String place, MadeUp madeUp) {
        this.said = said;
        this.place = place;
        this.madeUp = madeUp;
    }

    /// What could not be done with what was said.
    List<ProviderDiagnostic> problems() {
        return List.copyOf(problems);
    }

    @Override
    public Value of(ValuePath path, Type type) {
        Value at = said;
        List<String> names = new ArrayList<>();
        for (ValuePath.Step step : path.steps()) {
            if (!(step instanceof ValuePath.Step.Attribute(String name))) {
                continue;
            }
            if (!(at instanceof Value.Mapping mapping)) {
                problem(
                        path,
                        "Terraform expected an object type for attribute \""
                                + String.join(".", names)
                                + "\" defined within the mocked data at "
                                + place
                                + ", but found "
                                + kind(at.type())
                                + ".");
                return Value.nullOf(type);
            }
            names.add(name);
            at = mapping.elements().get(name);
            if (at == null) {
                return madeUp.value(type, path);
            }
        }
        return fitted(at, type, path, String.join(".", names));
    }

    private Value fitted(Value value, Type type, ValuePath path, String name) {
        try {
            return fit(value, type, path);
        } catch (UnfitException e) {
            problem(
                    path,
                    "Terraform could not compute a value for the target type "
                            + type.friendlyName()
                            + " with the mocked data defined at "
                            + place
                            + " with the attribute \""
                            + name
                            + "\": "
                            + e.getMessage()
                            + ".");
            return Value.nullOf(type);
        }
    }

    private void problem(ValuePath path, String detail) {
        problems.add(ProviderDiagnostic.error("Failed to compute attribute", detail, path));
    }

    /// Attributes that an object lacks are made up.
    private Value fit(Value value, Type type, ValuePath path) throws UnfitException {
        return switch (type) {
            case Type.ObjectOf object -> object(value, object, path);
            case Type.ListOf(Type element) when value instanceof Value.Sequence sequence ->
                    Values.list(element, elements(sequence, element, path));
            case Type.SetOf(Type element) when value instanceof Value.Sequence sequence ->
                    Values.set(element, elements(sequence, element, path));
            case Type.MapOf(Type element) when value instanceof Value.Mapping mapping -> {
                Map<String, Value> elements = new TreeMap<>();
                for (Map.Entry<String, Value> each : mapping.elements().entrySet()) {
                    ValuePath inner = path.index(Value.of(each.getKey()));
                    elements.put(each.getKey(), fit(each.getValue(), element, inner));
                }
                yield Values.map(element, elements);
            }
            default -> converted(value, type);
        };
    }

    private static Value converted(Value value, Type type) throws UnfitException {
        try {
            return Conversion.convert(value, type);
        } catch (ConversionException e) {
            throw new UnfitException("" + e.getMessage());
        }
    }

    private List<Value> elements(Value.Sequence sequence, Type type, ValuePath path)
            throws UnfitException {
        List<Value> elements = new ArrayList<>();
        for (Value each : sequence.elements()) {
            elements.add(fit(each, type, path.index(elements.size())));
        }
        return elements;
    }

    private Value object(Value value, Type.ObjectOf type, ValuePath path) throws UnfitException {
        if (!(value instanceof Value.Mapping mapping)) {
            throw new UnfitException(
                    "incompatible types; expected object, found " + kind(value.type()));
        }
        Map<String, Value> attributes = new TreeMap<>();
        for (Map.Entry<String, Type> each : type.attributes().entrySet()) {
            Value part = mapping.elements().get(each.getKey());
            ValuePath inner = path.attribute(each.getKey());
            attributes.put(
                    each.getKey(),
                    part == null
                            ? madeUp.value(each.getValue(), inner)
                            : fit(part, each.getValue(), inner));
        }
        return Values.object(attributes);
    }

    private static String kind(Type type) {
        return type.friendlyName();
    }

    /// What was said is not of the type of the attribute.
    private static final class UnfitException extends Exception {
        private static final long serialVersionUID = 1L;

        UnfitException(String message) {
            super(message);
        }
    }
}
