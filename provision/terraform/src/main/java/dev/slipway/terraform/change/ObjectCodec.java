package dev.slipway.terraform.change;

import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.provider.Answer;
import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderDiagnostic;
import dev.slipway.provider.RawState;
import dev.slipway.provider.schema.IdentitySchema;
import dev.slipway.provider.schema.Schema;
import dev.slipway.state.ObjectState;
import dev.slipway.terraform.stored.StoredJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Between objects as a state keeps them and live ones. Stateless.
public final class ObjectCodec {
    private ObjectCodec() {}

    /// The object in the form of the current schema; the provider upgrades it. Null, if that fails;
    /// then `problems` has errors.
    public static @Nullable LiveObject decode(
            Provider provider,
            String type,
            Schema schema,
            ObjectState kept,
            List<ProviderDiagnostic> problems) {
        Answer<Value> upgraded =
                provider.upgradeResourceState(type, kept.schemaVersion(), kept.attributes());
        problems.addAll(upgraded.diagnostics());
        if (upgraded.hasErrors()) {
            return null;
        }
        Value identity = identity(provider, type, kept, problems);
        return new LiveObject(
                marked(upgraded.value(), schema, kept.sensitive()),
                kept.tainted(),
                kept.privateData(),
                identity,
                kept.dependencies(),
                kept.createBeforeDestroy());
    }

    private static @Nullable Value identity(
            Provider provider, String type, ObjectState kept, List<ProviderDiagnostic> problems) {
        ObjectState.Identity identity = kept.identity();
        if (identity == null) {
            return null;
        }
        Answer<Value> upgraded =
                provider.upgradeResourceIdentity(
                        type, identity.schemaVersion(), identity.json().bytes());
        problems.addAll(upgraded.diagnostics());
        return upgraded.hasErrors() ? null : upgraded.value();
    }

    private static Value marked(Value value, Schema schema, List<ValuePath> kept) {
        Map<ValuePath, Set<Mark>> marks = new LinkedHashMap<>();
        kept.forEach(path -> marks.put(path, Set.of(Mark.SENSITIVE)));
        return Marks.put(value, schema.block(), marks);
    }

    /// The object as a state keeps it. Its value must be wholly known.
    public static ObjectState encode(
            Provider provider, String type, Schema schema, LiveObject live) {
        List<ValuePath> sensitive = new ArrayList<>();
        Marks.of(live.value())
                .forEach((path, marks) -> {
                    if (marks.contains(Mark.SENSITIVE)) {
                        sensitive.add(path);
                    }
                });
        sensitive.sort(ValuePath::compare);
        return new ObjectState(
                live.tainted(),
                schema.version(),
                StoredJson.write(Marks.plain(live.value()), schema.block().type()),
                sensitive,
                live.privateData(),
                identity(provider, type, live.identity()),
                live.dependencies(),
                live.createBeforeDestroy());
    }

    private static ObjectState.@Nullable Identity identity(
            Provider provider, String type, @Nullable Value identity) {
        IdentitySchema schema = provider.schema().identity(type);
        if (identity == null || schema == null || !identity.isWhollyKnown()) {
            return null;
        }
        RawState.Json json = StoredJson.write(identity, identity.type());
        return new ObjectState.Identity(schema.version(), json);
    }
}
