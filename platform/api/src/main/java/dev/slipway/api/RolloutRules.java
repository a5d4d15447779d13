package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Rollouts: what must be there for anything to happen. Templates keep what was written; the pods
/// made of them are defaulted.
final class RolloutRules implements KindRules {
    @Override
    public void validate(ObjectNode rollout, Problems problems) {
        ObjectNode spec = Trees.object(rollout, "spec");
        WorkloadRules.notNegative("spec", spec, "replicas", problems);
        validateStrategy(spec.path("strategy"), problems);
        CanaryRules.validateAround(spec, problems);
        boolean referring = spec.path("workloadRef").isObject();
        boolean templated = spec.path("template").isObject();
        if (referring && templated) {
            problems.invalid(
                    "spec.template", "", "template must be empty for workload reference rollout");
            return;
        }
        if (referring) {
            return;
        }
        Labels.validateSelector("spec.selector", spec.get("selector"), problems);
        ObjectNode probe = rollout.deepCopy();
        PodSpecDefaults.applyToTemplate(probe);
        PodSpecRules.validateTemplate(Trees.object(probe, "spec"), List.of("Always"), problems);
        WorkloadRules.selectorMatchesTemplate(spec, problems);
    }

    private static void validateStrategy(JsonNode strategy, Problems problems) {
        boolean canary = strategy.path("canary").isObject();
        boolean blueGreen = strategy.path("blueGreen").isObject();
        if (canary == blueGreen) {
            problems.invalid(
                    "spec.strategy.strategy",
                    canary ? "canary, blueGreen" : "",
                    canary
                            ? "Multiple Strategies can not be listed"
                            : "Rollout has missing field '.spec.strategy.canary or"
                                    + " .spec.strategy.blueGreen'");
        }
        if (canary) {
            CanaryRules.validate(strategy.path("canary"), problems);
        }
        if (blueGreen && Trees.text(strategy.path("blueGreen"), "activeService").isEmpty()) {
            problems.required("spec.strategy.blueGreen.activeService", "");
        }
    }

    @Override
    public void validateUpdate(ObjectNode rollout, ObjectNode before, Problems problems) {
        WorkloadRules.selectorIsImmutable(rollout, before, problems);
    }
}
