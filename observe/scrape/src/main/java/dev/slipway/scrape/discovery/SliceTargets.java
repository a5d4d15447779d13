package dev.slipway.scrape.discovery;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Container;
import dev.slipway.model.kinds.EndpointSlice;
import dev.slipway.model.kinds.ObjectReference;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.Service;
import dev.slipway.scrape.config.TargetGroup;
import dev.slipway.series.Labels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Endpoints of services as targets, under the labels of one of the two roles that Prometheus has
/// for them: `endpoints` is answered from slices too, which is where the cluster keeps them. Pods
/// behind an endpoint are targets with all their other ports as well.
final class SliceTargets {
    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    private final ClusterObjects objects;
    private final boolean asSlices;

    SliceTargets(ClusterObjects objects, boolean asSlices) {
        this.objects = objects;
        this.asSlices = asSlices;
    }

    TargetGroup group(EndpointSlice slice) {
        List<Labels> targets = new ArrayList<>();
        for (EndpointSlice.Endpoint endpoint : slice.endpoints()) {
            add(slice, endpoint, targets);
        }
        return new TargetGroup("endpointslice/" + slice.key(), targets, shared(slice));
    }

    private Labels shared(EndpointSlice slice) {
        String namespace = slice.key().namespace();
        String serviceName = slice.metadata().labels().getOrDefault(SERVICE_NAME, "");
        Service service = objects.service(new ObjectKey(namespace, serviceName));
        MetaLabels labels = new MetaLabels().set("namespace", namespace);
        if (asSlices) {
            labels.set("endpointslice_name", slice.key().name())
                    .set("endpointslice_address_type", slice.addressType())
                    .object("endpointslice", slice.metadata());
        } else {
            labels.set("endpoints_name", serviceName);
            if (service != null) {
                labels.object("endpoints", service.metadata());
            }
        }
        if (service != null) {
            labels.set("service_name", serviceName).object("service", service.metadata());
        }
        return objects.attach(labels, null, namespace).build();
    }

    private void add(EndpointSlice slice, EndpointSlice.Endpoint endpoint, List<Labels> targets) {
        Pod pod = pod(slice, endpoint.targetRef());
        Set<Container.Port> bound = new HashSet<>();
        for (String address : endpoint.addresses()) {
            for (EndpointSlice.Port port : slice.ports()) {
                MetaLabels labels = new MetaLabels().address(address, port.port());
                describe(endpoint, port, labels);
                if (pod != null) {
                    PodTargets.describe(pod, labels);
                    describeContainer(pod, port, bound, labels);
                }
                String node = endpoint.nodeName();
                targets.add(objects.attach(labels, node, slice.key().namespace()).build());
            }
        }
        if (pod != null) {
            addOthers(pod, bound, targets);
        }
    }

    private void describe(
            EndpointSlice.Endpoint endpoint, EndpointSlice.Port port, MetaLabels labels) {
        ObjectReference reference = endpoint.targetRef();
        String role = asSlices ? "endpointslice" : "endpoint";
        if (reference != null) {
            labels.set(role + "_address_target_kind", reference.kind());
            labels.set(role + "_address_target_name", reference.name());
        }
        labels.set(role + "_port_name", port.name());
        labels.set(role + "_port_protocol", port.protocol() == null ? "TCP" : port.protocol());
        Boolean ready = endpoint.conditions().ready();
        if (!asSlices) {
            labels.set("endpoint_ready", ready == null || ready)
                    .set("endpoint_hostname", endpoint.hostname())
                    .set("endpoint_node_name", endpoint.nodeName());
            return;
        }
        labels.set("endpointslice_port", port.port())
                .set("endpointslice_port_app_protocol", port.appProtocol())
                .set("endpointslice_endpoint_conditions_ready", ready)
                .set("endpointslice_endpoint_conditions_serving", endpoint.conditions().serving())
                .set(
                        "endpointslice_endpoint_conditions_terminating",
                        endpoint.conditions().terminating())
                .set("endpointslice_endpoint_hostname", endpoint.hostname())
                .set("endpointslice_endpoint_node_name", endpoint.nodeName())
                .set("endpointslice_endpoint_zone", endpoint.zone());
    }

    private @Nullable Pod pod(EndpointSlice slice, @Nullable ObjectReference reference) {
        if (reference == null || !"Pod".equals(reference.kind()) || reference.name() == null) {
            return null;
        }
        String namespace = reference.namespace();
        return objects.pod(
                new ObjectKey(
                        namespace == null ? slice.key().namespace() : namespace, reference.name()));
    }

    /// Slices have the port of the host where pods have none of their own.
    private static void describeContainer(
            Pod pod, EndpointSlice.Port port, Set<Container.Port> bound, MetaLabels labels) {
        HostPorts ports = HostPorts.of(pod);
        for (Container container : pod.spec().containers()) {
            for (Container.Port declared : container.ports()) {
                Integer number = port.port();
                if (number != null
                        && (number == declared.containerPort()
                                || number == ports.hostPort(declared.containerPort()))) {
                    bound.add(declared);
                    PodTargets.describe(pod, container, declared, false, labels);
                    return;
                }
            }
        }
    }

    private void addOthers(Pod pod, Set<Container.Port> bound, List<Labels> targets) {
        String address = pod.status().podIP();
        if (address == null || address.isEmpty()) {
            return;
        }
        for (Container container : pod.spec().containers()) {
            for (Container.Port port : container.ports()) {
                if (!bound.contains(port)) {
                    MetaLabels labels = new MetaLabels().address(address, port.containerPort());
                    PodTargets.describe(pod, labels);
                    PodTargets.describe(pod, container, port, false, labels);
                    String namespace = pod.key().namespace();
                    objects.attach(labels, pod.spec().nodeName(), namespace);
                    targets.add(labels.build());
                }
            }
        }
    }
}
