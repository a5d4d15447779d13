package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.IntOrString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Deployments.
final class DeploymentRules implements KindRules {
    private static final List<String> STRATEGIES = List.of("Recreate", "RollingUpdate");
    private static final int REVISIONS_KEPT = 10;
    private static final int PROGRESS_SECONDS = 600;

    @Override
    public void applyDefaults(ObjectNode deployment) {
        ObjectNode spec = Trees.object(deployment, "spec");
        Trees.defaultNumber(spec, "replicas", 1);
        ObjectNode strategy = Trees.object(spec, "strategy");
        Trees.defaultText(strategy, "type", "RollingUpdate");
        if (Trees.text(strategy, "type").equals("RollingUpdate")) {
            ObjectNode rolling = Trees.object(strategy, "rollingUpdate");
            Trees.defaultShare(rolling, "maxUnavailable", "25%");
            Trees.defaultShare(rolling, "maxSurge", "25%");
        }
        Trees.defaultNumber(spec, "revisionHistoryLimit", REVISIONS_KEPT);
        Trees.defaultNumber(spec, "progressDeadlineSeconds", PROGRESS_SECONDS);
        PodSpecDefaults.applyToTemplate(deployment);
    }

    @Override
    public void validate(ObjectNode deployment, Problems problems) {
        ObjectNode spec = Trees.object(deployment, "spec");
        WorkloadRules.validate(spec, problems);
        String type = spec.at("/strategy/type").asText("");
        JsonNode rolling = spec.at("/strategy/rollingUpdate");
        if (!STRATEGIES.contains(type)) {
            problems.notSupported("spec.strategy.type", type, STRATEGIES);
        } else if (type.equals("Recreate") && rolling.isObject()) {
            problems.forbidden(
                    "spec.strategy.rollingUpdate",
                    "may not be specified when strategy `type` is 'Recreate'");
        } else if (rolling.isObject()) {
            validateRolling(rolling, problems);
        }
        WorkloadRules.notNegative("spec", spec, "minReadySeconds", problems);
        WorkloadRules.notNegative("spec", spec, "revisionHistoryLimit", problems);
        WorkloadRules.notNegative("spec", spec, "progressDeadlineSeconds", problems);
        long deadline = spec.path("progressDeadlineSeconds").asLong(Long.MAX_VALUE);
        if (deadline >= 0 && deadline <= spec.path("minReadySeconds").asLong(0)) {
            problems.invalid(
                    "spec.progressDeadlineSeconds",
                    deadline,
                    "must be greater than minReadySeconds");
        }
    }

    private static void validateRolling(JsonNode rolling, Problems problems) {
        String place = "spec.strategy.rollingUpdate";
        Integer unavailable = share(place + ".maxUnavailable", rolling, problems);
        Integer surge = share(place + ".maxSurge", rolling, problems);
        if (unavailable != null && surge != null && unavailable == 0 && surge == 0) {
            problems.invalid(
                    place + ".maxUnavailable",
                    rolling.get("maxUnavailable"),
                    "may not be 0 when `maxSurge` is 0");
        }
        JsonNode wanted = rolling.path("maxUnavailable");
        if (wanted.isTextual() && unavailable != null && unavailable > 100) {
            problems.invalid(place + ".maxUnavailable", wanted, "must not be greater than 100%");
        }
    }

    /// The number, or the percentage; null if it is neither.
    private static @Nullable Integer share(String place, JsonNode parent, Problems problems) {
        JsonNode value = parent.path(place.substring(place.lastIndexOf('.') + 1));
        if (value.isInt()) {
            if (value.intValue() < 0) {
                problems.invalid(place, value, "must be greater than or equal to 0");
            }
            return value.intValue();
        }
        if (value.isTextual() && IntOrString.of(value.textValue()).isPercentage()) {
            return IntOrString.of(value.textValue()).scaled(100, false);
        }
        problems.invalid(
                place,
                value,
                "a valid percent string must be a numeric string followed by an ending '%' (e.g."
                        + " '1%',  or '93%', regex used for validation is '[0-9]+%')");
        return null;
    }

    @Override
    public void validateUpdate(ObjectNode deployment, ObjectNode before, Problems problems) {
        WorkloadRules.selectorIsImmutable(deployment, before, problems);
    }
}
