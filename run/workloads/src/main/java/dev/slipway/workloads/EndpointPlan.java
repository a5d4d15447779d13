package dev.slipway.workloads;

import dev.slipway.model.IntOrString;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.OwnerReference;
import dev.slipway.model.TemplateHash;
import dev.slipway.model.kinds.EndpointSlice;
import dev.slipway.model.kinds.EndpointSlice.Conditions;
import dev.slipway.model.kinds.EndpointSlice.Endpoint;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ObjectReference;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The slices a Service is to have: its pods, grouped by the ports at which they are reached. Ports
/// belong to the slice, and pods of the process runtime each have their own, so there may be as
/// many slices as pods. The same group always has the same name, so that a repeated decision
/// changes nothing.
final class EndpointPlan {
    static final String SERVICE_NAME = "kubernetes.io/service-name";
    static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    static final String MANAGER = "endpointslice-controller.slipway.dev";

    private static final String HEADLESS = "service.kubernetes.io/headless";
    private static final int ENDPOINTS_MAX = 100;
    private static final int SERVICE_NAME_LENGTH_MAX = 50;

    private EndpointPlan() {}

    /// Whether the Service's endpoints are ours to keep.
    static boolean isManaged(Service service) {
        return !service.spec().selector().isEmpty()
                && !"ExternalName".equals(service.spec().type())
                && !service.metadata().isBeingDeleted();
    }

    static Map<ObjectKey, EndpointSlice> of(Service service, List<Pod> pods) {
        Map<Group, List<Endpoint>> groups = new LinkedHashMap<>();
        for (Pod pod : pods) {
            if (pod.status().podIP() != null && !pod.status().isTerminal()) {
                Group group = new Group(addressType(pod), ports(service, pod));
                groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(endpoint(service, pod));
            }
        }
        Map<ObjectKey, EndpointSlice> slices = new TreeMap<>();
        groups.forEach((group, endpoints) -> {
            for (int from = 0; from < endpoints.size(); from += ENDPOINTS_MAX) {
                int to = Math.min(from + ENDPOINTS_MAX, endpoints.size());
                EndpointSlice slice =
                        slice(service, group, from / ENDPOINTS_MAX, endpoints.subList(from, to));
                slices.put(slice.key(), slice);
            }
        });
        return slices;
    }

    /// Whether a slice says what it is to say.
    static boolean isUpToDate(EndpointSlice present, EndpointSlice wanted) {
        return present.endpoints().equals(wanted.endpoints())
                && present.ports().equals(wanted.ports())
                && present.metadata().ownerReferences().equals(wanted.metadata().ownerReferences())
                && present.metadata()
                        .labels()
                        .entrySet()
                        .containsAll(wanted.metadata().labels().entrySet());
    }

    static boolean hasReady(EndpointSlice slice) {
        return slice.endpoints().stream()
                .anyMatch(endpoint -> Boolean.TRUE.equals(endpoint.conditions().ready()));
    }

    private static List<EndpointSlice.Port> ports(Service service, Pod pod) {
        List<EndpointSlice.Port> ports = new ArrayList<>();
        for (Service.Port port : service.spec().ports()) {
            String protocol = port.protocol() == null ? "TCP" : port.protocol();
            IntOrString target =
                    port.targetPort() == null ? IntOrString.of(port.port()) : port.targetPort();
            Integer number = HostPorts.resolve(pod, target, protocol);
            if (number != null) {
                // An unnamed port has an empty name, which JSON leaves out.
                ports.add(
                        new EndpointSlice.Port(port.name(), protocol, number, port.appProtocol()));
            }
        }
        return ports;
    }

    private static Endpoint endpoint(Service service, Pod pod) {
        boolean terminating = pod.metadata().isBeingDeleted();
        boolean serving = pod.status().isReady();
        boolean always = Boolean.TRUE.equals(service.spec().publishNotReadyAddresses());
        ObjectKey key = pod.key();
        boolean named =
                pod.spec().hostname() != null
                        && service.key().name().equals(pod.spec().subdomain());
        return new Endpoint(
                List.of(String.valueOf(pod.status().podIP())),
                new Conditions(always || (serving && !terminating), serving, terminating),
                named ? pod.spec().hostname() : null,
                pod.spec().nodeName(),
                null,
                new ObjectReference(
                        null,
                        "Pod",
                        key.namespace(),
                        key.name(),
                        pod.metadata().storedUid(),
                        null,
                        null));
    }

    private static EndpointSlice slice(
            Service service, Group group, int index, List<Endpoint> endpoints) {
        String hash = TemplateHash.of(Json.tree(group), index);
        String prefix = service.key().name();
        if (prefix.length() > SERVICE_NAME_LENGTH_MAX) {
            prefix = prefix.substring(0, SERVICE_NAME_LENGTH_MAX);
        }
        Map<String, String> labels = new TreeMap<>(service.metadata().labels());
        labels.put(SERVICE_NAME, service.key().name());
        labels.put(MANAGED_BY, MANAGER);
        if (service.spec().isHeadless()) {
            labels.put(HEADLESS, "");
        }
        ObjectMeta metadata =
                ObjectMeta.named(service.key().namespace(), prefix + "-" + hash)
                        .withLabels(labels)
                        .withOwner(OwnerReference.controlledBy(Kinds.SERVICE, service.metadata()));
        return new EndpointSlice(metadata, group.addressType, endpoints, group.ports);
    }

    private static String addressType(Pod pod) {
        return String.valueOf(pod.status().podIP()).contains(":") ? "IPv6" : "IPv4";
    }

    private record Group(String addressType, List<EndpointSlice.Port> ports) {}
}
