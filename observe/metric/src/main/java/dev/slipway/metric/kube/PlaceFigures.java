package dev.slipway.metric.kube;

import dev.slipway.model.kinds.Namespace;
import dev.slipway.model.kinds.Node;
import dev.slipway.model.kinds.Service;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `kube_node_*`, `kube_namespace_*`, `kube_service_*`.
final class PlaceFigures {
    private static final List<String> NAMESPACE_PHASES = List.of("Active", "Terminating");

    private PlaceFigures() {}

    static void node(ObjectSink sink, Node node) {
        sink.metadata();
        Node.Machine machine = node.status().nodeInfo();
        if (machine != null) {
            sink.gauge(
                    "info",
                    1.0,
                    "kernel_version",
                    orEmpty(machine.kernelVersion()),
                    "os_image",
                    orEmpty(machine.osImage()),
                    "container_runtime_version",
                    orEmpty(machine.containerRuntimeVersion()),
                    "kubelet_version",
                    orEmpty(machine.kubeletVersion()),
                    "system_uuid",
                    orEmpty(machine.systemUUID()),
                    "internal_ip",
                    address(node));
        }
        sink.flag("spec_unschedulable", Boolean.TRUE.equals(node.spec().unschedulable()));
        for (Node.Taint taint : node.spec().taints()) {
            sink.gauge(
                    "spec_taint",
                    1.0,
                    "key",
                    taint.key(),
                    "value",
                    orEmpty(taint.value()),
                    "effect",
                    taint.effect());
        }
        sink.resources("status_capacity", node.status().capacity());
        sink.resources("status_allocatable", node.status().allocatable());
        sink.conditions(node.status().conditions());
    }

    static void namespace(ObjectSink sink, Namespace namespace) {
        sink.metadata();
        sink.state("status_phase", "phase", NAMESPACE_PHASES, orEmpty(namespace.status().phase()));
    }

    static void service(ObjectSink sink, Service service) {
        sink.metadata();
        sink.gauge(
                "info",
                1.0,
                "cluster_ip",
                orEmpty(service.spec().clusterIP()),
                "external_name",
                orEmpty(service.spec().externalName()));
        sink.gauge("spec_type", 1.0, "type", orEmpty(service.spec().type()));
    }

    private static String address(Node node) {
        return node.status().addresses().stream()
                .filter(each -> each.type().equals("InternalIP"))
                .map(Node.Address::address)
                .findFirst()
                .orElse("");
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
