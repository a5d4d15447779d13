package dev.slipway.terraform.view;

import dev.slipway.hcl.text.CodePointOrder;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.provider.schema.Schema;
import dev.slipway.terraform.plan.OutputChange;
import dev.slipway.terraform.plan.ResourceChange;
import dev.slipway.terraform.stored.Schemas;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds out what changes in the objects and outputs of a plan. Stateless but for the schemas.
final class ChangeDiffer {
    private final Schemas schemas;

    ChangeDiffer(Schemas schemas) {
        this.schemas = schemas;
    }

    Difference.Body difference(ResourceChange change) {
        Schema schema =
                schemas.find(change.provider().source(), change.address().resource().resource());
        Differ differ =
                new Differ(
                        change.action().isReplace()
                                ? change.details().requiresReplace()
                                : List.of());
        Value before = Differ.present(change.change().before());
        Value after = Differ.present(change.change().after());
        if (change.action() == dev.slipway.terraform.plan.Action.FORGET) {
            after = before;
        }
        return body(differ, schema, before, after);
    }

    /// An object as it is, without any change.
    static Difference.Body unchanged(@Nullable Schema schema, Value value) {
        return body(new Differ(List.of()), schema, value, value);
    }

    private static Difference.Body body(
            Differ differ, @Nullable Schema schema, @Nullable Value before, @Nullable Value after) {
        Difference difference =
                schema == null
                        ? withoutSchema(differ, before, after)
                        : new BlockDiffer(differ)
                                .body(schema.block(), before, after, ValuePath.ROOT);
        return difference.form() instanceof Difference.Body body
                ? body
                : new Difference.Body(new TreeMap<>(), new TreeMap<>());
    }

    private static Difference withoutSchema(
            Differ differ, @Nullable Value before, @Nullable Value after) {
        SortedMap<String, Difference> attributes = new TreeMap<>(CodePointOrder.INSTANCE);
        for (String name : Differ.names(before, after)) {
            Value was = Differ.present(Differ.entry(before, name));
            Value becomes = Differ.present(Differ.entry(after, name));
            if (was != null || becomes != null) {
                ValuePath path = ValuePath.ROOT.attribute(name);
                attributes.put(name, differ.value(Type.Any.DYNAMIC, was, becomes, path));
            }
        }
        return new Difference(
                Difference.signOf(before != null, after != null, attributes.values()),
                false,
                new Difference.Body(attributes, new TreeMap<>()));
    }

    /// Outputs that are there before or after.
    SortedMap<String, Difference> outputs(SortedMap<String, OutputChange> outputs) {
        SortedMap<String, Difference> found = new TreeMap<>(CodePointOrder.INSTANCE);
        Differ differ = new Differ(List.of());
        outputs.forEach((name, each) -> {
            Value before = Differ.present(each.change().before());
            Value after = Differ.present(each.change().after());
            if (before == null && after == null) {
                return;
            }
            found.put(
                    name,
                    each.sensitive()
                            ? differ.hidden(before, after, ValuePath.ROOT, true, true)
                            : differ.value(Type.Any.DYNAMIC, before, after, ValuePath.ROOT));
        });
        return found;
    }
}
