package dev.slipway.api;

import static java.util.Objects.requireNonNull;

import dev.slipway.client.Cluster;
import dev.slipway.client.Resources;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Resource;
import java.util.List;

/// The cluster of this process, as one caller sees it: straight to the API, without HTTP, with the
/// rights of that caller. Thread-safe.
public final class LocalCluster implements Cluster {
    private final ObjectApi api;
    private final Caller caller;
    private final Authorizer authorizer;

    public LocalCluster(ObjectApi api, Caller caller, Authorizer authorizer) {
        this.api = requireNonNull(api, "api");
        this.caller = requireNonNull(caller, "caller");
        this.authorizer = requireNonNull(authorizer, "authorizer");
    }

    /// The cluster as `caller` sees it when nobody asks whether it may.
    public LocalCluster(ObjectApi api, Caller caller) {
        this(api, caller, Authorizer.everything());
    }

    @Override
    public <T extends Resource> Resources<T> resources(Kind<T> kind) {
        KindDefinition definition = api.kinds().find(kind.type());
        if (definition == null) {
            throw new ApiException(
                    Reason.NOT_FOUND,
                    "the server could not find the requested resource: no kind "
                            + kind
                            + " is served",
                    kind.type(),
                    ObjectKey.clusterWide(""),
                    List.of());
        }
        return new LocalResources<>(api, caller, authorizer, definition, kind);
    }
}
