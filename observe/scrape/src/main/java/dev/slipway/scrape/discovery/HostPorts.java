package dev.slipway.scrape.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.kinds.Pod;
import dev.slipway.series.Labels;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Which port of the machine stands for which declared port of a pod that shares the machine's
/// network: `{"8080":41234}` in an annotation. Relabel rules speak of declared ports, as they do in
/// any cluster, so the port is only replaced when they are done.
public record HostPorts(Map<Integer, Integer> ports) {
    private static final String ANNOTATION = "slipway.dev/host-ports";
    private static final String LABEL = "__meta_kubernetes_pod_annotation_slipway_dev_host_ports";
    private static final String POD_ADDRESS = "__meta_kubernetes_pod_ip";

    public HostPorts {
        ports = Map.copyOf(ports);
    }

    static HostPorts of(Pod pod) {
        return parse(pod.metadata().annotations().getOrDefault(ANNOTATION, ""));
    }

    int hostPort(int declared) {
        return ports.getOrDefault(declared, declared);
    }

    /// Where an address that names a declared port of the pod that was found really is.
    public static String resolved(String address, Labels discovered) {
        String json = discovered.value(LABEL);
        int colon = address.lastIndexOf(':');
        boolean isPod =
                colon > 0 && address.substring(0, colon).equals(discovered.value(POD_ADDRESS));
        if (json.isEmpty() || !isPod) {
            return address;
        }
        try {
            int declared = Integer.parseInt(address.substring(colon + 1));
            return address.substring(0, colon + 1) + parse(json).hostPort(declared);
        } catch (NumberFormatException _) {
            return address;
        }
    }

    private static HostPorts parse(String json) {
        Map<Integer, Integer> ports = new HashMap<>();
        if (json.isEmpty()) {
            return new HostPorts(ports);
        }
        try {
            ObjectNode tree = Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
            tree.properties()
                    .forEach(each -> {
                        if (each.getValue().isInt()) {
                            ports.put(Integer.valueOf(each.getKey()), each.getValue().intValue());
                        }
                    });
        } catch (ApiException | NumberFormatException _) {
            return new HostPorts(Map.of());
        }
        return new HostPorts(ports);
    }
}
