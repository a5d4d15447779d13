package dev.slipway.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.IntOrString;
import dev.slipway.model.Json;
import dev.slipway.model.kinds.Container;
import dev.slipway.model.kinds.Pod;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which port of this machine stands for which declared port of a pod, as the annotation
/// `slipway.dev/host-ports` tells it: `{"8080":41234}`.
public record PodPorts(Map<Integer, Integer> hostPorts) {
    /// Where everybody finds it.
    public static final String ANNOTATION = "slipway.dev/host-ports";

    public PodPorts {
        hostPorts = Map.copyOf(hostPorts);
    }

    /// As a pod's annotation says; none if it has none or it is not readable.
    public static PodPorts of(Pod pod) {
        String json = pod.metadata().annotations().get(ANNOTATION);
        return json == null ? new PodPorts(Map.of()) : parse(json);
    }

    static PodPorts parse(String json) {
        Map<Integer, Integer> ports = new TreeMap<>();
        try {
            ObjectNode tree = Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, JsonNode> entry : tree.properties()) {
                if (entry.getValue().isInt()) {
                    ports.put(Integer.valueOf(entry.getKey()), entry.getValue().intValue());
                }
            }
        } catch (ApiException | NumberFormatException _) {
            return new PodPorts(Map.of());
        }
        return new PodPorts(ports);
    }

    /// The declared ports of a pod, with the host's number where the specification wants one.
    static Map<Integer, @Nullable Integer> wanted(Pod pod) {
        boolean onHost = Boolean.TRUE.equals(pod.spec().hostNetwork());
        Map<Integer, @Nullable Integer> wanted = new TreeMap<>();
        for (Container container : containers(pod)) {
            for (Container.Port port : container.ports()) {
                Integer number = onHost ? Integer.valueOf(port.containerPort()) : port.hostPort();
                wanted.put(port.containerPort(), number);
            }
        }
        return wanted;
    }

    static List<Container> containers(Pod pod) {
        List<Container> all = new ArrayList<>(pod.spec().initContainers());
        all.addAll(pod.spec().containers());
        return all;
    }

    String json() {
        ObjectNode tree = Json.object();
        new TreeMap<>(hostPorts).forEach((declared, port) -> tree.put(declared.toString(), port));
        return new String(Json.bytes(tree), StandardCharsets.UTF_8);
    }

    /// The host's port for a declared one; a number nobody declared is the host's own.
    public int hostPort(int declared) {
        return hostPorts.getOrDefault(declared, declared);
    }

    /// The host's port that a probe or hook of this container means by number or name, or null.
    @Nullable Integer resolve(Container container, IntOrString port) {
        if (port.number() != null) {
            return hostPort(port.number());
        }
        for (Container.Port declared : container.ports()) {
            if (port.toString().equals(declared.name())) {
                return hostPort(declared.containerPort());
            }
        }
        return null;
    }

    List<String> addresses() {
        return hostPorts.values().stream().sorted().map(port -> "127.0.0.1:" + port).toList();
    }
}
