package dev.slipway.hcl.value;

import dev.slipway.hcl.text.CodePointOrder;
import dev.slipway.hcl.text.Texts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Builds values out of others, and takes marks off at every depth. Stateless.
public final class Values {
    public static final Value TRUE = new Value.Bool(true);
    public static final Value FALSE = new Value.Bool(false);
    public static final Value NULL = new Value.Null(Type.Any.DYNAMIC);
    public static final Value DYNAMIC = new Value.Unknown(Type.Any.DYNAMIC, Refinement.NONE);
    public static final Value EMPTY_TEXT = new Value.Text("");
    public static final Value EMPTY_TUPLE = tuple(List.of());
    public static final Value EMPTY_OBJECT = object(Map.of());

    private Values() {}

    /// A list; the elements must have exactly this type.
    public static Value list(Type element, List<Value> elements) {
        return new Value.Sequence(Type.list(element), elements);
    }

    /// A set; equal elements become one, and marks of elements become marks of the set.
    public static Value set(Type element, Collection<Value> elements) {
        Set<Mark> marks = new HashSet<>();
        Set<Value> different = new LinkedHashSet<>();
        for (Value each : elements) {
            different.add(withoutMarks(each, marks));
        }
        List<Value> sorted = new ArrayList<>(different);
        sorted.sort(SetOrder.INSTANCE);
        return new Value.Sequence(Type.set(element), sorted).withMarks(marks);
    }

    public static Value map(Type element, Map<String, Value> elements) {
        return new Value.Mapping(Type.map(element), sorted(elements));
    }

    public static Value tuple(List<Value> elements) {
        return new Value.Sequence(
                new Type.TupleOf(elements.stream().map(Value::type).toList()), elements);
    }

    public static Value object(Map<String, Value> attributes) {
        SortedMap<String, Value> sorted = sorted(attributes);
        SortedMap<String, Type> types = new TreeMap<>(CodePointOrder.INSTANCE);
        sorted.forEach((name, value) -> types.put(name, value.type()));
        return new Value.Mapping(new Type.ObjectOf(types, Set.of()), sorted);
    }

    private static SortedMap<String, Value> sorted(Map<String, Value> elements) {
        SortedMap<String, Value> sorted = new TreeMap<>(CodePointOrder.INSTANCE);
        elements.forEach((name, value) -> sorted.put(Texts.normalized(name), value));
        return sorted;
    }

    public static Value unknownNotNull(Type type) {
        return Refinement.NOT_NULL.of(type);
    }

    /// The value without any mark at any depth; what was taken off is added to `marks`.
    public static Value withoutMarks(Value value, Set<Mark> marks) {
        return switch (value) {
            case Value.Text text -> text;
            case Value.Numeric number -> number;
            case Value.Bool bool -> bool;
            case Value.Null none -> none;
            case Value.Unknown unknown -> unknown;
            case Value.Marked marked -> {
                marks.addAll(marked.marks());
                yield withoutMarks(marked.inner(), marks);
            }
            case Value.Sequence sequence -> {
                Set<Mark> found = new HashSet<>();
                List<Value> plain = new ArrayList<>(sequence.elements().size());
                sequence.elements().forEach(each -> plain.add(withoutMarks(each, found)));
                marks.addAll(found);
                yield found.isEmpty() ? sequence : new Value.Sequence(sequence.type(), plain);
            }
            case Value.Mapping mapping -> {
                Set<Mark> found = new HashSet<>();
                SortedMap<String, Value> plain = new TreeMap<>(CodePointOrder.INSTANCE);
                mapping.elements()
                        .forEach((name, each) -> plain.put(name, withoutMarks(each, found)));
                marks.addAll(found);
                yield found.isEmpty() ? mapping : new Value.Mapping(mapping.type(), plain);
            }
        };
    }

    /// All marks of the value and its parts.
    public static Set<Mark> deepMarks(Value value) {
        Set<Mark> marks = new HashSet<>();
        withoutMarks(value, marks);
        return marks;
    }

    /// Replaces each part of the value, innermost first, then the value itself. The result must
    /// have the same type.
    public static Value transform(Value value, UnaryOperator<Value> change) {
        return switch (value) {
            case Value.Marked marked -> transform(marked.inner(), change).withMarks(marked.marks());
            case Value.Sequence sequence -> {
                List<Value> changed = new ArrayList<>(sequence.elements().size());
                for (Value each : sequence.elements()) {
                    changed.add(transform(each, change));
                }
                yield change.apply(new Value.Sequence(sequence.type(), changed));
            }
            case Value.Mapping mapping -> {
                SortedMap<String, Value> changed = new TreeMap<>(CodePointOrder.INSTANCE);
                mapping.elements()
                        .forEach((name, each) -> changed.put(name, transform(each, change)));
                yield change.apply(new Value.Mapping(mapping.type(), changed));
            }
            case Value.Text text -> change.apply(text);
            case Value.Numeric number -> change.apply(number);
            case Value.Bool bool -> change.apply(bool);
            case Value.Null none -> change.apply(none);
            case Value.Unknown unknown -> change.apply(unknown);
        };
    }

    /// The elements of a list, set, tuple, map or object, in order. Marks of the value itself are
    /// ignored.
    public static List<Value> elements(Value value) {
        return switch (value.unmarked()) {
            case Value.Sequence sequence -> sequence.elements();
            case Value.Mapping mapping -> List.copyOf(mapping.elements().values());
            case Value.Text text -> throw noElements(text);
            case Value.Numeric number -> throw noElements(number);
            case Value.Bool bool -> throw noElements(bool);
            case Value.Null none -> throw noElements(none);
            case Value.Unknown unknown -> throw noElements(unknown);
            case Value.Marked marked -> elements(marked.inner());
        };
    }

    private static IllegalStateException noElements(Value value) {
        return new IllegalStateException(value.type().friendlyName() + " has no elements");
    }

    /// The entries of a known map or object.
    public static SortedMap<String, Value> entries(Value value) {
        if (value.unmarked() instanceof Value.Mapping mapping) {
            return mapping.elements();
        }
        throw new IllegalStateException(value.type().friendlyName() + " has no entries");
    }

    /// The text of a known string.
    public static String text(Value value) {
        if (value.unmarked() instanceof Value.Text text) {
            return text.text();
        }
        throw new IllegalStateException("string required, not " + value.type().friendlyName());
    }

    /// The number of a known number.
    public static BigFloat number(Value value) {
        if (value.unmarked() instanceof Value.Numeric number) {
            return number.number();
        }
        throw new IllegalStateException("number required, not " + value.type().friendlyName());
    }

    /// The truth of a known bool.
    public static boolean isTrue(Value value) {
        if (value.unmarked() instanceof Value.Bool bool) {
            return bool.isTrue();
        }
        throw new IllegalStateException("bool required, not " + value.type().friendlyName());
    }

    /// Whether there is an infinite number in a value, which cannot be written down.
    public static boolean hasInfinity(Value value) {
        return switch (value) {
            case Value.Numeric number -> number.number().isInfinite();
            case Value.Marked marked -> hasInfinity(marked.inner());
            case Value.Sequence list -> anyHasInfinity(list.elements());
            case Value.Mapping map -> anyHasInfinity(map.elements().values());
            case Value.Text _, Value.Bool _, Value.Null _, Value.Unknown _ -> false;
        };
    }

    private static boolean anyHasInfinity(Iterable<Value> values) {
        for (Value each : values) {
            if (hasInfinity(each)) {
                return true;
            }
        }
        return false;
    }
}
