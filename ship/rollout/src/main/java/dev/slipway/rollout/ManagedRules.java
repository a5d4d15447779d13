package dev.slipway.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import dev.slipway.model.kinds.Rollout;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The rules that steps add to an HTTPRoute: for each rule that splits traffic between the two
/// services one that sends some requests to the canary, or copies of them. They are known by the
/// name of the rule, and stand before all others in the order of `managedRoutes`. Pure.
final class ManagedRules {
    private final CanaryRoutes.Services services;

    /// All names that may be managed, in order, and the steps of those that are to be there.
    private final List<String> names;

    private final Map<String, Rollout.Step> wanted;

    ManagedRules(
            CanaryRoutes.Services services, List<String> names, Map<String, Rollout.Step> wanted) {
        this.services = services;
        this.names = names;
        this.wanted = wanted;
    }

    static boolean isManaged(JsonNode rule, List<String> names) {
        String name = rule.path("name").asText("");
        // The second rule of a route that splits has its managed ones numbered.
        return names.contains(name) || names.contains(name.replaceFirst("\\.[0-9]+$", ""));
    }

    /// The rules with exactly the managed ones that are wanted.
    ArrayNode arranged(JsonNode rules) {
        ArrayNode own = Json.object().putArray("rules");
        for (JsonNode rule : rules) {
            if (!isManaged(rule, names)) {
                own.add(rule);
            }
        }
        ArrayNode arranged = Json.object().putArray("rules");
        for (String name : names) {
            Rollout.Step step = wanted.get(name);
            int number = 0;
            for (JsonNode rule : own) {
                if (step != null && rule instanceof ObjectNode base && services.areIn(base)) {
                    String ruleName = number == 0 ? name : name + "." + number;
                    arranged.add(made(base, ruleName, step));
                    number++;
                }
            }
        }
        arranged.addAll(own);
        return arranged;
    }

    private ObjectNode made(ObjectNode base, String name, Rollout.Step step) {
        ObjectNode rule = base.deepCopy();
        rule.put("name", name);
        if (step.setHeaderRoute() != null) {
            toCanary(rule);
            matching(rule, List.of(headerMatch(step.setHeaderRoute())));
        } else if (step.setMirrorRoute() != null) {
            mirroring(rule, step.setMirrorRoute().percentage());
            matching(
                    rule, step.setMirrorRoute().match().stream().map(ManagedRules::match).toList());
        }
        return rule;
    }

    private void toCanary(ObjectNode rule) {
        ObjectNode canary = CanaryRoutes.find(rule.path("backendRefs"), services.canary());
        if (canary != null) {
            canary.put("weight", 1);
            rule.putArray("backendRefs").add(canary);
        }
    }

    private void mirroring(ObjectNode rule, @Nullable Integer percentage) {
        ObjectNode canary = CanaryRoutes.find(rule.path("backendRefs"), services.canary());
        if (canary == null) {
            return;
        }
        ObjectNode target = canary.deepCopy();
        target.remove(List.of("weight", "filters"));
        ObjectNode filter = rule.withArray("/filters").addObject();
        filter.put("type", "RequestMirror");
        ObjectNode mirror = filter.putObject("requestMirror");
        mirror.set("backendRef", target);
        if (percentage != null && percentage < 100) {
            mirror.put("percent", percentage);
        }
    }

    /// Every match of the rule, narrowed by each of `additions`.
    private static void matching(ObjectNode rule, List<ObjectNode> additions) {
        ArrayNode before = rule.path("matches") instanceof ArrayNode all ? all : array();
        if (before.isEmpty()) {
            before.addObject();
        }
        ArrayNode matches = array();
        for (JsonNode match : before) {
            for (ObjectNode addition : additions) {
                ObjectNode narrowed = matches.addObject();
                narrowed.setAll((ObjectNode) match.deepCopy());
                for (JsonNode header : addition.path("headers")) {
                    narrowed.withArray("/headers").add(header.deepCopy());
                }
                for (String field : List.of("path", "method")) {
                    if (addition.has(field)) {
                        narrowed.set(field, addition.get(field));
                    }
                }
            }
        }
        rule.set("matches", matches);
    }

    private static ArrayNode array() {
        return Json.object().putArray("matches");
    }

    private static ObjectNode headerMatch(Rollout.SetHeaderRoute route) {
        ObjectNode match = Json.object();
        ArrayNode headers = match.putArray("headers");
        for (Rollout.HeaderMatch header : route.match()) {
            headers.add(header(header.headerName(), header.headerValue()));
        }
        return match;
    }

    private static ObjectNode match(Rollout.RouteMatch route) {
        ObjectNode match = Json.object();
        ArrayNode headers = match.putArray("headers");
        route.headers().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(h -> headers.add(header(h.getKey(), h.getValue())));
        Rollout.StringMatch path = route.path();
        if (path != null) {
            ObjectNode tree = match.putObject("path");
            if (path.prefix() != null) {
                tree.put("type", "PathPrefix").put("value", path.prefix());
            } else {
                typed(tree, path);
            }
        }
        if (route.method() != null && route.method().exact() != null) {
            match.put("method", route.method().exact());
        }
        return match;
    }

    private static ObjectNode header(@Nullable String name, Rollout.@Nullable StringMatch value) {
        ObjectNode header = Json.object();
        header.put("name", name == null ? "" : name);
        typed(header, value == null ? new Rollout.StringMatch(null, ".*", null) : value);
        return header;
    }

    private static void typed(ObjectNode tree, Rollout.StringMatch value) {
        if (value.exact() != null) {
            tree.put("type", "Exact").put("value", value.exact());
        } else if (value.regex() != null) {
            tree.put("type", "RegularExpression").put("value", value.regex());
        } else {
            String prefix = value.prefix() == null ? "" : value.prefix();
            tree.put("type", "RegularExpression").put("value", quoted(prefix) + ".*");
        }
    }

    /// Escapes one by one: `\Q...\E` is not known to every implementation.
    private static String quoted(String literal) {
        return Pattern.compile("[^A-Za-z0-9_/ -]").matcher(literal).replaceAll("\\\\$0");
    }
}
