package dev.slipway.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.Resources;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.HttpRoute;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Rollout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Splits traffic by the weights of an HTTPRoute, in each of its rules that names both services.
/// Weights are percentages, and always both are set.
final class HttpRouteWeights {
    /// The plugin's name in `trafficRouting.plugins`, as Argo Rollouts knows it.
    static final String PLUGIN = "argoproj-labs/gatewayAPI";

    private static final int ALL = 100;

    private final Resources<RawResource> routes;

    HttpRouteWeights(Cluster cluster) {
        this.routes = cluster.resources(Kinds.HTTP_ROUTE.raw());
    }

    /// The two services between which a route splits.
    record Services(String canary, String stable) {}

    /// The route that a Rollout names, or null if it has no traffic routing.
    static @Nullable ObjectKey route(Rollout rollout) {
        Rollout.Canary canary = rollout.spec().strategy().canary();
        Rollout.TrafficRouting routing = canary == null ? null : canary.trafficRouting();
        ObjectNode plugin = routing == null ? null : routing.plugins().get(PLUGIN);
        if (plugin == null) {
            return null;
        }
        String namespace = plugin.path("namespace").asText(rollout.key().namespace());
        return new ObjectKey(namespace, plugin.path("httpRoute").asText(""));
    }

    /// The services that a canary release names, or null if one is missing.
    static @Nullable Services services(Rollout.Canary canary) {
        String canaryService = canary.canaryService();
        String stableService = canary.stableService();
        return canaryService == null || stableService == null
                ? null
                : new Services(canaryService, stableService);
    }

    /// The canary's share in percent as the route has it, or null if no rule names both services.
    /// Where rules differ, the largest counts.
    static @Nullable Integer weight(HttpRoute route, Services services) {
        Integer weight = null;
        for (HttpRoute.Rule rule : route.spec().rules()) {
            Integer canary = find(rule.backendRefs(), services.canary());
            Integer stable = find(rule.backendRefs(), services.stable());
            if (canary != null && stable != null) {
                int sum = canary + stable;
                int share = sum == 0 ? 0 : (int) Math.ceilDiv((long) canary * ALL, sum);
                weight = weight == null ? share : Math.max(weight, share);
            }
        }
        return weight;
    }

    private static @Nullable Integer find(
            List<HttpRoute.BackendReference> references, String service) {
        for (HttpRoute.BackendReference reference : references) {
            if (reference.name().equals(service)) {
                return reference.effectiveWeight();
            }
        }
        return null;
    }

    /// Reads the route afresh and sets the weights; returns once that is durable. A change by
    /// somebody else in between is a conflict, which the caller's retry resolves.
    void set(ObjectKey key, Services services, int canaryWeight) {
        RawResource route = routes.find(key).orElse(null);
        if (route == null) {
            return;
        }
        JsonNode rules = route.tree().path("spec").path("rules").deepCopy();
        for (JsonNode rule : rules) {
            ObjectNode canary = find(rule.path("backendRefs"), services.canary());
            ObjectNode stable = find(rule.path("backendRefs"), services.stable());
            if (canary != null && stable != null) {
                canary.put("weight", canaryWeight);
                stable.put("weight", ALL - canaryWeight);
            }
        }
        ObjectNode change = Json.object();
        change.putObject("metadata").put("resourceVersion", route.metadata().resourceVersion());
        change.putObject("spec").set("rules", rules);
        routes.patch(key, new Patch.MergePatch(change));
    }

    private static @Nullable ObjectNode find(JsonNode references, String service) {
        for (JsonNode reference : references) {
            if (reference instanceof ObjectNode found
                    && found.path("name").asText().equals(service)) {
                return found;
            }
        }
        return null;
    }
}
