package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// EndpointSlices.
final class EndpointSliceRules implements KindRules {
    private static final List<String> TYPES = List.of("FQDN", "IPv4", "IPv6");
    private static final int ENDPOINTS_MAX = 1000;

    @Override
    public void applyDefaults(ObjectNode slice) {
        for (JsonNode port : slice.path("ports")) {
            if (port instanceof ObjectNode object) {
                if (!Trees.has(object, "name")) {
                    object.put("name", "");
                }
                Trees.defaultText(object, "protocol", "TCP");
            }
        }
    }

    @Override
    public void validate(ObjectNode slice, Problems problems) {
        String type = Trees.text(slice, "addressType");
        if (type.isEmpty()) {
            problems.required("addressType", "");
        } else if (!TYPES.contains(type)) {
            problems.notSupported("addressType", type, TYPES);
        }
        if (slice.path("endpoints").size() > ENDPOINTS_MAX) {
            problems.invalid(
                    "endpoints", slice.path("endpoints").size(), "must have at most 1000 items");
        }
        int index = 0;
        for (JsonNode endpoint : slice.path("endpoints")) {
            if (endpoint.path("addresses").isEmpty()) {
                problems.required(
                        "endpoints[" + index + "].addresses", "must contain at least 1 address");
            }
            index++;
        }
    }

    @Override
    public void validateUpdate(ObjectNode slice, ObjectNode before, Problems problems) {
        if (!Trees.same(slice.get("addressType"), before.get("addressType"))) {
            problems.immutable("addressType", Trees.text(slice, "addressType"));
        }
    }
}
