package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Where a browser finds what was deployed.
final class Addresses {
    private static final Set<Integer> HTTP_PORTS = Set.of(80, 8000, 8080);

    private Addresses() {}

    static Set<String> of(List<Manifest> manifests, int edgePort) {
        Set<String> urls = new LinkedHashSet<>();
        for (Manifest manifest : manifests) {
            JsonNode spec = manifest.tree().path("spec");
            switch (manifest.type().kind()) {
                case "HTTPRoute" ->
                        spec.path("hostnames").forEach(host -> add(urls, host.asText(), edgePort));
                case "Ingress" ->
                        spec.path("rules")
                                .forEach(rule -> add(urls, rule.path("host").asText(""), edgePort));
                case "Service" -> {
                    if (speaksHttp(spec)) {
                        Kind<?> service = dev.slipway.model.kinds.Kinds.SERVICE;
                        var key = manifest.key(service, "default");
                        add(urls, key.name() + "." + key.namespace() + ".localhost", edgePort);
                    }
                }
                default -> {}
            }
        }
        return urls;
    }

    private static void add(Set<String> urls, String host, int port) {
        if (!host.isEmpty() && !host.startsWith("*")) {
            urls.add("http://" + host + ":" + port);
        }
    }

    private static boolean speaksHttp(JsonNode spec) {
        for (JsonNode port : spec.path("ports")) {
            if (port.path("name").asText("").startsWith("http")
                    || port.path("appProtocol").asText("").startsWith("http")
                    || HTTP_PORTS.contains(port.path("port").asInt())) {
                return true;
            }
        }
        return false;
    }
}
