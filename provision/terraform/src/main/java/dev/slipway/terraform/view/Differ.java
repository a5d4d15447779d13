package dev.slipway.terraform.view;

import dev.slipway.hcl.text.CodePointOrder;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.hcl.value.Values;
import dev.slipway.terraform.view.Difference.Fields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Finds out what changes from one value to another. Types decide how parts are compared:
/// attributes of objects may be missing, elements of lists have positions, those of sets have not.
/// Values of any type are compared as if they were JSON, because that is all that is certain of
/// them. Belongs to one thread.
final class Differ {
    private final Set<ValuePath> replacing;

    /// How many lists and sets the values at hand are elements of.
    private int sequences;

    /// What an object must be replaced for, as far as it is.
    Differ(Collection<ValuePath> replacing) {
        this.replacing = new HashSet<>(replacing);
    }

    boolean replaces(ValuePath path) {
        return !replacing.isEmpty() && replacing.contains(path);
    }

    /// `null` for what is not there counts as much as a null value.
    static @Nullable Value present(@Nullable Value value) {
        return value == null || value.isNull() ? null : value;
    }

    static boolean isSensitive(@Nullable Value value) {
        return value != null && value.has(Mark.SENSITIVE);
    }

    /// Whether both are the same to people; whatever is unknown is not.
    static boolean same(@Nullable Value before, @Nullable Value after) {
        if (before == null || after == null) {
            return before == null && after == null;
        }
        return after.isWhollyKnown()
                && Values.withoutMarks(before, new HashSet<>())
                        .equals(Values.withoutMarks(after, new HashSet<>()));
    }

    /// Something about elements of a list or set.
    <T> T inSequence(Supplier<T> about) {
        sequences++;
        try {
            return about.get();
        } finally {
            sequences--;
        }
    }

    /// Providers of the old kind cannot tell empty texts from none in elements of lists and sets,
    /// so that one becoming the other is no change there; `null` if it is something else.
    @Nullable Difference emptied(@Nullable Value before, @Nullable Value after) {
        Value only = before == null ? after : before;
        boolean both = before != null && after != null;
        if (sequences == 0 || only == null || both || !only.equals(Values.EMPTY_TEXT)) {
            return null;
        }
        return new Difference(Sign.SAME, false, new Difference.Scalar(only, only));
    }

    /// An attribute of a type, or an output.
    Difference value(Type type, @Nullable Value before, @Nullable Value after, ValuePath path) {
        if (isSensitive(before) || isSensitive(after)) {
            return hidden(before, after, path, isSensitive(before), isSensitive(after));
        }
        if (after != null && !after.isKnown()) {
            return pending(type, before, path);
        }
        return switch (type) {
            case Type.Primitive _ -> scalar(before, after, path);
            case Type.Any _ -> loose(before, after, path);
            case Type.ListOf(Type element) -> sequence(element, before, after, path);
            case Type.SetOf(Type element) -> set(element, before, after, path);
            case Type.MapOf(Type element) -> map(element, before, after, path);
            case Type.TupleOf _ -> loose(before, after, path);
            case Type.ObjectOf object -> object(object, before, after, path);
        };
    }

    /// Something that must not be shown, whatever it is.
    Difference hidden(
            @Nullable Value before,
            @Nullable Value after,
            ValuePath path,
            boolean secretBefore,
            boolean secretAfter) {
        boolean same = same(before, after);
        boolean both = before != null && after != null;
        Difference.Secrecy secrecy = Difference.Secrecy.STAYS;
        if (both && secretBefore != secretAfter && secretBefore) {
            secrecy = same ? Difference.Secrecy.ENDS_UNCHANGED : Difference.Secrecy.ENDS;
        } else if (both && secretBefore != secretAfter) {
            secrecy = same ? Difference.Secrecy.BEGINS_UNCHANGED : Difference.Secrecy.BEGINS;
        }
        boolean unchanged = same && secretBefore == secretAfter;
        Sign sign = Sign.of(before != null, after != null, unchanged);
        return new Difference(sign, replaces(path), new Difference.Hidden(secrecy));
    }

    private Difference pending(Type type, @Nullable Value before, ValuePath path) {
        Value there = present(before);
        Difference gone = there == null ? null : value(type, there, null, path);
        return pending(gone, path);
    }

    Difference pending(@Nullable Difference before, ValuePath path) {
        return new Difference(
                before == null ? Sign.ADD : Sign.CHANGE,
                replaces(path),
                new Difference.Pending(before));
    }

    private Difference scalar(@Nullable Value before, @Nullable Value after, ValuePath path) {
        Difference json = JsonTexts.difference(before, after, replaces(path));
        if (json != null) {
            return json;
        }
        Sign sign = Sign.of(before != null, after != null, same(before, after));
        return new Difference(sign, replaces(path), new Difference.Scalar(before, after));
    }

    /// Values of any type.
    Difference loose(@Nullable Value before, @Nullable Value after, ValuePath path) {
        if (isSensitive(before) || isSensitive(after)) {
            return hidden(before, after, path, isSensitive(before), isSensitive(after));
        }
        if (after != null && !after.isKnown()) {
            return pending(Type.Any.DYNAMIC, before, path);
        }
        Class<?> kindBefore = kind(before);
        Class<?> kindAfter = kind(after);
        if (kindBefore != kindAfter && before != null && after != null) {
            if (kindBefore == Value.class && kindAfter == Value.class) {
                return scalar(before, after, path);
            }
            return new Difference(
                    Sign.CHANGE,
                    replaces(path),
                    new Difference.Swapped(loose(before, null, path), loose(null, after, path)));
        }
        Class<?> kind = before == null ? kindAfter : kindBefore;
        if (kind == Value.Mapping.class) {
            return looseObject(before, after, path);
        }
        if (kind == Value.Sequence.class) {
            return sequence(Type.Any.DYNAMIC, before, after, path);
        }
        return scalar(before, after, path);
    }

    private static Class<?> kind(@Nullable Value value) {
        return switch (value == null ? Values.NULL : value.unmarked()) {
            case Value.Mapping _ -> Value.Mapping.class;
            case Value.Sequence _ -> Value.Sequence.class;
            default -> Value.class;
        };
    }

    private Difference looseObject(@Nullable Value before, @Nullable Value after, ValuePath path) {
        SortedMap<String, Difference> fields = new TreeMap<>(CodePointOrder.INSTANCE);
        for (String name : names(before, after)) {
            fields.put(name, loose(entry(before, name), entry(after, name), path.attribute(name)));
        }
        return fields(Fields.Kind.OBJECT, before, after, fields, path);
    }

    private Difference object(
            Type.ObjectOf type, @Nullable Value before, @Nullable Value after, ValuePath path) {
        SortedMap<String, Difference> fields = new TreeMap<>(CodePointOrder.INSTANCE);
        type.attributes()
                .forEach((name, each) -> {
                    Value was = present(entry(before, name));
                    Value becomes = present(entry(after, name));
                    Difference emptied = emptied(was, becomes);
                    if (emptied != null) {
                        fields.put(name, emptied);
                    } else if (was != null || becomes != null) {
                        fields.put(name, value(each, was, becomes, path.attribute(name)));
                    }
                });
        return fields(Fields.Kind.OBJECT, before, after, fields, path);
    }

    private Difference map(
            Type element, @Nullable Value before, @Nullable Value after, ValuePath path) {
        SortedMap<String, Difference> fields = new TreeMap<>(CodePointOrder.INSTANCE);
        for (String name : names(before, after)) {
            ValuePath inside = path.index(Value.of(name));
            fields.put(name, value(element, entry(before, name), entry(after, name), inside));
        }
        boolean plain = element.isPrimitive() || element.isDynamic();
        return fields(
                plain ? Fields.Kind.MAP : Fields.Kind.MAP_OF_OBJECTS, before, after, fields, path);
    }

    Difference fields(
            Fields.Kind kind,
            @Nullable Value before,
            @Nullable Value after,
            SortedMap<String, Difference> fields,
            ValuePath path) {
        Sign sign = Difference.signOf(before != null, after != null, fields.values());
        return new Difference(sign, replaces(path), new Fields(kind, fields));
    }

    private Difference sequence(
            Type element, @Nullable Value before, @Nullable Value after, ValuePath path) {
        List<Difference> parts = new ArrayList<>();
        int index = 0;
        for (Alignment.Pair<Value> pair : aligned(elements(before), elements(after))) {
            ValuePath inside = path.index(index);
            parts.add(inSequence(() -> value(element, pair.before(), pair.after(), inside)));
            index += pair.after() == null && after != null ? 0 : 1;
        }
        Sign sign = Difference.signOf(before != null, after != null, parts);
        return new Difference(sign, replaces(path), new Difference.Elements(parts, true));
    }

    /// Lists of the same length are compared by position, unless objects in them may have moved.
    private static List<Alignment.Pair<Value>> aligned(List<Value> before, List<Value> after) {
        boolean objects =
                before.stream().allMatch(Differ::isObject)
                        && after.stream().allMatch(Differ::isObject);
        if (before.size() == after.size() && !objects) {
            return Alignment.byPosition(before, after);
        }
        return Alignment.byContent(
                before, after, objects ? Alignment.Unequal.FACING : Alignment.Unequal.APART);
    }

    private static boolean isObject(Value value) {
        return value.type() instanceof Type.ObjectOf;
    }

    private Difference set(
            Type element, @Nullable Value before, @Nullable Value after, ValuePath path) {
        List<Difference> parts = new ArrayList<>();
        for (Alignment.Pair<Value> pair : bySets(elements(before), elements(after))) {
            Value any = pair.before() == null ? pair.after() : pair.before();
            ValuePath inside = any == null ? path : path.index(any);
            parts.add(inSequence(() -> value(element, pair.before(), pair.after(), inside)));
        }
        Sign sign = Difference.signOf(before != null, after != null, parts);
        return new Difference(sign, replaces(path), new Difference.Elements(parts, false));
    }

    /// What stays, then what goes, then what comes.
    static List<Alignment.Pair<Value>> bySets(List<Value> before, List<Value> after) {
        List<Alignment.Pair<Value>> pairs = new ArrayList<>();
        Set<Value> old = new HashSet<>(before);
        Set<Value> fresh = new HashSet<>(after);
        for (Value each : before) {
            if (fresh.contains(each)) {
                pairs.add(new Alignment.Pair<>(each, each));
            }
        }
        for (Value each : before) {
            if (!fresh.contains(each)) {
                pairs.add(new Alignment.Pair<>(each, null));
            }
        }
        for (Value each : after) {
            if (!old.contains(each)) {
                pairs.add(new Alignment.Pair<>(null, each));
            }
        }
        return pairs;
    }

    static List<Value> elements(@Nullable Value value) {
        return value != null && value.unmarked() instanceof Value.Sequence sequence
                ? sequence.elements()
                : List.of();
    }

    static @Nullable Value entry(@Nullable Value value, String name) {
        return value != null && value.unmarked() instanceof Value.Mapping mapping
                ? mapping.elements().get(name)
                : null;
    }

    static Set<String> names(@Nullable Value before, @Nullable Value after) {
        Set<String> names = new TreeSet<>(CodePointOrder.INSTANCE);
        if (before != null && before.unmarked() instanceof Value.Mapping mapping) {
            names.addAll(mapping.elements().keySet());
        }
        if (after != null && after.unmarked() instanceof Value.Mapping mapping) {
            names.addAll(mapping.elements().keySet());
        }
        return names;
    }
}
