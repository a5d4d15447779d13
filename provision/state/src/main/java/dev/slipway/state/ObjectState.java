package dev.slipway.state;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.value.ValuePath;
import dev.slipway.provider.PrivateData;
import dev.slipway.provider.RawState;
import dev.slipway.state.address.ConfigResource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One remote object as it was last seen, in the form of the schema version that wrote it.
public record ObjectState(
        boolean tainted,
        long schemaVersion,
        RawState attributes,
        List<ValuePath> sensitive,
        PrivateData privateData,
        @Nullable Identity identity,
        List<ConfigResource> dependencies,
        boolean createBeforeDestroy) {
    /// What the object is known by, as JSON of the identity schema's version.
    public record Identity(long schemaVersion, RawState.Json json) {
        public Identity {
            requireNonNull(json, "json");
        }
    }

    public ObjectState {
        requireNonNull(attributes, "attributes");
        requireNonNull(privateData, "privateData");
        sensitive = List.copyOf(sensitive);
        dependencies = List.copyOf(dependencies);
    }

    public ObjectState withTainted(boolean now) {
        return new ObjectState(
                now,
                schemaVersion,
                attributes,
                sensitive,
                privateData,
                identity,
                dependencies,
                createBeforeDestroy);
    }
}
