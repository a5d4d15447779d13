package dev.slipway.node;

import dev.slipway.model.Quantity;
import dev.slipway.model.kinds.Container;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.ResourceFieldReference;
import dev.slipway.node.ContainerException.Reason;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a pod may know of itself (the "downward API"). `allocatable` is what the node has, which is
/// the limit of a container that states none. Stateless.
record PodFields(Pod pod, String nodeName, Map<String, String> allocatable) {
    private static final List<String> KNOWN =
            List.of(
                    "metadata.name",
                    "metadata.namespace",
                    "metadata.uid",
                    "metadata.labels",
                    "metadata.annotations",
                    "spec.nodeName",
                    "spec.serviceAccountName",
                    "status.hostIP",
                    "status.hostIPs",
                    "status.podIP",
                    "status.podIPs");

    String field(String path) {
        String plain = path.endsWith("']") ? path.substring(0, path.indexOf('[')) : path;
        if (!plain.equals(path)) {
            String key = path.substring(plain.length() + 2, path.length() - 2);
            return switch (plain) {
                case "metadata.labels" -> pod.metadata().labels().getOrDefault(key, "");
                case "metadata.annotations" -> pod.metadata().annotations().getOrDefault(key, "");
                default -> throw unknown(path);
            };
        }
        return switch (path) {
            case "metadata.name" -> pod.key().name();
            case "metadata.namespace" -> pod.key().namespace();
            case "metadata.uid" -> pod.metadata().storedUid();
            case "metadata.labels" -> lines(pod.metadata().labels());
            case "metadata.annotations" -> lines(pod.metadata().annotations());
            case "spec.nodeName" -> nodeName;
            case "spec.serviceAccountName" ->
                    pod.spec().serviceAccountName() == null
                            ? "default"
                            : pod.spec().serviceAccountName();
            case "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs" -> "127.0.0.1";
            default -> throw unknown(path);
        };
    }

    String resource(ResourceFieldReference reference, Container self) {
        Container container = self;
        for (Container candidate : PodPorts.containers(pod)) {
            if (candidate.name().equals(reference.containerName())) {
                container = candidate;
            }
        }
        String[] parts = reference.resource().split("\\.", 2);
        Map<String, String> amounts =
                parts[0].equals("requests")
                        ? container.resources().requests()
                        : container.resources().limits();
        String name = parts.length == 2 ? parts[1] : "";
        String amount = amounts.get(name);
        if (amount == null) {
            amount = parts[0].equals("requests") ? "0" : allocatable.getOrDefault(name, "0");
        }
        String divisor = reference.divisor();
        Quantity unit =
                divisor == null || Quantity.parse(divisor).isZero()
                        ? Quantity.of(1)
                        : Quantity.parse(divisor);
        return Quantity.parse(amount)
                .amount()
                .divide(unit.amount(), 0, RoundingMode.CEILING)
                .toPlainString();
    }

    private static String lines(Map<String, String> entries) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(entries)
                .forEach((key, value) ->
                        lines.append(key)
                                .append("=\"")
                                .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                                .append("\"\n"));
        return lines.toString();
    }

    private static ContainerException unknown(String path) {
        return new ContainerException(
                Reason.CONFIG_ERROR,
                "fieldPath `"
                        + path
                        + "` is not known (expected: one of "
                        + KNOWN
                        + ", or metadata.labels['KEY'])");
    }
}
