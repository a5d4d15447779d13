package dev.slipway.terraform.engine;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.terraform.plan.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A plan, and what was found on the way to it. There is a plan even with errors, marked so, unless
/// nothing could be begun.
public record PlanOutcome(@Nullable Plan plan, List<Diagnostic> diagnostics) {
    public PlanOutcome {
        diagnostics = List.copyOf(diagnostics);
    }

    public boolean hasErrors() {
        return diagnostics.stream().anyMatch(each -> each.severity() == Diagnostic.Severity.ERROR);
    }
}
