package dev.slipway.scrape.discovery;

import dev.slipway.model.OwnerReference;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Container;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.PodStatus;
import dev.slipway.scrape.config.TargetGroup;
import dev.slipway.series.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Pods as targets: one for each declared port of each container, and one without a port for a
/// container that declares none.
final class PodTargets {
    private PodTargets() {}

    /// Null for a pod without an address.
    static @Nullable TargetGroup group(Pod pod, ClusterObjects objects) {
        String address = pod.status().podIP();
        if (address == null || address.isEmpty()) {
            return null;
        }
        List<Labels> targets = new ArrayList<>();
        for (Container container : pod.spec().initContainers()) {
            targets(pod, container, true, targets);
        }
        for (Container container : pod.spec().containers()) {
            targets(pod, container, false, targets);
        }
        String namespace = pod.key().namespace();
        MetaLabels shared = new MetaLabels().set("namespace", namespace);
        describe(pod, shared);
        objects.attach(shared, pod.spec().nodeName(), namespace);
        return new TargetGroup("pod/" + pod.key(), targets, shared.build());
    }

    static MetaLabels describe(Pod pod, MetaLabels labels) {
        PodStatus status = pod.status();
        labels.set("pod_name", pod.key().name())
                .set("pod_ip", status.podIP())
                .set("pod_ready", ready(status))
                .set("pod_phase", status.phase())
                .set("pod_node_name", pod.spec().nodeName())
                .set("pod_host_ip", status.hostIP())
                .set("pod_uid", pod.metadata().uid());
        OwnerReference owner = pod.metadata().controller();
        if (owner != null) {
            labels.set("pod_controller_kind", owner.kind());
            labels.set("pod_controller_name", owner.name());
        }
        return labels.object("pod", pod.metadata());
    }

    static MetaLabels describe(
            Pod pod,
            Container container,
            Container.@Nullable Port port,
            boolean init,
            MetaLabels labels) {
        labels.set("pod_container_name", container.name())
                .set("pod_container_id", containerId(pod, container.name()))
                .set("pod_container_image", container.image())
                .set("pod_container_init", init);
        if (port != null) {
            labels.set("pod_container_port_name", port.name())
                    .set("pod_container_port_number", port.containerPort())
                    .set("pod_container_port_protocol", protocol(port));
        }
        return labels;
    }

    private static void targets(Pod pod, Container container, boolean init, List<Labels> targets) {
        String address = String.valueOf(pod.status().podIP());
        if (container.ports().isEmpty()) {
            MetaLabels labels = new MetaLabels().address(address, null);
            targets.add(describe(pod, container, null, init, labels).build());
        }
        for (Container.Port port : container.ports()) {
            MetaLabels labels = new MetaLabels().address(address, port.containerPort());
            targets.add(describe(pod, container, port, init, labels).build());
        }
    }

    private static String protocol(Container.Port port) {
        return port.protocol() == null ? "TCP" : port.protocol();
    }

    private static String ready(PodStatus status) {
        for (Condition condition : status.conditions()) {
            if ("Ready".equals(condition.type())) {
                return String.valueOf(condition.status()).toLowerCase(Locale.ROOT);
            }
        }
        return "unknown";
    }

    private static @Nullable String containerId(Pod pod, String name) {
        List<PodStatus.ContainerStatus> all = new ArrayList<>(pod.status().initContainerStatuses());
        all.addAll(pod.status().containerStatuses());
        for (PodStatus.ContainerStatus each : all) {
            if (each.name().equals(name)) {
                return each.containerID();
            }
        }
        return null;
    }
}
