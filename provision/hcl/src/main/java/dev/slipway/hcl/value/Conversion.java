package dev.slipway.hcl.value;

import dev.slipway.hcl.text.CodePointOrder;
import dev.slipway.hcl.text.GoQuote;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes values of one type values of another: between primitive types through text, between
/// collections element by element, from tuples and objects to collections. Nulls and unknown values
/// take the new type, marks stay. Stateless.
public final class Conversion {
    private Conversion() {}

    /// The value as one of the wished type, in which [Type.Any#DYNAMIC] means any type.
    public static Value convert(Value value, Type wish) throws ConversionException {
        if (value.type().equals(wish)) {
            return value;
        }
        if (!isPossible(value.type(), wish)) {
            throw new ConversionException(Mismatch.describe(value.type(), wish));
        }
        return apply(value, wish);
    }

    /// Whether some value of one type can become one of the other.
    public static boolean isPossible(Type from, Type to) {
        if (to.isDynamic() || from.isDynamic() || from.equals(to)) {
            return true;
        }
        return switch (to) {
            case Type.Any ignored -> true;
            case Type.Primitive primitive ->
                    from.isPrimitive()
                            && (from == Type.Primitive.STRING
                                    || primitive == Type.Primitive.STRING);
            case Type.ListOf list -> elementsPossible(from, list.element());
            case Type.SetOf set -> elementsPossible(from, set.element());
            case Type.MapOf map -> entriesPossible(from, map.element());
            case Type.TupleOf tuple -> tuplePossible(from, tuple.elements());
            case Type.ObjectOf object -> objectPossible(from, object);
        };
    }

    private static boolean elementsPossible(Type from, Type element) {
        return switch (from) {
            case Type.ListOf list -> isPossible(list.element(), element);
            case Type.SetOf set -> isPossible(set.element(), element);
            case Type.TupleOf tuple -> allPossible(tuple.elements(), element);
            case Type.Primitive ignored -> false;
            case Type.Any ignored -> true;
            case Type.MapOf ignored -> false;
            case Type.ObjectOf ignored -> false;
        };
    }

    private static boolean entriesPossible(Type from, Type element) {
        if (from instanceof Type.MapOf map) {
            return isPossible(map.element(), element);
        }
        if (!(from instanceof Type.ObjectOf object)) {
            return false;
        }
        List<Type> types = List.copyOf(object.attributes().values());
        return allPossible(types, element.isDynamic() ? mapElement(types) : element);
    }

    /// The type attributes share as elements of a map: what is not typed yet takes the type of the
    /// others, if that is one.
    private static Type mapElement(List<Type> types) {
        List<Type> typed = types.stream().filter(each -> !each.isDynamic()).distinct().toList();
        return typed.size() == 1 ? typed.getFirst() : Type.Any.DYNAMIC;
    }

    private static boolean allPossible(Collection<Type> types, Type element) {
        Type goal = element.isDynamic() ? Unification.unify(List.copyOf(types)) : element;
        if (goal == null || (goal.isDynamic() && !types.stream().allMatch(Type::isDynamic))) {
            return false;
        }
        return types.stream().allMatch(each -> isPossible(each, goal));
    }

    private static boolean tuplePossible(Type from, List<Type> elements) {
        if (!(from instanceof Type.TupleOf tuple) || tuple.elements().size() != elements.size()) {
            return false;
        }
        for (int index = 0; index < elements.size(); index++) {
            if (!isPossible(tuple.elements().get(index), elements.get(index))) {
                return false;
            }
        }
        return true;
    }

    private static boolean objectPossible(Type from, Type.ObjectOf to) {
        if (from instanceof Type.MapOf map) {
            return to.attributes().values().stream()
                    .allMatch(each -> isPossible(map.element(), each));
        }
        if (!(from instanceof Type.ObjectOf object)) {
            return false;
        }
        for (Map.Entry<String, Type> wished : to.attributes().entrySet()) {
            Type given = object.attributes().get(wished.getKey());
            boolean fits =
                    given == null
                            ? to.optional().contains(wished.getKey())
                            : isPossible(given, wished.getValue());
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static Value apply(Value value, Type to) throws ConversionException {
        if (to.isDynamic() || value.type().equals(to)) {
            return value;
        }
        return switch (value) {
            case Value.Marked marked -> apply(marked.inner(), to).withMarks(marked.marks());
            case Value.Unknown unknown -> unknown(unknown, to);
            case Value.Null none -> new Value.Null(filled(none.type(), to));
            case Value.Text text -> primitive(text, to);
            case Value.Numeric number -> primitive(number, to);
            case Value.Bool bool -> primitive(bool, to);
            case Value.Sequence sequence -> sequence(sequence, to);
            case Value.Mapping mapping -> mapping(mapping, to);
        };
    }

    private static Value unknown(Value.Unknown unknown, Type to) {
        Type result = filled(unknown.type(), to);
        Refinement known = unknown.refinement();
        Refinement kept = known.notNull() ? Refinement.NOT_NULL : Refinement.NONE;
        Type from = unknown.type();
        if (result.isCollection() && from.isCollection()) {
            boolean shrinks = result instanceof Type.SetOf && !(from instanceof Type.SetOf);
            int min = shrinks ? Math.min(known.lengthMin(), 1) : known.lengthMin();
            kept = kept.withLength(min, known.lengthMax());
        } else if (result.isCollection() && from instanceof Type.TupleOf tuple) {
            int size = tuple.elements().size();
            int min = result instanceof Type.SetOf ? Math.min(size, 1) : size;
            kept = kept.withLength(min, size);
        }
        return kept.of(result);
    }

    private static Value primitive(Value value, Type to) throws ConversionException {
        if (to == Type.Primitive.STRING) {
            return Value.of(PrimitiveText.of(value));
        }
        if (value instanceof Value.Text(String text) && to == Type.Primitive.NUMBER) {
            BigFloat number = BigFloat.parse(text);
            if (number == null) {
                throw new ConversionException("a number is required");
            }
            return Value.of(number);
        }
        if (value instanceof Value.Text(String text) && to == Type.Primitive.BOOL) {
            return PrimitiveText.bool(text);
        }
        throw new ConversionException(Mismatch.describe(value.type(), to));
    }

    private static Value sequence(Value.Sequence sequence, Type to) throws ConversionException {
        if (to instanceof Type.TupleOf tuple) {
            List<Value> elements = new ArrayList<>();
            for (int index = 0; index < sequence.elements().size(); index++) {
                Type wish = tuple.elements().get(index);
                elements.add(element(sequence.elements().get(index), wish, "element " + index));
            }
            return Values.tuple(elements);
        }
        if (!(to instanceof Type.ListOf || to instanceof Type.SetOf)) {
            throw new ConversionException(Mismatch.describe(sequence.type(), to));
        }
        boolean set = to instanceof Type.SetOf;
        Type wish = goal(to.elementType(), sequence.type());
        List<Value> elements = new ArrayList<>(sequence.elements().size());
        for (int index = 0; index < sequence.elements().size(); index++) {
            elements.add(element(sequence.elements().get(index), wish, "element " + index));
        }
        Type found = common(elements, wish, sequence.type());
        List<Value> same = uniform(elements, found);
        return set ? Values.set(found, same) : Values.list(found, same);
    }

    private static Value element(Value element, Type wish, String place)
            throws ConversionException {
        try {
            return convert(element, wish);
        } catch (ConversionException problem) {
            throw problem.inside(place);
        }
    }

    /// The type that elements are converted to where any single type is wished for.
    private static Type goal(Type wish, Type from) {
        if (!wish.isDynamic()) {
            return wish;
        }
        if (from instanceof Type.ObjectOf object) {
            Type shared = mapElement(List.copyOf(object.attributes().values()));
            if (!shared.isDynamic()) {
                return shared;
            }
        }
        List<Type> types =
                switch (from) {
                    case Type.TupleOf tuple -> tuple.elements();
                    case Type.ObjectOf object -> List.copyOf(object.attributes().values());
                    case Type.ListOf list -> List.of(list.element());
                    case Type.SetOf set -> List.of(set.element());
                    case Type.MapOf map -> List.of(map.element());
                    case Type.Primitive ignored -> List.of();
                    case Type.Any ignored -> List.of();
                };
        Type unified = Unification.unify(types);
        return unified == null ? Type.Any.DYNAMIC : unified;
    }

    /// The type all elements now have, or can take on.
    private static Type common(Collection<Value> elements, Type wish, Type from)
            throws ConversionException {
        if (elements.isEmpty()) {
            Type given = from.isCollection() ? from.elementType() : wish;
            return wish.hasDynamic() ? filled(given, wish) : wish.withoutOptional();
        }
        List<Type> types = elements.stream().map(Value::type).distinct().toList();
        Type unified = types.size() == 1 ? types.getFirst() : Unification.unify(types);
        if (unified == null || (types.size() > 1 && unified.isDynamic())) {
            throw new ConversionException("all elements must have the same type");
        }
        return unified;
    }

    private static List<Value> uniform(List<Value> elements, Type type) throws ConversionException {
        List<Value> same = new ArrayList<>(elements.size());
        for (Value each : elements) {
            same.add(convert(each, type));
        }
        return same;
    }

    private static Value mapping(Value.Mapping mapping, Type to) throws ConversionException {
        SortedMap<String, Value> converted = new TreeMap<>(CodePointOrder.INSTANCE);
        if (to instanceof Type.ObjectOf object) {
            for (Map.Entry<String, Type> wished : object.attributes().entrySet()) {
                String name = wished.getKey();
                converted.put(name, attribute(mapping, name, wished.getValue(), object));
            }
            return Values.object(converted);
        }
        if (!(to instanceof Type.MapOf)) {
            throw new ConversionException(Mismatch.describe(mapping.type(), to));
        }
        Type wish = goal(to.elementType(), mapping.type());
        for (Map.Entry<String, Value> entry : mapping.elements().entrySet()) {
            String place = "element " + GoQuote.quoted(entry.getKey());
            converted.put(entry.getKey(), element(entry.getValue(), wish, place));
        }
        Type found = common(converted.values(), wish, mapping.type());
        for (Map.Entry<String, Value> entry : converted.entrySet()) {
            entry.setValue(convert(entry.getValue(), found));
        }
        return Values.map(found, converted);
    }

    private static Value attribute(
            Value.Mapping mapping, String name, Type wish, Type.ObjectOf object)
            throws ConversionException {
        Value given = mapping.elements().get(name);
        if (given != null) {
            return element(given, wish, "attribute " + GoQuote.quoted(name));
        }
        if (object.optional().contains(name)) {
            return Value.nullOf(wish);
        }
        throw new ConversionException("map has no element for required attribute \"" + name + "\"");
    }

    /// The wished type, with what is known of the given one where any type is wished for.
    static Type filled(Type from, Type wish) {
        if (!wish.hasDynamic()) {
            return wish.withoutOptional();
        }
        return switch (wish) {
            case Type.Any ignored -> from;
            case Type.Primitive primitive -> primitive;
            case Type.ListOf list -> Type.list(filled(part(from), list.element()));
            case Type.SetOf set -> Type.set(filled(part(from), set.element()));
            case Type.MapOf map -> Type.map(filled(part(from), map.element()));
            case Type.TupleOf tuple -> {
                List<Type> types = new ArrayList<>();
                for (int index = 0; index < tuple.elements().size(); index++) {
                    Type given = from instanceof Type.TupleOf t ? t.elements().get(index) : null;
                    types.add(filled(orDynamic(given), tuple.elements().get(index)));
                }
                yield Type.tuple(types);
            }
            case Type.ObjectOf object -> {
                SortedMap<String, Type> types = new TreeMap<>(CodePointOrder.INSTANCE);
                for (Map.Entry<String, Type> each : object.attributes().entrySet()) {
                    types.put(
                            each.getKey(),
                            filled(attributeType(from, each.getKey()), each.getValue()));
                }
                yield Type.object(types);
            }
        };
    }

    private static Type attributeType(Type from, String name) {
        if (from instanceof Type.ObjectOf object) {
            return orDynamic(object.attributes().get(name));
        }
        return from instanceof Type.MapOf map ? map.element() : Type.Any.DYNAMIC;
    }

    private static Type orDynamic(@Nullable Type type) {
        return type == null ? Type.Any.DYNAMIC : type;
    }

    private static Type part(Type from) {
        return switch (from) {
            case Type.TupleOf tuple -> orDynamic(Unification.unify(tuple.elements()));
            case Type.ObjectOf object ->
                    orDynamic(Unification.unify(List.copyOf(object.attributes().values())));
            case Type.ListOf list -> list.element();
            case Type.SetOf set -> set.element();
            case Type.MapOf map -> map.element();
            case Type.Primitive ignored -> Type.Any.DYNAMIC;
            case Type.Any ignored -> Type.Any.DYNAMIC;
        };
    }
}
