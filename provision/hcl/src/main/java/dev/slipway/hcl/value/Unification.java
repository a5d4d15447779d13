package dev.slipway.hcl.value;

import dev.slipway.hcl.text.CodePointOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Finds the one type that values of several types can all become. Stateless.
public final class Unification {
    private Unification() {}

    /// The common type, or `null` if there is none; of nothing, any type.
    public static @Nullable Type unify(List<Type> types) {
        if (types.isEmpty()) {
            return Type.Any.DYNAMIC;
        }
        if (types.stream().allMatch(types.getFirst()::equals)) {
            return types.getFirst();
        }
        Kinds kinds = Kinds.of(types);
        if (kinds.only(kinds.maps)) {
            return collection(types, kinds, Type::map);
        }
        if (kinds.maps > 0 && kinds.only(kinds.maps + kinds.objects)) {
            Type map = asCollection(types, kinds, Type::map);
            if (map != null) {
                return map;
            }
        }
        if (kinds.only(kinds.lists)) {
            return collection(types, kinds, Type::list);
        }
        if (kinds.lists > 0 && kinds.only(kinds.lists + kinds.tuples)) {
            Type list = asCollection(types, kinds, Type::list);
            if (list != null) {
                return list;
            }
        }
        if (kinds.only(kinds.sets)) {
            return collection(types, kinds, Type::set);
        }
        if (kinds.only(kinds.objects)) {
            return kinds.dynamics > 0 ? Type.Any.DYNAMIC : objects(types);
        }
        if (kinds.only(kinds.tuples)) {
            return kinds.dynamics > 0 ? Type.Any.DYNAMIC : tuples(types);
        }
        if (kinds.objects > 0 && kinds.tuples > 0) {
            return null;
        }
        return preferred(types);
    }

    private record Kinds(
            int maps, int objects, int lists, int tuples, int sets, int dynamics, int total) {
        static Kinds of(List<Type> types) {
            return new Kinds(
                    count(types, Type.MapOf.class),
                    count(types, Type.ObjectOf.class),
                    count(types, Type.ListOf.class),
                    count(types, Type.TupleOf.class),
                    count(types, Type.SetOf.class),
                    count(types, Type.Any.class),
                    types.size());
        }

        private static int count(List<Type> types, Class<? extends Type> kind) {
            return (int) types.stream().filter(kind::isInstance).count();
        }

        boolean only(int some) {
            return some > 0 && some + dynamics == total;
        }
    }

    private static @Nullable Type collection(
            List<Type> types, Kinds kinds, Function<Type, Type> collection) {
        if (kinds.dynamics > 0) {
            return Type.Any.DYNAMIC;
        }
        Type element = unify(types.stream().map(Type::elementType).toList());
        return element == null ? null : collection.apply(element);
    }

    /// Tuples beside lists become lists if they can, objects beside maps become maps.
    private static @Nullable Type asCollection(
            List<Type> types, Kinds kinds, Function<Type, Type> collection) {
        if (kinds.dynamics > 0) {
            return Type.Any.DYNAMIC;
        }
        List<Type> elements = new ArrayList<>();
        for (Type type : types) {
            switch (type) {
                case Type.TupleOf tuple -> elements.addAll(tuple.elements());
                case Type.ObjectOf object -> elements.addAll(object.attributes().values());
                case Type.ListOf list -> elements.add(list.element());
                case Type.MapOf map -> elements.add(map.element());
                case Type.SetOf set -> elements.add(set.element());
                case Type.Primitive primitive -> elements.add(primitive);
                case Type.Any any -> elements.add(any);
            }
        }
        Type element = unify(elements);
        return element == null ? null : collection.apply(element);
    }

    private static @Nullable Type objects(List<Type> types) {
        List<SortedMap<String, Type>> all =
                types.stream().map(each -> ((Type.ObjectOf) each).attributes()).toList();
        SortedMap<String, Type> first = all.getFirst();
        if (!all.stream().allMatch(each -> each.keySet().equals(first.keySet()))) {
            Type element = unify(all.stream().flatMap(each -> each.values().stream()).toList());
            return element == null ? null : Type.map(element);
        }
        SortedMap<String, Type> unified = new TreeMap<>(CodePointOrder.INSTANCE);
        for (Map.Entry<String, Type> each : first.entrySet()) {
            String name = each.getKey();
            Type type =
                    unify(
                            all.stream()
                                    .map(one -> one.getOrDefault(name, Type.Any.DYNAMIC))
                                    .toList());
            if (type == null) {
                return null;
            }
            unified.put(name, type);
        }
        return Type.object(unified);
    }

    private static @Nullable Type tuples(List<Type> types) {
        List<List<Type>> all =
                types.stream().map(each -> ((Type.TupleOf) each).elements()).toList();
        int size = all.getFirst().size();
        if (!all.stream().allMatch(each -> each.size() == size)) {
            Type element = unify(all.stream().flatMap(List::stream).toList());
            return element == null ? null : Type.list(element);
        }
        List<Type> unified = new ArrayList<>();
        for (int index = 0; index < size; index++) {
            int position = index;
            Type type = unify(all.stream().map(each -> each.get(position)).toList());
            if (type == null) {
                return null;
            }
            unified.add(type);
        }
        return Type.tuple(unified);
    }

    private static @Nullable Type preferred(List<Type> types) {
        return types.stream()
                .sorted(Comparator.comparingInt(Unification::rank))
                .filter(goal -> types.stream().allMatch(each -> Conversion.isPossible(each, goal)))
                .findFirst()
                .orElse(null);
    }

    /// Texts hold every primitive; lists keep order; what has one element type is simpler.
    private static int rank(Type type) {
        return switch (type) {
            case Type.Primitive primitive -> primitive == Type.Primitive.STRING ? 0 : 1;
            case Type.ListOf ignored -> 0;
            case Type.SetOf ignored -> 1;
            case Type.MapOf ignored -> 0;
            case Type.TupleOf ignored -> 2;
            case Type.ObjectOf ignored -> 2;
            case Type.Any ignored -> 9;
        };
    }
}
