package dev.slipway.provider.testing;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.PrivateData;
import dev.slipway.provider.Provider;
import dev.slipway.provider.schema.Attribute;
import dev.slipway.provider.schema.Block;
import dev.slipway.provider.schema.NestedBlock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Configurations and requests for providers in tests. Stateless.
public final class Things {
    private Things() {}

    /// The value of a body in which only these attributes are given.
    public static Value config(Block block, Map<String, Value> given) {
        Map<String, Value> attributes = new TreeMap<>();
        block.attributes()
                .forEach((String name, Attribute each) ->
                        attributes.put(name, Value.nullOf(each.type())));
        block.blocks().forEach((name, each) -> attributes.put(name, none(each)));
        attributes.putAll(given);
        return Values.object(attributes);
    }

    private static Value none(NestedBlock nested) {
        Type object = nested.block().type();
        return switch (nested.nesting()) {
            case SINGLE -> Value.nullOf(object);
            case GROUP -> config(nested.block(), Map.of());
            case LIST -> Values.list(object, List.of());
            case SET -> Values.set(object, List.of());
            case MAP -> Values.map(object, Map.of());
        };
    }

    /// The object with these attributes changed.
    public static Value with(Value object, Map<String, Value> given) {
        Map<String, Value> attributes = new TreeMap<>(Values.entries(object));
        attributes.putAll(given);
        return Values.object(attributes);
    }

    public static Value at(Value object, String attribute) {
        Value value = Values.entries(object).get(attribute);
        if (value == null) {
            throw new IllegalArgumentException("attribute: " + attribute);
        }
        return value;
    }

    public static Provider.PlanRequest plan(Value prior, Value proposed, Value config) {
        return new Provider.PlanRequest(
                prior, proposed, config, PrivateData.NONE, Values.NULL, null);
    }

    public static Provider.ApplyRequest apply(Value prior, Provider.Planned planned, Value config) {
        return new Provider.ApplyRequest(
                prior,
                planned.planned(),
                config,
                planned.plannedPrivate(),
                Values.NULL,
                planned.plannedIdentity());
    }

    /// Plans and applies the creation of what is configured.
    public static Provider.Resource create(Provider provider, String type, Value config) {
        Value none = Value.nullOf(config.type());
        Provider.Planned planned =
                provider.planResourceChange(type, plan(none, config, config)).value();
        Provider.Applied applied =
                provider.applyResourceChange(type, apply(none, planned, config)).value();
        return new Provider.Resource(applied.value(), applied.privateData(), applied.identity());
    }
}
