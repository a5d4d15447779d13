package dev.slipway.workloads;

import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.HorizontalPodAutoscaler;
import dev.slipway.model.kinds.HorizontalPodAutoscaler.Behavior;
import dev.slipway.model.kinds.HorizontalPodAutoscaler.ScalingPolicy;
import dev.slipway.model.kinds.HorizontalPodAutoscaler.ScalingRules;
import java.time.Instant;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// From what the figures ask for to what is done now: stabilisation windows, the pace that policies
/// allow, and the bounds. The usual rules are Kubernetes': up at once, by four pods or to the
/// double in 15 seconds; down to the most that was recommended in the last five minutes.
final class ScalingPace {
    private static final ScalingRules UP =
            new ScalingRules(
                    0,
                    "Max",
                    List.of(
                            new ScalingPolicy("Pods", 4, 15),
                            new ScalingPolicy("Percent", 100, 15)),
                    null);
    private static final ScalingRules DOWN =
            new ScalingRules(300, "Max", List.of(new ScalingPolicy("Percent", 100, 15)), null);
    private static final double PERCENT = 100;

    private final ScalingRules up;
    private final ScalingRules down;
    private final int min;
    private final int max;
    private final Instant now;

    /// What to do, and what to say about it.
    record Decision(int replicas, Condition able, Condition limited) {}

    ScalingPace(HorizontalPodAutoscaler.Spec spec, Instant now) {
        Behavior behavior = spec.behavior();
        this.up = completed(behavior == null ? null : behavior.scaleUp(), UP);
        this.down = completed(behavior == null ? null : behavior.scaleDown(), DOWN);
        Integer minReplicas = spec.minReplicas();
        this.min = minReplicas == null ? 1 : minReplicas;
        this.max = spec.maxReplicas();
        this.now = now;
    }

    ScalingRules up() {
        return up;
    }

    ScalingRules down() {
        return down;
    }

    Decision decide(int current, int wanted, ScalingHistory history) {
        history.recommend(now, wanted);
        int stable = stabilized(current, wanted, history);
        Condition able = able(wanted, stable);
        int paced = paced(current, stable, history);
        if (paced != stable && paced >= min && paced < max) {
            String direction = stable > current ? "ScaleUpLimit" : "ScaleDownLimit";
            return new Decision(
                    paced,
                    able,
                    limited(direction, "the desired replica count is changing as fast as allowed"));
        }
        if (stable > max) {
            return new Decision(
                    max,
                    able,
                    limited("TooManyReplicas", "more replicas are desired than the maximum"));
        }
        if (stable < min) {
            return new Decision(
                    min,
                    able,
                    limited("TooFewReplicas", "fewer replicas are desired than the minimum"));
        }
        return new Decision(
                stable,
                able,
                Condition.of(
                        "ScalingLimited",
                        false,
                        "DesiredWithinRange",
                        "the desired count is within the acceptable range",
                        now));
    }

    private int stabilized(int current, int wanted, ScalingHistory history) {
        int upward = history.lowestSince(now.minusSeconds(window(up)), wanted);
        int downward = history.highestSince(now.minusSeconds(window(down)), wanted);
        return Math.min(Math.max(current, upward), downward);
    }

    private int paced(int current, int wanted, ScalingHistory history) {
        if (wanted > current) {
            int most = limit(up, current, policy -> reached(policy, current, history), Math::max);
            return Math.min(wanted, Math.max(current, most));
        }
        if (wanted < current) {
            int least = limit(down, current, policy -> left(policy, current, history), Math::min);
            return Math.max(wanted, Math.min(current, least));
        }
        return wanted;
    }

    /// The limit of the policies together: of the one that allows most, unless that which allows
    /// least is chosen, or none.
    private static int limit(
            ScalingRules rules,
            int current,
            ToIntFunction<ScalingPolicy> each,
            IntBinaryOperator generous) {
        String select = rules.selectPolicy();
        if ("Disabled".equals(select)) {
            return current;
        }
        boolean strict = "Min".equals(select);
        IntBinaryOperator join =
                strict ? (a, b) -> generous.applyAsInt(a, b) == a ? b : a : generous;
        return rules.policies().stream().mapToInt(each).reduce(join).orElse(current);
    }

    private int reached(ScalingPolicy policy, int current, ScalingHistory history) {
        int start = current - history.changedSince(now.minusSeconds(policy.periodSeconds()));
        return policy.type().equals("Percent")
                ? (int) Math.ceil(start * (1 + policy.value() / PERCENT))
                : start + policy.value();
    }

    private int left(ScalingPolicy policy, int current, ScalingHistory history) {
        int start = current - history.changedSince(now.minusSeconds(policy.periodSeconds()));
        return policy.type().equals("Percent")
                ? (int) (start * (1 - policy.value() / PERCENT))
                : start - policy.value();
    }

    private Condition able(int wanted, int stable) {
        if (stable == wanted) {
            return Condition.of(
                    "AbleToScale",
                    true,
                    "ReadyForNewScale",
                    "recommended size matches current size",
                    now);
        }
        boolean held = stable > wanted;
        return Condition.of(
                "AbleToScale",
                true,
                held ? "ScaleDownStabilized" : "ScaleUpStabilized",
                held
                        ? "recent recommendations were higher than current one, applying the highest"
                                + " recent recommendation"
                        : "recent recommendations were lower than current one, applying the lowest"
                                + " recent recommendation",
                now);
    }

    private Condition limited(String reason, String message) {
        return Condition.of("ScalingLimited", true, reason, message, now);
    }

    private static int window(ScalingRules rules) {
        Integer seconds = rules.stabilizationWindowSeconds();
        return seconds == null ? 0 : seconds;
    }

    private static ScalingRules completed(@Nullable ScalingRules given, ScalingRules usual) {
        if (given == null) {
            return usual;
        }
        Integer window = given.stabilizationWindowSeconds();
        return new ScalingRules(
                window == null ? usual.stabilizationWindowSeconds() : window,
                given.selectPolicy() == null ? usual.selectPolicy() : given.selectPolicy(),
                given.policies().isEmpty() ? usual.policies() : given.policies(),
                given.tolerance());
    }
}
