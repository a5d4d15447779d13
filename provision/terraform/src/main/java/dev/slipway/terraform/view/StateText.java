package dev.slipway.terraform.view;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.text.GoQuote;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.provider.schema.Schema;
import dev.slipway.state.InstanceState;
import dev.slipway.state.ObjectState;
import dev.slipway.state.ResourceState;
import dev.slipway.state.State;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ResourceAddress;
import dev.slipway.state.address.ResourcePath;
import dev.slipway.terraform.stored.Schemas;
import dev.slipway.terraform.stored.StoredValue;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Shows a state, or one object of it, as it would stand in a configuration; what is sensitive is
/// hidden. Written object by object, so that a state may have any size. Safe for many threads.
public final class StateText {
    private static final int COLUMN = 2;

    private final Schemas schemas;
    private final boolean colour;

    public StateText(Schemas schemas, boolean colour) {
        this.schemas = requireNonNull(schemas, "schemas");
        this.colour = colour;
    }

    /// Everything in it.
    public void write(State state, Appendable out) throws IOException {
        if (state.isEmpty()) {
            out.append("The state holds no objects and no outputs.\n");
            return;
        }
        boolean first = true;
        for (Map.Entry<ResourcePath, ResourceState> resource : state.resources().entrySet()) {
            for (Map.Entry<InstanceKey, InstanceState> instance :
                    resource.getValue().instances().entrySet()) {
                InstanceAddress address = resource.getKey().instance(instance.getKey());
                out.append(first ? "" : "\n");
                write(address, resource.getValue(), instance.getValue(), out);
                first = false;
            }
        }
        outputs(state, !first, out);
    }

    /// One instance, with what is left of objects that it replaced; `false` if there is none.
    public boolean write(State state, InstanceAddress address, Appendable out) throws IOException {
        ResourceState resource = state.resource(address.resource());
        InstanceState instance = state.instance(address);
        if (resource == null || instance == null) {
            return false;
        }
        write(address, resource, instance, out);
        return true;
    }

    private void write(
            InstanceAddress address, ResourceState resource, InstanceState instance, Appendable out)
            throws IOException {
        Schema schema = schemas.find(resource.provider().source(), address.resource().resource());
        ObjectState current = instance.current();
        if (current != null) {
            out.append(object(address, current.tainted() ? " (tainted)" : "", current, schema));
        }
        boolean first = current == null;
        for (Map.Entry<String, ObjectState> deposed : instance.deposed().entrySet()) {
            out.append(first ? "" : "\n");
            String note = " (deposed " + deposed.getKey() + ")";
            out.append(object(address, note, deposed.getValue(), schema));
            first = false;
        }
    }

    private String object(
            InstanceAddress address,
            String note,
            ObjectState object,
            @org.jspecify.annotations.Nullable Schema schema) {
        ResourceAddress resource = address.resource().resource();
        String kind = resource.isManaged() ? "resource" : resource.mode().prefix().replace(".", "");
        Lines lines = new Lines(colour);
        lines.add("# " + address + ":" + note).newLine();
        lines.add(kind + " " + GoQuote.quoted(resource.type()) + " ");
        lines.add(GoQuote.quoted(resource.name()) + " {").newLine();
        Difference.Body body = ChangeDiffer.unchanged(schema, StoredValue.of(object, schema));
        new DifferenceText(lines).body(body, COLUMN, true);
        return lines.add("}").newLine().toString();
    }

    private void outputs(State state, boolean below, Appendable out) throws IOException {
        if (state.outputs().isEmpty()) {
            return;
        }
        Lines lines = new Lines(colour);
        lines.add(below ? "\n\n" : "").add("Outputs:").newLine().newLine();
        DifferenceText text = new DifferenceText(lines);
        Differ differ = new Differ(List.of());
        state.outputs()
                .forEach((name, each) ->
                        text.whole(
                                name,
                                each.sensitive()
                                        ? differ.hidden(
                                                each.value(),
                                                each.value(),
                                                ValuePath.ROOT,
                                                true,
                                                true)
                                        : differ.value(
                                                Type.Any.DYNAMIC,
                                                each.value(),
                                                each.value(),
                                                ValuePath.ROOT)));
        out.append(lines.toString());
    }
}
