package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// Which pods suffer first when resources run short, by what they ask for.
final class QualityOfService {
    private QualityOfService() {}

    /// `Guaranteed`, `Burstable` or `BestEffort`.
    static String of(ObjectNode podSpec) {
        List<JsonNode> containers = new ArrayList<>();
        podSpec.path("containers").forEach(containers::add);
        podSpec.path("initContainers").forEach(containers::add);
        boolean asksForAnything = false;
        boolean guaranteed = true;
        for (JsonNode container : containers) {
            JsonNode resources = container.path("resources");
            asksForAnything |=
                    !resources.path("requests").isEmpty() || !resources.path("limits").isEmpty();
            guaranteed &= isGuaranteed(resources, "cpu") && isGuaranteed(resources, "memory");
        }
        if (!asksForAnything) {
            return "BestEffort";
        }
        return guaranteed ? "Guaranteed" : "Burstable";
    }

    private static boolean isGuaranteed(JsonNode resources, String name) {
        JsonNode limit = resources.path("limits").path(name);
        JsonNode request = resources.path("requests").path(name);
        return !limit.isMissingNode() && (request.isMissingNode() || request.equals(limit));
    }
}
