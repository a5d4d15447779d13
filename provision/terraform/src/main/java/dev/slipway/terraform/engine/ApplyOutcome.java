package dev.slipway.terraform.engine;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.state.State;
import java.util.List;

/// What applying came to: the state as it is now, what was done and what went wrong.
public record ApplyOutcome(
        State state, int added, int changed, int destroyed, List<Diagnostic> diagnostics) {
    public ApplyOutcome {
        diagnostics = List.copyOf(diagnostics);
    }

    public boolean hasErrors() {
        return diagnostics.stream().anyMatch(each -> each.severity() == Diagnostic.Severity.ERROR);
    }
}
