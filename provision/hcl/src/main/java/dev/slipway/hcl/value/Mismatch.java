package dev.slipway.hcl.value;

import dev.slipway.hcl.text.CodePointOrder;
import dev.slipway.hcl.text.GoQuote;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Says in words why one type is not, and cannot become, another.
final class Mismatch {
    private Mismatch() {}

    static String describe(Type given, Type wish) {
        if (wish instanceof Type.ObjectOf object) {
            return object(given, object);
        }
        if (wish instanceof Type.TupleOf tuple && given instanceof Type.TupleOf other) {
            int wanted = tuple.elements().size();
            int found = other.elements().size();
            if (wanted != found) {
                return "tuple with " + wanted + " elements is required, but got " + found;
            }
        }
        if (wish.isCollection() && given.isCollection()) {
            Type element = wish.elementType();
            if (!element.isDynamic() && sameKind(given, wish)) {
                return "incorrect "
                        + kind(wish)
                        + " element type: "
                        + describe(given.elementType(), element);
            }
        }
        if (wish.isCollection() && wish.elementType().isDynamic() && hasParts(given, wish)) {
            return "all " + kind(wish) + " elements must have the same type";
        }
        return TypeNames.wish(wish) + " required";
    }

    private static boolean hasParts(Type given, Type wish) {
        return wish instanceof Type.MapOf
                ? given instanceof Type.ObjectOf
                : given instanceof Type.TupleOf;
    }

    private static boolean sameKind(Type given, Type wish) {
        return given.getClass().equals(wish.getClass());
    }

    private static String kind(Type type) {
        return switch (type) {
            case Type.ListOf ignored -> "list";
            case Type.SetOf ignored -> "set";
            case Type.MapOf ignored -> "map";
            case Type.TupleOf ignored -> "tuple";
            case Type.ObjectOf ignored -> "object";
            case Type.Primitive primitive -> primitive.friendlyName();
            case Type.Any any -> any.friendlyName();
        };
    }

    private static String object(Type given, Type.ObjectOf wish) {
        if (!(given instanceof Type.ObjectOf object)) {
            return "object required";
        }
        TreeSet<String> missing = new TreeSet<>(CodePointOrder.INSTANCE);
        for (Map.Entry<String, Type> each : wish.attributes().entrySet()) {
            Type found = object.attributes().get(each.getKey());
            if (found == null && !wish.optional().contains(each.getKey())) {
                missing.add(each.getKey());
            } else if (found != null && !Conversion.isPossible(found, each.getValue())) {
                String name = GoQuote.quoted(each.getKey());
                return "attribute " + name + ": " + describe(found, each.getValue());
            }
        }
        List<String> names = missing.stream().map(GoQuote::quoted).toList();
        if (names.size() == 1) {
            return "attribute " + names.getFirst() + " is required";
        }
        return "attributes "
                + String.join(", ", names.subList(0, names.size() - 1))
                + ", and "
                + names.getLast()
                + " are required";
    }
}
