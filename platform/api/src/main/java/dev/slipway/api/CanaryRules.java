package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The canary strategy of Rollouts: what its fields and steps may say, in Argo Rollouts' words
/// where it has some.
final class CanaryRules {
    private static final String PLACE = "spec.strategy.canary";
    private static final Pattern DURATION =
            Pattern.compile("[0-9]{1,9}|(?:[0-9]{1,9}(?:\\.[0-9]{1,9})?(?:ms|s|m|h))+");
    private static final List<String> KINDS =
            List.of(
                    "setWeight",
                    "pause",
                    "setCanaryScale",
                    "analysis",
                    "experiment",
                    "setHeaderRoute",
                    "setMirrorRoute",
                    "plugin");
    private static final List<String> VALUES = List.of("exact", "regex", "prefix");

    private final JsonNode canary;
    private final Problems problems;
    private final boolean routed;
    private final Set<String> managed = new HashSet<>();

    private CanaryRules(JsonNode canary, Problems problems) {
        this.canary = canary;
        this.problems = problems;
        this.routed = canary.path("trafficRouting").isObject();
        canary.at("/trafficRouting/managedRoutes")
                .forEach(route -> managed.add(Trees.text(route, "name")));
    }

    static void validate(JsonNode canary, Problems problems) {
        CanaryRules rules = new CanaryRules(canary, problems);
        rules.services();
        rules.room();
        rules.onlyRouted();
        rules.background();
        int index = 0;
        for (JsonNode step : canary.path("steps")) {
            rules.step(PLACE + ".steps[" + index + "]", step);
            index++;
        }
    }

    private void services() {
        String newer = Trees.text(canary, "canaryService");
        String stable = Trees.text(canary, "stableService");
        if (!newer.isEmpty() && newer.equals(stable)) {
            problems.invalid(
                    PLACE + ".stableService",
                    stable,
                    "This rollout uses the same service for the stable and canary services, but two"
                            + " different services are required.");
        }
        JsonNode pair = canary.path("pingPong");
        if (pair.isObject()) {
            pair(Trees.text(pair, "pingService"), Trees.text(pair, "pongService"));
        } else if (routed && (newer.isEmpty() || stable.isEmpty())) {
            problems.invalid(
                    PLACE + ".trafficRouting",
                    newer.isEmpty() ? "canaryService" : "stableService",
                    "Canary service and Stable service must to be set when using Traffic Routing");
        }
    }

    private void pair(String ping, String pong) {
        if (ping.isEmpty() || pong.isEmpty()) {
            problems.invalid(
                    PLACE + ".pingPong",
                    ping + pong,
                    "Ping service and Pong service must to be set when using Ping Pong feature");
        } else if (ping.equals(pong)) {
            problems.invalid(
                    PLACE + ".pingPong.pingService",
                    ping,
                    "This rollout uses the same service for the ping and pong services, but two"
                            + " different services are required.");
        }
        if (!routed) {
            problems.invalid(
                    PLACE + ".pingPong", ping, "Ping Pong can only be used with traffic routing");
        }
    }

    private void room() {
        if (isNothing(canary.path("maxSurge")) && isNothing(canary.path("maxUnavailable"))) {
            problems.invalid(
                    PLACE + ".maxSurge",
                    canary.path("maxSurge"),
                    "MaxSurge and MaxUnavailable both can not be zero");
        }
        for (String field :
                List.of(
                        "scaleDownDelaySeconds",
                        "scaleDownDelayRevisionLimit",
                        "abortScaleDownDelaySeconds",
                        "minPodsPerReplicaSet")) {
            WorkloadRules.notNegative(PLACE, canary, field, problems);
        }
        JsonNode affinity = canary.path("antiAffinity");
        if (affinity.isObject() && affinity.size() != 1) {
            problems.invalid(
                    PLACE + ".antiAffinity",
                    affinity,
                    "AntiAffinity must have exactly one strategy listed");
        }
        JsonNode weight = affinity.at("/preferredDuringSchedulingIgnoredDuringExecution/weight");
        if (weight.isNumber() && (weight.asInt() < 1 || weight.asInt() > 100)) {
            problems.invalid(
                    PLACE + ".antiAffinity", weight, "AntiAffinity weight must be between 1-100");
        }
    }

    private static boolean isNothing(JsonNode value) {
        return List.of("0", "0%").contains(value.asText());
    }

    /// What is of no use without a route that splits the traffic.
    private void onlyRouted() {
        boolean shrinks = canary.path("dynamicStableScale").asBoolean(false);
        boolean delays = canary.path("scaleDownDelaySeconds").isNumber();
        if (!routed && delays) {
            problems.invalid(
                    PLACE + ".scaleDownDelaySeconds",
                    canary.path("scaleDownDelaySeconds"),
                    "Canary scaleDownDelaySeconds can only be used with traffic routing");
        }
        if (!routed && shrinks) {
            problems.invalid(
                    PLACE + ".dynamicStableScale",
                    true,
                    "Canary dynamicStableScale can only be used with traffic routing");
        }
        if (routed && shrinks && delays) {
            problems.invalid(
                    PLACE + ".dynamicStableScale",
                    true,
                    "Canary dynamicStableScale cannot be used with scaleDownDelaySeconds");
        }
        JsonNode most = canary.at("/trafficRouting/maxTrafficWeight");
        if (most.isNumber() && most.asInt() < 1) {
            problems.invalid(
                    PLACE + ".trafficRouting.maxTrafficWeight",
                    most,
                    "must be greater than or equal to 1");
        }
    }

    private void background() {
        JsonNode analysis = canary.path("analysis");
        if (analysis.isObject()) {
            templates(PLACE + ".analysis", analysis);
            JsonNode start = analysis.path("startingStep");
            int steps = canary.path("steps").size();
            if (start.isNumber() && (start.asInt() < 0 || start.asInt() > steps)) {
                problems.invalid(
                        PLACE + ".analysis.startingStep",
                        start,
                        "must be between 0 and the number of steps, " + steps);
            }
        }
    }

    private void templates(String place, JsonNode analysis) {
        if (analysis.path("templates").isEmpty()) {
            problems.required(place + ".templates", "at least one template is needed");
        }
        int index = 0;
        for (JsonNode template : analysis.path("templates")) {
            if (Trees.text(template, "templateName").isEmpty()) {
                problems.required(place + ".templates[" + index + "].templateName", "");
            }
            index++;
        }
    }

    private void step(String place, JsonNode step) {
        List<String> set = KINDS.stream().filter(kind -> Trees.has(step, kind)).toList();
        if (set.size() != 1) {
            problems.invalid(
                    place,
                    step,
                    "Step must have one of the following set: experiment, setWeight,"
                            + " setCanaryScale, plugin or pause");
            return;
        }
        String kind = set.getFirst();
        JsonNode content = step.path(kind);
        String at = place + "." + kind;
        switch (kind) {
            case "setWeight" -> weight(at, content);
            case "pause" -> pause(at, content);
            case "setCanaryScale" -> scale(at, content);
            case "analysis" -> templates(at, content);
            case "setHeaderRoute" -> header(at, content);
            case "setMirrorRoute" -> mirror(at, content);
            case "plugin" -> named(at, content);
            default -> experiment(at, content);
        }
    }

    private void weight(String at, JsonNode weight) {
        int most = canary.at("/trafficRouting/maxTrafficWeight").asInt(100);
        if (weight.asInt(-1) < 0 || weight.asInt() > most) {
            problems.invalid(at, weight, "SetWeight needs to be between 0 and max weight");
        }
    }

    private void pause(String at, JsonNode pause) {
        JsonNode duration = pause.path("duration");
        if (duration.isMissingNode() || duration.isNull()) {
            return;
        }
        boolean valid = DURATION.matcher(duration.asText()).matches();
        if (!valid || duration.asText().matches("0+")) {
            problems.invalid(at + ".duration", duration, "Duration needs to be greater than 0");
        }
    }

    private void scale(String at, JsonNode scale) {
        if (!routed) {
            problems.invalid(at, scale, "SetCanaryScale needs TrafficRouting to be set");
        }
        if (scale.size() != 1) {
            problems.invalid(
                    at,
                    scale,
                    "SetCanaryScale must have exactly one of the following set: replicas, weight,"
                            + " matchTrafficWeight");
        }
        WorkloadRules.notNegative(at, scale, "replicas", problems);
        JsonNode weight = scale.path("weight");
        if (weight.isNumber() && (weight.asInt() < 0 || weight.asInt() > 100)) {
            problems.invalid(at + ".weight", weight, "must be between 0 and 100");
        }
    }

    private void header(String at, JsonNode route) {
        if (!routed) {
            problems.invalid(
                    at, Trees.text(route, "name"), "SetHeaderRoute requires TrafficRouting");
        }
        managed(at, route);
        int index = 0;
        for (JsonNode match : route.path("match")) {
            String place = at + ".match[" + index + "]";
            if (Trees.text(match, "headerName").isEmpty()) {
                problems.required(place + ".headerName", "");
            }
            oneValue(place + ".headerValue", match.path("headerValue"));
            index++;
        }
    }

    private void mirror(String at, JsonNode route) {
        if (!routed) {
            problems.invalid(
                    at, Trees.text(route, "name"), "SetMirrorRoute requires TrafficRouting");
        }
        managed(at, route);
        JsonNode share = route.path("percentage");
        if (share.isNumber() && (share.asInt() < 0 || share.asInt() > 100)) {
            problems.invalid(at + ".percentage", share, "must be between 0 and 100");
        }
        int index = 0;
        for (JsonNode match : route.path("match")) {
            String place = at + ".match[" + index + "]";
            JsonNode method = match.path("method");
            if (method.isObject() && !method.has("exact")) {
                problems.invalid(
                        place + ".method", method, "an HTTPRoute matches methods only exactly");
            }
            if (match.path("path").isObject()) {
                oneValue(place + ".path", match.path("path"));
            }
            for (var header : match.path("headers").properties()) {
                oneValue(place + ".headers[" + header.getKey() + "]", header.getValue());
            }
            index++;
        }
    }

    private void managed(String at, JsonNode route) {
        named(at, route);
        String name = Trees.text(route, "name");
        if (!name.isEmpty() && routed && !managed.contains(name)) {
            problems.invalid(
                    at + ".name", name, "is not one of " + PLACE + ".trafficRouting.managedRoutes");
        }
    }

    private void named(String at, JsonNode content) {
        if (Trees.text(content, "name").isEmpty()) {
            problems.required(at + ".name", "");
        }
    }

    private void oneValue(String place, JsonNode value) {
        long given = VALUES.stream().filter(kind -> Trees.has(value, kind)).count();
        if (given == 0) {
            problems.invalid(
                    place,
                    value.isMissingNode() ? "" : value,
                    "StringMatch value missed, match value must have one of the following: exact,"
                            + " regex, prefix");
        } else if (given > 1) {
            problems.invalid(
                    place,
                    value,
                    "StringMatch match value must have exactly one of the following: exact, regex,"
                            + " prefix");
        }
    }

    private void experiment(String at, JsonNode experiment) {
        if (experiment.path("templates").isEmpty()) {
            problems.required(at + ".templates", "at least one template is needed");
        }
        for (JsonNode template : experiment.path("templates")) {
            if (template.has("weight") && !routed) {
                problems.invalid(
                        at + ".templates.weight",
                        template.get("weight"),
                        "Experiment template weight cannot be set unless TrafficRouting is enabled");
            }
        }
    }

    /// The parts of the specification around the strategy.
    static void validateAround(ObjectNode spec, Problems problems) {
        JsonNode deadline = spec.path("progressDeadlineSeconds");
        long ready = spec.path("minReadySeconds").asLong(0);
        if (deadline.isNumber() && deadline.asLong() <= ready) {
            problems.invalid(
                    "spec.progressDeadlineSeconds",
                    deadline,
                    "must be greater than minReadySeconds");
        }
        for (String field : List.of("minReadySeconds", "revisionHistoryLimit")) {
            WorkloadRules.notNegative("spec", spec, field, problems);
        }
        JsonNode kept = spec.at("/strategy/canary/scaleDownDelayRevisionLimit");
        JsonNode history = spec.path("revisionHistoryLimit");
        if (kept.isNumber() && history.isNumber() && history.asInt() < kept.asInt()) {
            problems.invalid(
                    "spec.revisionHistoryLimit",
                    history,
                    "This rollout's revision history limit can not be smaller than the rollout's"
                            + " scale down limit");
        }
    }
}
