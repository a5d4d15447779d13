package dev.slipway.terraform.change;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.value.Value;
import dev.slipway.provider.PrivateData;
import dev.slipway.provider.Provider;
import dev.slipway.state.address.ConfigResource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A remote object as it was last seen, in the form of the current schema. What is sensitive in its
/// value is marked. Immutable.
public record LiveObject(
        Value value,
        boolean tainted,
        PrivateData privateData,
        @Nullable Value identity,
        List<ConfigResource> dependencies,
        boolean createBeforeDestroy) {
    public LiveObject {
        requireNonNull(value, "value");
        requireNonNull(privateData, "privateData");
        dependencies = List.copyOf(dependencies);
    }

    public LiveObject withValue(Value other) {
        return new LiveObject(
                other, tainted, privateData, identity, dependencies, createBeforeDestroy);
    }

    public LiveObject withTainted(boolean now) {
        return new LiveObject(value, now, privateData, identity, dependencies, createBeforeDestroy);
    }

    public LiveObject withDependencies(List<ConfigResource> now, boolean first) {
        return new LiveObject(value, tainted, privateData, identity, now, first);
    }

    /// As providers take it: without marks.
    public Provider.Resource forProvider() {
        return new Provider.Resource(Marks.plain(value), privateData, identity);
    }
}
