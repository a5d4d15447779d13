package dev.slipway.terraform.engine;

import dev.slipway.hcl.value.Value;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What to plan for. The variables are the root module's, already converted to their types;
/// `parallelism` is how many calls to providers there may be at once.
public record PlanOptions(
        Plan.Mode mode,
        boolean refresh,
        List<Target> targets,
        List<Target> excludes,
        List<Target> replace,
        Map<String, Value> variables,
        String workspace,
        Instant timestamp,
        int parallelism) {
    public PlanOptions {
        targets = List.copyOf(targets);
        excludes = List.copyOf(excludes);
        replace = List.copyOf(replace);
        variables = Map.copyOf(variables);
        if (parallelism < 1) {
            throw new IllegalArgumentException(
                    "parallelism: " + parallelism + " (expected: at least 1)");
        }
    }

    /// Everything, with ten calls at once.
    public static PlanOptions normal(Map<String, Value> variables, Instant timestamp) {
        return new PlanOptions(
                Plan.Mode.NORMAL,
                true,
                List.of(),
                List.of(),
                List.of(),
                variables,
                "default",
                timestamp,
                10);
    }

    /// About one target, without looking at other objects.
    PlanOptions only(Target target) {
        return new PlanOptions(
                mode,
                false,
                List.of(target),
                List.of(),
                List.of(),
                variables,
                workspace,
                timestamp,
                parallelism);
    }

    public PlanOptions in(Plan.Mode other) {
        return new PlanOptions(
                other,
                refresh,
                targets,
                excludes,
                replace,
                variables,
                workspace,
                timestamp,
                parallelism);
    }
}
