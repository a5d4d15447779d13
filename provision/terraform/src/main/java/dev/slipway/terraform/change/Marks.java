package dev.slipway.terraform.change;

import dev.slipway.hcl.text.CodePointOrder;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.NestedBlock;
import dev.slipway.provider.schema.NestedObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// Marks of parts of a value by their paths: taken off before a provider sees the value, put back
/// on what it answers. Stateless.
public final class Marks {
    private Marks() {}

    /// The value without any mark.
    public static Value plain(Value value) {
        return Values.withoutMarks(value, new HashSet<>());
    }

    /// The marks of all parts; of parts of sets, those of the set.
    public static Map<ValuePath, Set<Mark>> of(Value value) {
        Map<ValuePath, Set<Mark>> marks = new LinkedHashMap<>();
        visit(
                value,
                ValuePath.ROOT,
                (path, part) -> {
                    if (!part.marks().isEmpty()) {
                        marks.put(path, part.marks());
                    }
                });
        return marks;
    }

    /// Every part with its path, the whole first; not into sets.
    static void visit(Value value, ValuePath path, BiConsumer<ValuePath, Value> visitor) {
        visitor.accept(path, value);
        switch (value.unmarked()) {
            case Value.Sequence sequence -> {
                if (!(sequence.type() instanceof Type.SetOf)) {
                    for (int i = 0; i < sequence.elements().size(); i++) {
                        visit(sequence.elements().get(i), path.index(i), visitor);
                    }
                }
            }
            case Value.Mapping mapping -> {
                boolean object = mapping.type() instanceof Type.ObjectOf;
                mapping.elements()
                        .forEach((name, part) ->
                                visit(
                                        part,
                                        object ? path.attribute(name) : path.index(Value.of(name)),
                                        visitor));
            }
            default -> {}
        }
    }

    /// The value with marks on its parts. Where a path leads nowhere, the nearest part on the way
    /// that there is gets the mark, so that nothing becomes visible.
    public static Value put(Value value, Map<ValuePath, Set<Mark>> marks) {
        Value marked = value;
        for (Map.Entry<ValuePath, Set<Mark>> each : marks.entrySet()) {
            marked = put(marked, each.getKey().steps(), 0, each.getValue());
        }
        return marked;
    }

    private static Value put(Value value, List<ValuePath.Step> steps, int at, Set<Mark> marks) {
        Value inner = value.unmarked();
        if (at == steps.size()) {
            return value.withMarks(marks);
        }
        Value changed =
                switch (inner) {
                    case Value.Mapping mapping -> putEntry(mapping, steps, at, marks);
                    case Value.Sequence sequence -> putElement(sequence, steps, at, marks);
                    default -> inner.withMarks(marks);
                };
        return changed.withMarks(value.marks());
    }

    private static Value putEntry(
            Value.Mapping mapping, List<ValuePath.Step> steps, int at, Set<Mark> marks) {
        String name =
                switch (steps.get(at)) {
                    case ValuePath.Step.Attribute(String attribute) -> attribute;
                    case ValuePath.Step.Index(Value.Text(String key)) -> key;
                    case ValuePath.Step.Index _ -> "";
                };
        Value part = mapping.elements().get(name);
        if (part == null) {
            return mapping;
        }
        SortedMap<String, Value> parts = new TreeMap<>(CodePointOrder.INSTANCE);
        parts.putAll(mapping.elements());
        parts.put(name, put(part, steps, at + 1, marks));
        return new Value.Mapping(mapping.type(), parts);
    }

    private static Value putElement(
            Value.Sequence sequence, List<ValuePath.Step> steps, int at, Set<Mark> marks) {
        boolean set = sequence.type() instanceof Type.SetOf;
        if (set || !(steps.get(at) instanceof ValuePath.Step.Index(Value.Numeric(BigFloat n)))) {
            return sequence.withMarks(marks);
        }
        Long index = n.toLongExact();
        if (index == null || index < 0 || index >= sequence.elements().size()) {
            return sequence;
        }
        List<Value> parts = new ArrayList<>(sequence.elements());
        parts.set(index.intValue(), put(parts.get(index.intValue()), steps, at + 1, marks));
        return new Value.Sequence(sequence.type(), parts);
    }

    /// The paths of what the schema says is sensitive, as far as there is something.
    public static List<ValuePath> sensitive(Block schema, Value value) {
        List<ValuePath> paths = new ArrayList<>();
        block(schema, value.unmarked(), ValuePath.ROOT, paths);
        return paths;
    }

    private static void block(Block schema, Value value, ValuePath path, List<ValuePath> paths) {
        if (!(value instanceof Value.Mapping mapping)) {
            return;
        }
        schema.attributes()
                .forEach((name, attribute) ->
                        attribute(
                                attribute,
                                mapping.elements().getOrDefault(name, Values.NULL),
                                path.attribute(name),
                                paths));
        schema.blocks()
                .forEach((name, nested) ->
                        nested(
                                nested,
                                mapping.elements().getOrDefault(name, Values.NULL),
                                path.attribute(name),
                                paths));
    }

    private static void attribute(
            Attribute schema, Value value, ValuePath path, List<ValuePath> paths) {
        if (schema.sensitive()) {
            if (!value.isNull()) {
                paths.add(path);
            }
        } else if (schema.nested() != null && hasSensitive(schema.nested())) {
            NestedObject object = schema.nested();
            parts(
                    value,
                    path,
                    (inner, part) -> {
                        if (part.unmarked() instanceof Value.Mapping mapping) {
                            object.attributes()
                                    .forEach((name, each) ->
                                            attribute(
                                                    each,
                                                    mapping.elements()
                                                            .getOrDefault(name, Values.NULL),
                                                    inner.attribute(name),
                                                    paths));
                        }
                    });
        }
    }

    private static void nested(
            NestedBlock schema, Value value, ValuePath path, List<ValuePath> paths) {
        if (hasSensitive(schema.block())) {
            parts(
                    value,
                    path,
                    (inner, part) -> block(schema.block(), part.unmarked(), inner, paths));
        }
    }

    /// The objects in a value: itself, or its elements.
    private static void parts(Value value, ValuePath path, BiConsumer<ValuePath, Value> visitor) {
        switch (value.unmarked()) {
            case Value.Mapping mapping when mapping.type() instanceof Type.ObjectOf ->
                    visitor.accept(path, mapping);
            case Value.Mapping mapping ->
                    mapping.elements()
                            .forEach(
                                    (key, part) -> visitor.accept(path.index(Value.of(key)), part));
            case Value.Sequence sequence -> {
                boolean set = sequence.type() instanceof Type.SetOf;
                for (int i = 0; i < sequence.elements().size(); i++) {
                    Value part = sequence.elements().get(i);
                    visitor.accept(set ? path.index(part) : path.index(i), part);
                }
            }
            default -> {}
        }
    }

    private static boolean hasSensitive(Block schema) {
        return schema.attributes().values().stream()
                        .anyMatch(each ->
                                each.sensitive()
                                        || (each.nested() != null && hasSensitive(each.nested())))
                || schema.blocks().values().stream().anyMatch(each -> hasSensitive(each.block()));
    }

    private static boolean hasSensitive(NestedObject schema) {
        return schema.attributes().values().stream()
                .anyMatch(each ->
                        each.sensitive() || (each.nested() != null && hasSensitive(each.nested())));
    }

    /// The value with the marks that the schema calls for, and these.
    public static Value put(Value value, Block schema, Map<ValuePath, Set<Mark>> marks) {
        Map<ValuePath, Set<Mark>> all = new LinkedHashMap<>(marks);
        for (ValuePath path : sensitive(schema, value)) {
            all.merge(path, Set.of(Mark.SENSITIVE), Marks::both);
        }
        return put(value, all);
    }

    private static Set<Mark> both(Set<Mark> one, Set<Mark> other) {
        Set<Mark> all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }
}
