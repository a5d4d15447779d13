package dev.slipway.terraform.generate;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.format.Formatter;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.NestedBlock;
import dev.slipway.provider.schema.NestedObject;
import dev.slipway.provider.schema.Schema;
import dev.slipway.state.address.ResourceAddress;
import java.util.Map;
import java.util.TreeMap;

/// A `resource` block that describes an object as it is. What only the provider decides is left
/// out; what is sensitive, or never kept, is null with a comment, for people to fill in. Stateless.
public final class GeneratedConfig {
    private GeneratedConfig() {}

    /// `provider` is what its `provider` argument says, empty without one.
    public static String resource(
            ResourceAddress address, String provider, Schema schema, Value object) {
        StringBuilder out = new StringBuilder();
        out.append("resource \"")
                .append(address.type())
                .append("\" \"")
                .append(address.name())
                .append("\" {\n");
        if (!provider.isEmpty()) {
            out.append("provider = ").append(provider).append('\n');
        }
        body(schema.block(), object, true, out);
        out.append("}\n");
        return requireNonNull(
                        Formatter.format(
                                new SourceText("generated", out.toString()), new Diagnostics()))
                .strip();
    }

    private static void body(Block block, Value object, boolean top, StringBuilder out) {
        Map<String, Value> values = parts(object);
        block.attributes()
                .forEach((name, attribute) -> {
                    boolean own =
                            top && name.equals("id") && attribute.use() != Attribute.Use.REQUIRED;
                    if (!own && attribute.use() != Attribute.Use.COMPUTED) {
                        attribute(name, attribute, values.getOrDefault(name, Values.NULL), out);
                    }
                });
        block.blocks()
                .forEach((name, nested) ->
                        blocks(name, nested, values.getOrDefault(name, Values.NULL), out));
    }

    private static Map<String, Value> parts(Value object) {
        return object.unmarked() instanceof Value.Mapping mapping ? mapping.elements() : Map.of();
    }

    private static void attribute(
            String name, Attribute attribute, Value value, StringBuilder out) {
        out.append(name).append(" = ");
        if (attribute.sensitive() || attribute.use().isWriteOnly()) {
            out.append("null # sensitive\n");
            return;
        }
        NestedObject nested = attribute.nested();
        // Old providers say so where nothing is set, and refuse it when it is written.
        boolean unset = value.unmarked().equals(Value.of("")) && !attribute.use().isRequired();
        Value shown = unset ? Values.NULL : nested == null ? value : withoutComputed(nested, value);
        out.append(Literals.of(shown)).append('\n');
    }

    /// Objects of attributes, without what only the provider decides.
    private static Value withoutComputed(NestedObject nested, Value value) {
        return switch (nested.nesting()) {
            case SINGLE, GROUP -> object(nested, value);
            case LIST, SET ->
                    value.unmarked() instanceof Value.Sequence sequence
                            ? Values.tuple(
                                    sequence.elements().stream()
                                            .map(each -> object(nested, each))
                                            .toList())
                            : value;
            case MAP -> {
                Map<String, Value> objects = new TreeMap<>();
                parts(value).forEach((key, each) -> objects.put(key, object(nested, each)));
                yield value.isNull() ? value : Values.object(objects);
            }
        };
    }

    private static Value object(NestedObject nested, Value value) {
        if (!(value.unmarked() instanceof Value.Mapping mapping)) {
            return value;
        }
        Map<String, Value> kept = new TreeMap<>();
        mapping.elements()
                .forEach((name, each) -> {
                    Attribute attribute = nested.attributes().get(name);
                    if (attribute != null && attribute.use() != Attribute.Use.COMPUTED) {
                        NestedObject inner = attribute.nested();
                        boolean hidden = attribute.sensitive() || attribute.use().isWriteOnly();
                        Value shown = inner == null ? each : withoutComputed(inner, each);
                        kept.put(name, hidden ? Values.NULL : shown);
                    }
                });
        return Values.object(kept);
    }

    private static void blocks(String name, NestedBlock nested, Value value, StringBuilder out) {
        switch (nested.nesting()) {
            case SINGLE, GROUP -> {
                if (!value.isNull() && hasContent(value)) {
                    block(name, nested, value, out);
                }
            }
            case LIST, SET -> {
                if (value.unmarked() instanceof Value.Sequence sequence) {
                    sequence.elements().forEach(each -> block(name, nested, each, out));
                }
            }
            case MAP ->
                    parts(value)
                            .forEach((key, each) ->
                                    block(
                                            name + " " + Literals.of(Value.of(key)),
                                            nested,
                                            each,
                                            out));
        }
    }

    private static boolean hasContent(Value object) {
        return parts(object).values().stream().anyMatch(each -> !each.isNull());
    }

    private static void block(String head, NestedBlock nested, Value value, StringBuilder out) {
        out.append(head).append(" {\n");
        body(nested.block(), value, false, out);
        out.append("}\n");
    }
}
