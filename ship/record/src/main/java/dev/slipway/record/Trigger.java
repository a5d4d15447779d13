package dev.slipway.record;

import java.util.Optional;
import java.util.stream.Stream;

/// The moments that somebody may want to be told of: Argo's nine, and the guard's. Subscriptions
/// and configuration name them by their text.
enum Trigger {
    UPDATED("on-rollout-updated", "#999999"),
    STEP_COMPLETED("on-rollout-step-completed", "#18be52"),
    PAUSED("on-rollout-paused", "#f4c030"),
    COMPLETED("on-rollout-completed", "#18be52"),
    ABORTED("on-rollout-aborted", "#e96d76"),
    SCALING("on-scaling-replica-set", "#999999"),
    ANALYSIS_RUNNING("on-analysis-run-running", "#999999"),
    ANALYSIS_FAILED("on-analysis-run-failed", "#e96d76"),
    ANALYSIS_ERROR("on-analysis-run-error", "#e96d76"),
    GUARD_REFUSED("on-guard-refused", "#e96d76"),
    GUARD_WENT_BACK("on-guard-went-back", "#e96d76"),
    GUARD_TOO_LITTLE_TRAFFIC("on-guard-too-little-traffic", "#f4c030");

    private final String text;
    private final String color;

    Trigger(String text, String color) {
        this.text = text;
        this.color = color;
    }

    String text() {
        return text;
    }

    /// The colour of a message about it.
    String color() {
        return color;
    }

    /// The built-in template: `rollout-completed` of `on-rollout-completed`.
    String template() {
        return text.substring("on-".length());
    }

    static Optional<Trigger> find(String text) {
        return Stream.of(values()).filter(trigger -> trigger.text.equals(text)).findFirst();
    }
}
