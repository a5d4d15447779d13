package dev.slipway.terraform.view;

import dev.slipway.hcl.text.CodePointOrder;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.NestedBlock;
import dev.slipway.provider.schema.NestedObject;
import dev.slipway.terraform.view.Difference.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds out what changes in an object by its schema: attribute by attribute, block by block.
/// Belongs to one thread.
final class BlockDiffer {
    private final Differ values;

    BlockDiffer(Differ values) {
        this.values = values;
    }

    /// A body; `null` is one that is not there.
    Difference body(Block block, @Nullable Value before, @Nullable Value after, ValuePath path) {
        SortedMap<String, Difference> attributes =
                attributes(block.attributes(), before, after, path);
        SortedMap<String, List<Difference.Nested>> blocks = new TreeMap<>(CodePointOrder.INSTANCE);
        block.blocks()
                .forEach((type, each) -> {
                    List<Difference.Nested> found =
                            nested(
                                    each,
                                    Differ.entry(before, type),
                                    Differ.entry(after, type),
                                    path.attribute(type));
                    if (!found.isEmpty()) {
                        blocks.put(type, found);
                    }
                });
        List<Difference> parts = new ArrayList<>(attributes.values());
        blocks.values().forEach(each -> each.forEach(nested -> parts.add(nested.difference())));
        Sign sign = Difference.signOf(before != null, after != null, parts);
        return new Difference(sign, values.replaces(path), new Difference.Body(attributes, blocks));
    }

    private SortedMap<String, Difference> attributes(
            SortedMap<String, Attribute> attributes,
            @Nullable Value before,
            @Nullable Value after,
            ValuePath path) {
        SortedMap<String, Difference> found = new TreeMap<>(CodePointOrder.INSTANCE);
        attributes.forEach((name, each) -> {
            ValuePath inside = path.attribute(name);
            if (each.use().isWriteOnly()) {
                Sign sign = Sign.of(before != null, after != null, true);
                found.put(name, new Difference(sign, false, new Difference.WriteOnly()));
                return;
            }
            Value was = Differ.present(Differ.entry(before, name));
            Value becomes = Differ.present(Differ.entry(after, name));
            Difference emptied = each.sensitive() ? null : values.emptied(was, becomes);
            if (emptied != null) {
                found.put(name, emptied);
            } else if (was != null || becomes != null) {
                found.put(name, attribute(each, was, becomes, inside));
            }
        });
        return found;
    }

    private Difference attribute(
            Attribute attribute, @Nullable Value before, @Nullable Value after, ValuePath path) {
        NestedObject nested = attribute.nested();
        boolean secret = attribute.sensitive() || isSecretSet(nested);
        if (secret || Differ.isSensitive(before) || Differ.isSensitive(after)) {
            return values.hidden(
                    before,
                    after,
                    path,
                    secret || Differ.isSensitive(before),
                    secret || Differ.isSensitive(after));
        }
        return nested == null
                ? values.value(attribute.type(), before, after, path)
                : nestedObjects(nested, before, after, path);
    }

    /// A secret in an element of a set would show in how elements are told apart.
    private static boolean isSecretSet(@Nullable NestedObject nested) {
        return nested != null
                && nested.nesting() == dev.slipway.provider.schema.Nesting.SET
                && nested.attributes().values().stream().anyMatch(Attribute::sensitive);
    }

    private Difference nestedObjects(
            NestedObject nested, @Nullable Value before, @Nullable Value after, ValuePath path) {
        if (after != null && !after.isKnown()) {
            return values.pending(
                    before == null ? null : nestedPending(nested, before, after, path), path);
        }
        return switch (nested.nesting()) {
            case SINGLE, GROUP -> nestedObject(nested, before, after, path);
            case LIST -> nestedList(nested, before, after, path);
            case SET -> nestedSet(nested, before, after, path);
            case MAP -> nestedMap(nested, before, after, path);
        };
    }

    /// One object that becomes unknown does so attribute by attribute; many simply go.
    private Difference nestedPending(
            NestedObject nested, Value before, Value after, ValuePath path) {
        return switch (nested.nesting()) {
            case SINGLE, GROUP -> {
                SortedMap<String, Difference> fields = new TreeMap<>(CodePointOrder.INSTANCE);
                nested.attributes()
                        .forEach((name, each) -> {
                            Value unknown = Value.unknown(each.type()).withMarks(after.marks());
                            Value was = Differ.present(Differ.entry(before, name));
                            fields.put(name, attribute(each, was, unknown, path.attribute(name)));
                        });
                yield values.fields(Fields.Kind.NESTED, before, after, fields, path);
            }
            case LIST -> nestedList(nested, before, null, path);
            case SET -> nestedSet(nested, before, null, path);
            case MAP -> nestedMap(nested, before, null, path);
        };
    }

    private Difference nestedObject(
            NestedObject nested, @Nullable Value before, @Nullable Value after, ValuePath path) {
        if (after != null && !after.isKnown()) {
            return values.pending(
                    before == null ? null : nestedObject(nested, before, null, path), path);
        }
        return values.fields(
                Fields.Kind.NESTED,
                before,
                after,
                attributes(nested.attributes(), before, after, path),
                path);
    }

    private Difference nestedList(
            NestedObject nested, @Nullable Value before, @Nullable Value after, ValuePath path) {
        List<Difference> parts = new ArrayList<>();
        for (Alignment.Pair<Value> pair :
                Alignment.byPosition(Differ.elements(before), Differ.elements(after))) {
            ValuePath inside = path.index(parts.size());
            parts.add(
                    values.inSequence(
                            () -> nestedObject(nested, pair.before(), pair.after(), inside)));
        }
        return elements(before, after, parts, values.replaces(path));
    }

    private Difference nestedSet(
            NestedObject nested, @Nullable Value before, @Nullable Value after, ValuePath path) {
        List<Difference> parts = new ArrayList<>();
        for (Alignment.Pair<Value> pair :
                Differ.bySets(Differ.elements(before), Differ.elements(after))) {
            Difference part =
                    values.inSequence(
                            () -> nestedObject(nested, pair.before(), pair.after(), path));
            boolean replaces = !part.isSame() && values.replaces(path);
            parts.add(new Difference(part.sign(), replaces, part.form()));
        }
        return elements(before, after, parts, false);
    }

    private static Difference elements(
            @Nullable Value before,
            @Nullable Value after,
            List<Difference> parts,
            boolean replaces) {
        Sign sign = Difference.signOf(before != null, after != null, parts);
        return new Difference(sign, replaces, new Difference.Elements(parts, false));
    }

    private Difference nestedMap(
            NestedObject nested, @Nullable Value before, @Nullable Value after, ValuePath path) {
        SortedMap<String, Difference> fields = new TreeMap<>(CodePointOrder.INSTANCE);
        for (String name : Differ.names(before, after)) {
            fields.put(
                    name,
                    nestedObject(
                            nested,
                            Differ.entry(before, name),
                            Differ.entry(after, name),
                            path.index(Value.of(name))));
        }
        return values.fields(Fields.Kind.MAP_OF_OBJECTS, before, after, fields, path);
    }

    private List<Difference.Nested> nested(
            NestedBlock nested, @Nullable Value before, @Nullable Value after, ValuePath path) {
        List<Difference.Nested> found = new ArrayList<>();
        Value rest = after;
        if (after != null && !after.isKnown()) {
            boolean fresh = before == null || before.isNull() || Differ.elements(before).isEmpty();
            found.add(
                    new Difference.Nested(
                            null,
                            new Difference(
                                    fresh ? Sign.ADD : Sign.CHANGE,
                                    values.replaces(path),
                                    new Difference.Pending(null))));
            rest = null;
        }
        switch (nested.nesting()) {
            case SINGLE, GROUP -> single(nested, before, rest, path, found);
            case LIST -> list(nested, before, rest, path, found);
            case SET -> set(nested, before, rest, path, found);
            case MAP -> map(nested, before, rest, path, found);
        }
        return found;
    }

    private void single(
            NestedBlock nested,
            @Nullable Value before,
            @Nullable Value after,
            ValuePath path,
            List<Difference.Nested> found) {
        Value was = Differ.present(before);
        Value becomes = Differ.present(after);
        if (was != null || becomes != null) {
            found.add(one(nested, null, was, becomes, path));
        }
    }

    private void list(
            NestedBlock nested,
            @Nullable Value before,
            @Nullable Value after,
            ValuePath path,
            List<Difference.Nested> found) {
        int index = 0;
        for (Alignment.Pair<Value> pair :
                Alignment.byPosition(Differ.elements(before), Differ.elements(after))) {
            ValuePath inside = path.index(index++);
            found.add(
                    values.inSequence(
                            () -> one(nested, null, pair.before(), pair.after(), inside)));
        }
    }

    private void set(
            NestedBlock nested,
            @Nullable Value before,
            @Nullable Value after,
            ValuePath path,
            List<Difference.Nested> found) {
        boolean secret =
                Differ.isSensitive(before)
                        || Differ.isSensitive(after)
                        || nested.block().attributes().values().stream()
                                .anyMatch(Attribute::sensitive);
        for (Alignment.Pair<Value> pair :
                Differ.bySets(Differ.elements(before), Differ.elements(after))) {
            found.add(
                    secret
                            ? new Difference.Nested(
                                    null,
                                    values.hidden(pair.before(), pair.after(), path, true, true))
                            : values.inSequence(
                                    () -> one(nested, null, pair.before(), pair.after(), path)));
        }
    }

    private void map(
            NestedBlock nested,
            @Nullable Value before,
            @Nullable Value after,
            ValuePath path,
            List<Difference.Nested> found) {
        for (String label : Differ.names(before, after)) {
            found.add(
                    one(
                            nested,
                            label,
                            Differ.entry(before, label),
                            Differ.entry(after, label),
                            path.index(Value.of(label))));
        }
    }

    private Difference.Nested one(
            NestedBlock nested,
            @Nullable String label,
            @Nullable Value before,
            @Nullable Value after,
            ValuePath path) {
        if (Differ.isSensitive(before) || Differ.isSensitive(after)) {
            return new Difference.Nested(label, values.hidden(before, after, path, true, true));
        }
        Difference body = body(nested.block(), before, after, path);
        boolean replaces = body.replaces() || (!body.isSame() && values.replaces(listOf(path)));
        return new Difference.Nested(label, new Difference(body.sign(), replaces, body.form()));
    }

    /// The path of all blocks of the type, which may be what an object is replaced for.
    private static ValuePath listOf(ValuePath path) {
        return path.steps().getLast() instanceof ValuePath.Step.Index
                ? new ValuePath(path.steps().subList(0, path.steps().size() - 1))
                : path;
    }
}
