package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/// Gateways.
final class GatewayRules implements KindRules {
    private static final int PORT_MAX = 65535;

    @Override
    public void applyDefaults(ObjectNode gateway) {
        for (JsonNode listener : gateway.at("/spec/listeners")) {
            if (listener instanceof ObjectNode object) {
                ObjectNode namespaces =
                        Trees.object(Trees.object(object, "allowedRoutes"), "namespaces");
                Trees.defaultText(namespaces, "from", "Same");
                ObjectNode tls = Trees.findObject(object, "tls");
                if (tls != null) {
                    Trees.defaultText(tls, "mode", "Terminate");
                    for (JsonNode reference : tls.path("certificateRefs")) {
                        HttpRouteRules.defaultReference(reference, "", "Secret");
                    }
                }
            }
        }
    }

    @Override
    public void validate(ObjectNode gateway, Problems problems) {
        ObjectNode spec = Trees.object(gateway, "spec");
        if (Trees.text(spec, "gatewayClassName").isEmpty()) {
            problems.required("spec.gatewayClassName", "");
        }
        if (Trees.isEmptyArray(spec, "listeners")) {
            problems.required("spec.listeners", "");
        }
        Set<String> names = new HashSet<>();
        int index = 0;
        for (JsonNode listener : spec.path("listeners")) {
            String place = "spec.listeners[" + index + "]";
            String name = Trees.text(listener, "name");
            if (name.isEmpty()) {
                problems.required(place + ".name", "");
            } else if (!names.add(name)) {
                problems.duplicate(place + ".name", name);
            }
            int port = listener.path("port").asInt(0);
            if (port < 1 || port > PORT_MAX) {
                problems.invalid(place + ".port", port, "must be between 1 and 65535, inclusive");
            }
            if (Trees.text(listener, "protocol").isEmpty()) {
                problems.required(place + ".protocol", "");
            }
            index++;
        }
    }
}
