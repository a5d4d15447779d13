package dev.slipway.edge;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.HttpRoute.BackendReference;
import dev.slipway.model.kinds.Service;
import dev.slipway.proxy.Backend;
import dev.slipway.proxy.Endpoint;
import dev.slipway.proxy.Stickiness;
import dev.slipway.proxy.WeightedBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the services that routes name.
///
/// A reference that leads nowhere keeps its weight under a name that no backend has: the proxy
/// answers that share with 500, as the Gateway API wants. A service without ready endpoints gives
/// its share to the others instead of answering 503 (the Gateway API leaves that open): a request
/// that can be answered is answered.
final class BackendRefs {
    static final Finding RESOLVED = Finding.holds("ResolvedRefs");

    private final EdgeObjects objects;
    private final Map<ObjectKey, Map<Integer, Backend>> backends;
    private final StickyUsers sticky;

    BackendRefs(
            EdgeObjects objects,
            Map<ObjectKey, Map<Integer, Backend>> backends,
            StickyUsers sticky) {
        this.objects = objects;
        this.backends = backends;
        this.sticky = sticky;
    }

    /// The backends of a rule; what does not resolve is added to `problems`.
    List<WeightedBackend> resolve(
            String namespace,
            List<BackendReference> references,
            RouteFilters filters,
            List<Finding> problems) {
        List<WeightedBackend> resolved = new ArrayList<>();
        for (BackendReference reference : references) {
            String found = find(namespace, reference, problems);
            resolved.add(
                    new WeightedBackend(
                            found == null
                                    ? "unresolved " + namespace + "/" + reference.name()
                                    : found,
                            reference.effectiveWeight(),
                            filters.translate(
                                    reference.filters(),
                                    mirror -> find(namespace, mirror, problems))));
        }
        return amongReady(resolved);
    }

    /// The id of the backend that a route means; null, with a problem more, where there is none.
    @Nullable String find(String namespace, BackendReference reference, List<Finding> problems) {
        Finding finding = check(namespace, reference);
        if (finding.holds()) {
            return finding.message();
        }
        problems.add(finding);
        return null;
    }

    /// How the first of the services that asks for it recognises its users; null where none does.
    @Nullable Stickiness stickiness(String namespace, List<BackendReference> references) {
        for (BackendReference reference : references) {
            Stickiness found = stickiness(new ObjectKey(namespace, reference.name()));
            if (found != null && check(namespace, reference).holds()) {
                return found;
            }
        }
        return null;
    }

    @Nullable Stickiness stickiness(ObjectKey key) {
        Service service = objects.service(key);
        return service == null ? null : sticky.of(service);
    }

    /// The id of a service's backend, or null where there is no such service or port. A null port
    /// means the only one.
    @Nullable String find(ObjectKey service, @Nullable Integer port) {
        Map<Integer, Backend> ports = backends.get(service);
        if (ports == null) {
            return null;
        }
        if (port == null) {
            return ports.size() == 1 ? ports.values().iterator().next().id() : null;
        }
        Backend backend = ports.get(port);
        return backend == null ? null : backend.id();
    }

    /// The message of a finding that holds is the backend's id.
    private Finding check(String namespace, BackendReference reference) {
        String group = reference.group() == null ? "" : reference.group();
        String kind = reference.kind() == null ? "Service" : reference.kind();
        if (!group.isEmpty() || !kind.equals("Service")) {
            return Finding.fails(
                    "InvalidKind", "backend " + group + "/" + kind + " (expected: Service)");
        }
        String target = reference.namespace() == null ? namespace : reference.namespace();
        ObjectKey key = new ObjectKey(target, reference.name());
        if (!target.equals(namespace)) {
            return Finding.fails(
                    "RefNotPermitted",
                    "Service " + key + " is in another namespace and no ReferenceGrant permits it");
        }
        Service service = objects.service(key);
        if (service == null) {
            return Finding.fails("BackendNotFound", "no Service " + key);
        }
        String id = find(key, reference.port());
        return id != null
                ? new Finding(true, RESOLVED.reason(), id)
                : Finding.fails(
                        "BackendNotFound",
                        "Service " + key + " has no TCP port " + reference.port());
    }

    private List<WeightedBackend> amongReady(List<WeightedBackend> resolved) {
        boolean anyReady = resolved.stream().anyMatch(b -> b.weight() > 0 && isReady(b));
        if (!anyReady) {
            return resolved;
        }
        return resolved.stream()
                .map(b -> isEmpty(b) ? new WeightedBackend(b.backendId(), 0, b.filters()) : b)
                .toList();
    }

    private boolean isReady(WeightedBackend weighted) {
        Backend backend = byId(weighted.backendId());
        return backend != null && backend.endpoints().stream().anyMatch(e -> !e.draining());
    }

    private boolean isEmpty(WeightedBackend weighted) {
        Backend backend = byId(weighted.backendId());
        return backend != null && backend.endpoints().stream().allMatch(Endpoint::draining);
    }

    private @Nullable Backend byId(String id) {
        RouteIds.BackendPort backend = RouteIds.parseBackend(id);
        Map<Integer, Backend> ports = backend == null ? null : backends.get(backend.service());
        return ports == null || backend == null ? null : ports.get(backend.port());
    }
}
