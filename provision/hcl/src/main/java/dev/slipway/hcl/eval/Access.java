package dev.slipway.hcl.eval;

import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.source.Suggestion;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Attributes and indexes of values, and what is said when there are none. Stateless.
final class Access {
    private static final String INVALID_INDEX = "Invalid index";
    private static final String UNSUPPORTED = "Unsupported attribute";
    private static final String NO_ELEMENT =
            "The given key does not identify an element in this collection value";

    private Access() {}

    static Value attribute(Evaluator evaluator, Expression.GetAttribute get) {
        Value object = evaluator.value(get.object());
        Failure failure =
                (summary, detail) -> evaluator.fail(summary, detail, get.step(), get.object());
        return attribute(object.unmarked(), get.name(), failure).withMarks(object.marks());
    }

    /// How a mistake is reported.
    private interface Failure {
        Value report(String summary, String detail);
    }

    private static Value attribute(Value object, String name, Failure failure) {
        if (object instanceof Value.Null) {
            return failure.report(
                    "Attempt to get attribute from null value",
                    "This value is null, so it does not have any attributes.");
        }
        return switch (object.type()) {
            case Type.Any ignored -> Values.DYNAMIC;
            case Type.ObjectOf type -> objectAttribute(object, type, name, failure);
            case Type.MapOf type -> mapElement(object, type, name, failure);
            case Type.Primitive ignored ->
                    failure.report(
                            UNSUPPORTED,
                            "Can't access attributes on a primitive-typed value"
                                    + " ("
                                    + object.type().friendlyName()
                                    + ").");
            case Type.ListOf type -> onSequence(type.element(), name, failure);
            case Type.SetOf ignored ->
                    failure.report(
                            UNSUPPORTED,
                            "Can't access an attribute on a set. Use a"
                                    + " for expression to look at its elements.");
            case Type.TupleOf type ->
                    onSequence(
                            type.elements().isEmpty()
                                    ? Type.Any.DYNAMIC
                                    : type.elements().getFirst(),
                            name,
                            failure);
        };
    }

    private static Value objectAttribute(
            Value object, Type.ObjectOf type, String name, Failure failure) {
        Type attribute = type.attributes().get(name);
        if (attribute == null) {
            return failure.report(
                    UNSUPPORTED,
                    "This object does not have an attribute named \""
                            + name
                            + "\"."
                            + Suggestion.didYouMean(name, type.attributes().keySet()));
        }
        Value found = object instanceof Value.Mapping known ? known.elements().get(name) : null;
        return found == null ? Value.unknown(attribute) : found;
    }

    private static Value mapElement(Value map, Type.MapOf type, String name, Failure failure) {
        if (!(map instanceof Value.Mapping known)) {
            return Value.unknown(type.element());
        }
        Value found = known.elements().get(name);
        return found != null
                ? found
                : failure.report(
                        "Missing map element",
                        "This map does not have an element with the key \""
                                + name
                                + "\"."
                                + Suggestion.didYouMean(name, known.elements().keySet()));
    }

    private static Value onSequence(Type first, String name, Failure failure) {
        boolean inElements =
                first instanceof Type.ObjectOf object && object.attributes().containsKey(name);
        String detail =
                "Can't access attributes on a list of values."
                        + (inElements
                                ? " Did you mean to access the attribute \""
                                        + name
                                        + "\" for a specific element of the list, or across all"
                                        + " elements of the list?"
                                : " Did you mean to access an attribute of one of its elements?");
        return failure.report(UNSUPPORTED, detail);
    }

    static Value index(Evaluator evaluator, Expression.Index index) {
        Value collection = evaluator.value(index.collection());
        Value key = evaluator.value(index.key());
        SourceRange range = index.brackets();
        Failure failure = (summary, detail) -> evaluator.fail(summary, detail, range, index);
        return index(collection.unmarked(), key.unmarked(), failure)
                .withMarks(collection.marks())
                .withMarks(key.marks());
    }

    /// An element by key, or `null` if there is none.
    static @Nullable Value find(Value collection, Value key) {
        boolean[] failed = new boolean[1];
        Value found =
                index(
                                collection.unmarked(),
                                key.unmarked(),
                                (summary, detail) -> {
                                    failed[0] = true;
                                    return Values.DYNAMIC;
                                })
                        .withMarks(collection.marks());
        return failed[0] ? null : found;
    }

    private static Value index(Value collection, Value key, Failure failure) {
        if (collection instanceof Value.Null) {
            return failure.report(
                    "Attempt to index null value",
                    "This value is null, so it does not have any indices.");
        }
        if (key instanceof Value.Null) {
            return failure.report(INVALID_INDEX, "Can't use a null value as an indexing key.");
        }
        if (key.type().isDynamic()) {
            return Values.DYNAMIC;
        }
        return switch (collection.type()) {
            case Type.Any ignored -> Values.DYNAMIC;
            case Type.ListOf list -> element(collection, list.element(), key, failure);
            case Type.TupleOf ignored -> element(collection, Type.Any.DYNAMIC, key, failure);
            case Type.MapOf map -> entry(collection, map.element(), key, failure);
            case Type.ObjectOf ignored -> entry(collection, Type.Any.DYNAMIC, key, failure);
            case Type.SetOf ignored ->
                    failure.report(
                            INVALID_INDEX,
                            "Elements of a set are identified only by their value and don't have"
                                    + " any separate index or key to select with, so it's only"
                                    + " possible to perform operations across all elements of the"
                                    + " set.");
            case Type.Primitive ignored ->
                    failure.report(INVALID_INDEX, "This value does not have any indices.");
        };
    }

    private static Value element(Value sequence, Type type, Value key, Failure failure) {
        Value number;
        try {
            number = Conversion.convert(key, Type.Primitive.NUMBER);
        } catch (ConversionException problem) {
            return failure.report(INVALID_INDEX, NO_ELEMENT + ": a number is required.");
        }
        if (!(number instanceof Value.Numeric(BigFloat position))) {
            return Value.unknown(type);
        }
        if (!position.isInteger()) {
            return failure.report(
                    INVALID_INDEX,
                    NO_ELEMENT
                            + ": indexing a sequence requires a whole number, but the given"
                            + " index has a fractional part.");
        }
        if (position.signum() < 0) {
            return failure.report(
                    INVALID_INDEX,
                    NO_ELEMENT + ": a negative number is not a valid index for a sequence.");
        }
        Integer index = position.toIntExact();
        return index == null
                ? failure.report(INVALID_INDEX, NO_ELEMENT + ".")
                : elementAt(sequence, type, index, failure);
    }

    private static Value elementAt(Value sequence, Type type, int index, Failure failure) {
        if (sequence instanceof Value.Sequence known) {
            List<Value> elements = known.elements();
            return index < elements.size()
                    ? elements.get(index)
                    : failure.report(INVALID_INDEX, NO_ELEMENT + ": " + outOfRange(elements));
        }
        if (sequence.type() instanceof Type.TupleOf tuple) {
            return index < tuple.elements().size()
                    ? Value.unknown(tuple.elements().get(index))
                    : failure.report(INVALID_INDEX, NO_ELEMENT + ".");
        }
        if (sequence instanceof Value.Unknown unknown
                && index >= unknown.refinement().lengthMax()) {
            return failure.report(INVALID_INDEX, NO_ELEMENT + ".");
        }
        return Value.unknown(type);
    }

    private static String outOfRange(List<Value> elements) {
        return elements.isEmpty()
                ? "the collection has no elements."
                : "the given index is greater than or equal to the length of the collection ("
                        + elements.size()
                        + ").";
    }

    private static Value entry(Value mapping, Type type, Value key, Failure failure) {
        Value text;
        try {
            text = Conversion.convert(key, Type.Primitive.STRING);
        } catch (ConversionException problem) {
            return failure.report(INVALID_INDEX, NO_ELEMENT + ": a string is required.");
        }
        if (!(text instanceof Value.Text(String name))) {
            return Value.unknown(type);
        }
        if (mapping instanceof Value.Mapping known) {
            Value found = known.elements().get(name);
            return found != null
                    ? found
                    : failure.report(
                            INVALID_INDEX,
                            NO_ELEMENT
                                    + "."
                                    + Suggestion.didYouMean(name, known.elements().keySet()));
        }
        if (mapping.type() instanceof Type.ObjectOf object) {
            Type attribute = object.attributes().get(name);
            return attribute == null
                    ? failure.report(INVALID_INDEX, NO_ELEMENT + ".")
                    : Value.unknown(attribute);
        }
        return Value.unknown(type);
    }
}
