package dev.slipway.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.evidence.Guard;
import dev.slipway.model.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the annotations of a Deployment and of its namespace ask of a Rollout that carries out its
/// updates. Immutable.
///
/// - `asked`: somebody wants the guard, in so many words; without that a Deployment is left alone.
/// - `route`: the HTTPRoute that divides the traffic, or null: numbers of pods do.
/// - `stable`, `canary`: the services that the route divides it between.
/// - `problem`: why it cannot be done, or null.
record TakeoverWish(
        boolean asked,
        @Nullable String route,
        @Nullable String stable,
        @Nullable String canary,
        @Nullable String problem) {
    static final String ROUTE = "slipway.dev/guard-route";
    static final String SERVICES = "slipway.dev/guard-services";

    private static final List<Integer> SHARES = List.of(5, 25, 50);
    private static final String PAUSE = "60s";

    static TakeoverWish of(Map<String, String> workload, Map<String, String> namespace) {
        String guard = workload.getOrDefault(Guard.STRICTNESS, namespace.get(Guard.STRICTNESS));
        boolean asked =
                guard != null
                        && List.of("relaxed", "normal", "strict")
                                .contains(guard.toLowerCase(Locale.ROOT));
        String route = workload.get(ROUTE);
        String services = workload.get(SERVICES);
        if (route == null && services == null) {
            return new TakeoverWish(asked, null, null, null, null);
        }
        String[] names = services == null ? new String[0] : services.split(",", 3);
        String stable = names.length == 2 ? names[0].strip() : "";
        String canary = names.length == 2 ? names[1].strip() : "";
        if (route == null || stable.isEmpty() || canary.isEmpty() || stable.equals(canary)) {
            return new TakeoverWish(
                    asked,
                    null,
                    null,
                    null,
                    ROUTE
                            + " and "
                            + SERVICES
                            + " belong together (expected: a route, and two services as"
                            + " STABLE,CANARY)");
        }
        return new TakeoverWish(asked, route, stable, canary, null);
    }

    /// What the Rollout is made of, in a form that can be kept with it and compared.
    String madeOf() {
        return route == null ? "pods" : route + "," + stable + "," + canary;
    }

    /// The strategy of the Rollout.
    ObjectNode strategy() {
        ObjectNode strategy = Json.object();
        ObjectNode canaryNode = strategy.putObject("canary");
        for (int share : SHARES) {
            canaryNode.withArray("/steps").addObject().put("setWeight", share);
            canaryNode.withArray("/steps").addObject().putObject("pause").put("duration", PAUSE);
        }
        if (route != null) {
            canaryNode.put("stableService", stable).put("canaryService", canary);
            canaryNode
                    .putObject("trafficRouting")
                    .putObject("plugins")
                    .putObject(CanaryRoutes.PLUGIN)
                    .put("httpRoute", route);
        }
        return strategy;
    }
}
