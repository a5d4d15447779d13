package dev.slipway.evidence;

import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Resource;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Namespace;
import java.util.Map;

/// Says how a workload is to be watched, by its own annotations and those of its namespace.
/// Thread-safe.
public final class Guards {
    private final Informer<Namespace> namespaces;

    /// To be made before the informers start.
    public Guards(Informers informers) {
        this.namespaces = informers.of(Kinds.NAMESPACE);
    }

    public Guard of(Resource workload) {
        Namespace namespace = namespaces.find(ObjectKey.clusterWide(workload.key().namespace()));
        return Guard.of(
                workload.metadata().annotations(),
                namespace == null ? Map.of() : namespace.metadata().annotations());
    }
}
