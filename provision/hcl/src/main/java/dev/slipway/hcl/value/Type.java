package dev.slipway.hcl.value;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.text.CodePointOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What kind of value there is, or may be. [Any#DYNAMIC] stands for a type that is not known yet;
/// as a wish it means any type. Immutable.
public sealed interface Type {
    /// The three types without parts.
    enum Primitive implements Type {
        STRING,
        NUMBER,
        BOOL
    }

    /// The type that is not known yet.
    enum Any implements Type {
        DYNAMIC
    }

    /// Any number of elements of one type, in order.
    record ListOf(Type element) implements Type {
        public ListOf {
            requireNonNull(element, "element");
        }
    }

    /// Different elements of one type, without order.
    record SetOf(Type element) implements Type {
        public SetOf {
            requireNonNull(element, "element");
        }
    }

    /// Elements of one type by name.
    record MapOf(Type element) implements Type {
        public MapOf {
            requireNonNull(element, "element");
        }
    }

    /// A fixed number of elements, each of its own type.
    record TupleOf(List<Type> elements) implements Type {
        public TupleOf {
            elements = List.copyOf(elements);
        }
    }

    /// Named attributes, each of its own type. Optional ones may be missing from what is converted
    /// to this type; a value's own type has none.
    record ObjectOf(SortedMap<String, Type> attributes, Set<String> optional) implements Type {
        public ObjectOf {
            attributes = Collections.unmodifiableSortedMap(sorted(attributes));
            optional = Set.copyOf(optional);
        }

        private static SortedMap<String, Type> sorted(Map<String, Type> attributes) {
            SortedMap<String, Type> sorted = new TreeMap<>(CodePointOrder.INSTANCE);
            sorted.putAll(attributes);
            return sorted;
        }
    }

    static Type list(Type element) {
        return new ListOf(element);
    }

    static Type set(Type element) {
        return new SetOf(element);
    }

    static Type map(Type element) {
        return new MapOf(element);
    }

    static Type tuple(List<Type> elements) {
        return new TupleOf(elements);
    }

    static Type object(Map<String, Type> attributes) {
        return object(attributes, Set.of());
    }

    static Type object(Map<String, Type> attributes, Set<String> optional) {
        return new ObjectOf(ObjectOf.sorted(attributes), optional);
    }

    default boolean isPrimitive() {
        return this instanceof Primitive;
    }

    default boolean isDynamic() {
        return this instanceof Any;
    }

    /// List, set or map: one element type, any number of elements.
    default boolean isCollection() {
        return this instanceof ListOf || this instanceof SetOf || this instanceof MapOf;
    }

    /// List, set or tuple.
    default boolean isSequence() {
        return this instanceof ListOf || this instanceof SetOf || this instanceof TupleOf;
    }

    /// Map or object.
    default boolean isMapping() {
        return this instanceof MapOf || this instanceof ObjectOf;
    }

    /// The element type of a collection.
    default Type elementType() {
        return switch (this) {
            case ListOf list -> list.element();
            case SetOf set -> set.element();
            case MapOf map -> map.element();
            case Primitive p -> throw new IllegalStateException(p + " has no elements");
            case Any any -> throw new IllegalStateException(any + " has no elements");
            case TupleOf tuple -> throw new IllegalStateException(tuple + " has many types");
            case ObjectOf object -> throw new IllegalStateException(object + " has many types");
        };
    }

    /// Whether any part is not known yet.
    default boolean hasDynamic() {
        return switch (this) {
            case Primitive ignored -> false;
            case Any ignored -> true;
            case ListOf list -> list.element().hasDynamic();
            case SetOf set -> set.element().hasDynamic();
            case MapOf map -> map.element().hasDynamic();
            case TupleOf tuple -> anyDynamic(tuple.elements());
            case ObjectOf object -> anyDynamic(object.attributes().values());
        };
    }

    private static boolean anyDynamic(Collection<Type> types) {
        for (Type each : types) {
            if (each.hasDynamic()) {
                return true;
            }
        }
        return false;
    }

    /// The type that a value converted to this one has: no attribute is optional any more.
    default Type withoutOptional() {
        return switch (this) {
            case Primitive p -> p;
            case Any any -> any;
            case ListOf list -> list(list.element().withoutOptional());
            case SetOf set -> set(set.element().withoutOptional());
            case MapOf map -> map(map.element().withoutOptional());
            case TupleOf tuple -> {
                List<Type> plain = new ArrayList<>(tuple.elements().size());
                for (Type each : tuple.elements()) {
                    plain.add(each.withoutOptional());
                }
                yield tuple(plain);
            }
            case ObjectOf object -> {
                SortedMap<String, Type> plain = new TreeMap<>(CodePointOrder.INSTANCE);
                object.attributes()
                        .forEach((name, type) -> plain.put(name, type.withoutOptional()));
                yield object(plain);
            }
        };
    }

    /// The name for people: `list of string`.
    default String friendlyName() {
        return TypeNames.friendly(this);
    }
}
