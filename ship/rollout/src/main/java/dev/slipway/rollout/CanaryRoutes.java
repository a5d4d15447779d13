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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The HTTPRoutes of a canary release: splits traffic by weights in each of their rules that names
/// both services, and adds and removes the rules that steps manage. Thread-safe.
final class CanaryRoutes {
    /// The plugin's name in `trafficRouting.plugins`, as Argo Rollouts knows it.
    static final String PLUGIN = "argoproj-labs/gatewayAPI";

    private final Resources<RawResource> routes;

    CanaryRoutes(Cluster cluster) {
        this.routes = cluster.resources(Kinds.HTTP_ROUTE.raw());
    }

    /// The two services between which a route splits.
    record Services(String canary, String stable) {
        boolean areIn(ObjectNode rule) {
            JsonNode backends = rule.path("backendRefs");
            return find(backends, canary) != null && find(backends, stable) != null;
        }
    }

    /// The two services by their roles now, or null if one is missing.
    static @Nullable Services services(Rollout rollout) {
        Rollout.Canary canary = Scene.canary(rollout);
        Rollout.PingPong pair = canary.pingPong();
        boolean turned = pair != null && isPongStable(rollout);
        String newer = canary.canaryService();
        String stable = canary.stableService();
        if (pair != null) {
            newer = turned ? pair.pingService() : pair.pongService();
            stable = turned ? pair.pongService() : pair.pingService();
        }
        return newer == null || stable == null ? null : new Services(newer, stable);
    }

    static boolean isPongStable(Rollout rollout) {
        return "pong".equals(rollout.status().canary().stablePingPong());
    }

    /// The routes that a Rollout names; none without traffic routing.
    static List<ObjectKey> keys(Rollout rollout) {
        Rollout.Canary canary = rollout.spec().strategy().canary();
        Rollout.TrafficRouting routing = canary == null ? null : canary.trafficRouting();
        ObjectNode plugin = routing == null ? null : routing.plugins().get(PLUGIN);
        if (plugin == null) {
            return List.of();
        }
        String namespace = plugin.path("namespace").asText(rollout.key().namespace());
        List<ObjectKey> keys = new ArrayList<>();
        String one = plugin.path("httpRoute").asText("");
        if (!one.isEmpty()) {
            keys.add(new ObjectKey(namespace, one));
        }
        for (JsonNode route : plugin.path("httpRoutes")) {
            keys.add(new ObjectKey(namespace, route.path("name").asText("")));
        }
        return keys;
    }

    /// Whether header and mirror rules are to be added to that route: always to the single one, to
    /// those of a list where they ask for it.
    private static boolean takesManaged(Rollout rollout, ObjectKey key) {
        Rollout.TrafficRouting routing = Scene.canary(rollout).trafficRouting();
        ObjectNode plugin = routing == null ? null : routing.plugins().get(PLUGIN);
        if (plugin == null) {
            return false;
        }
        for (JsonNode route : plugin.path("httpRoutes")) {
            if (route.path("name").asText("").equals(key.name())) {
                return route.path("useHeaderRoutes").asBoolean(false);
            }
        }
        return true;
    }

    static List<String> managedNames(Rollout rollout) {
        Rollout.TrafficRouting routing = Scene.canary(rollout).trafficRouting();
        return routing == null
                ? List.of()
                : routing.managedRoutes().stream().map(route -> route.name() + "").toList();
    }

    /// How the routes divide the traffic, or null if no rule names both services.
    static Scene.@Nullable Split split(List<HttpRoute> routes, Services services, int total) {
        int highest = -1;
        int lowest = Integer.MAX_VALUE;
        for (HttpRoute route : routes) {
            for (HttpRoute.Rule rule : route.spec().rules()) {
                Integer canary = find(rule.backendRefs(), services.canary());
                Integer stable = find(rule.backendRefs(), services.stable());
                if (canary != null && stable != null) {
                    int sum = canary + stable;
                    int share = sum == 0 ? 0 : (int) Math.ceilDiv((long) canary * total, sum);
                    highest = Math.max(highest, share);
                    lowest = Math.min(lowest, share);
                }
            }
        }
        return highest < 0 ? null : new Scene.Split(highest, lowest, total, routes);
    }

    /// Whether some rule of the route names both services.
    static boolean splits(HttpRoute route, Services services) {
        return split(List.of(route), services, 100) != null;
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

    static @Nullable ObjectNode find(JsonNode references, String service) {
        for (JsonNode reference : references) {
            if (reference instanceof ObjectNode found
                    && found.path("name").asText().equals(service)) {
                return found;
            }
        }
        return null;
    }

    /// Whether the routes have exactly the managed rules that are wanted.
    static boolean show(Scene scene, CanaryPlan plan) {
        Scene.Split split = scene.routing().split();
        if (split == null) {
            return false;
        }
        for (HttpRoute route : split.routes()) {
            ManagedRules managed = managed(scene, plan, route.key());
            if (managed != null && !isArranged(route, managed)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isArranged(HttpRoute route, ManagedRules managed) {
        List<JsonNode> present = new ArrayList<>();
        route.spec().rules().forEach(rule -> present.add(Json.tree(rule)));
        List<JsonNode> wanted = new ArrayList<>();
        for (JsonNode rule : managed.arranged(Json.tree(route).at("/spec/rules"))) {
            // Through the record, which leaves out what is empty.
            wanted.add(Json.tree(Json.convert(rule, HttpRoute.Rule.class)));
        }
        return wanted.equals(present);
    }

    /// Whether some route has a rule of that kind, wanted or not.
    static boolean hasManaged(Scene scene) {
        Scene.Split split = scene.routing().split();
        List<String> names = managedNames(scene.rollout());
        return split != null
                && !names.isEmpty()
                && split.routes().stream()
                        .flatMap(route -> route.spec().rules().stream())
                        .anyMatch(rule -> ManagedRules.isManaged(Json.tree(rule), names));
    }

    private static @Nullable ManagedRules managed(Scene scene, CanaryPlan plan, ObjectKey route) {
        Services services = services(scene.rollout());
        List<String> names = managedNames(scene.rollout());
        return services == null || names.isEmpty() || !takesManaged(scene.rollout(), route)
                ? null
                : new ManagedRules(services, names, plan.managed());
    }

    /// Reads each route afresh and sets weights and managed rules; returns once that is durable. A
    /// change by somebody else in between is a conflict, which the caller's retry resolves.
    void apply(Scene scene, CanaryPlan plan, int weight) {
        for (ObjectKey key : keys(scene.rollout())) {
            RawResource route = routes.find(key).orElse(null);
            if (route != null) {
                apply(scene, plan, weight, route);
            }
        }
    }

    private void apply(Scene scene, CanaryPlan plan, int weight, RawResource route) {
        Services services = services(scene.rollout());
        if (services == null) {
            return;
        }
        JsonNode before = route.tree().path("spec").path("rules");
        JsonNode rules = before.deepCopy();
        for (JsonNode rule : rules) {
            ObjectNode canary = find(rule.path("backendRefs"), services.canary());
            ObjectNode stable = find(rule.path("backendRefs"), services.stable());
            if (canary != null && stable != null) {
                canary.put("weight", weight);
                stable.put("weight", plan.total() - weight);
            }
        }
        ManagedRules managed = managed(scene, plan, route.key());
        JsonNode arranged = managed == null ? rules : managed.arranged(rules);
        if (arranged.equals(before)) {
            return;
        }
        ObjectNode change = Json.object();
        change.putObject("metadata").put("resourceVersion", route.metadata().resourceVersion());
        change.putObject("spec").set("rules", arranged);
        routes.patch(route.key(), new Patch.MergePatch(change));
    }
}
