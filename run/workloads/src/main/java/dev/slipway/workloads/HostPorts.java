package dev.slipway.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.IntOrString;
import dev.slipway.model.Json;
import dev.slipway.model.kinds.Container;
import dev.slipway.model.kinds.Pod;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Where a port of a pod is really reached. Pods of the process runtime share the host's network,
/// so the node gives each declared port a free one of the host and says so in an annotation.
final class HostPorts {
    /// A JSON object from declared port to host port: `{"8080":41234}`.
    static final String ANNOTATION = "slipway.dev/host-ports";

    private HostPorts() {}

    /// The port to connect to for `target` of a Service, or null if the pod has no such port.
    static @Nullable Integer resolve(Pod pod, IntOrString target, String protocol) {
        Integer declared = target.number() != null ? target.number() : named(pod, target, protocol);
        if (declared == null) {
            return null;
        }
        String mapping = pod.metadata().annotations().get(ANNOTATION);
        if (mapping == null) {
            return declared;
        }
        int assigned = parse(mapping).path(Integer.toString(declared)).asInt(0);
        return assigned > 0 ? assigned : declared;
    }

    private static @Nullable Integer named(Pod pod, IntOrString target, String protocol) {
        for (Container container : pod.spec().containers()) {
            for (Container.Port port : container.ports()) {
                String spoken = port.protocol() == null ? "TCP" : port.protocol();
                if (target.toString().equals(port.name()) && protocol.equals(spoken)) {
                    return port.containerPort();
                }
            }
        }
        return null;
    }

    private static ObjectNode parse(String mapping) {
        try {
            return Json.parseObject(mapping.getBytes(StandardCharsets.UTF_8));
        } catch (ApiException _) {
            // Written by hand; the declared ports are as good as anything.
            return Json.object();
        }
    }
}
