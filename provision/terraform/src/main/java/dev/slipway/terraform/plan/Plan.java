package dev.slipway.terraform.plan;

import dev.slipway.hcl.value.Value;
import dev.slipway.state.CheckResult;
import dev.slipway.state.State;
import dev.slipway.state.address.Target;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Everything that applying needs to know, and people want to see. `previous` is the state as it
/// was kept, `prior` what became of it by refreshing and moving. `drift` are changes that happened
/// elsewhere; `deferred` what can only be planned after a first round is applied.
public record Plan(
        Mode mode,
        State previous,
        State prior,
        List<ResourceChange> changes,
        List<ResourceChange> drift,
        List<ResourceChange> deferred,
        SortedMap<String, OutputChange> outputs,
        List<CheckResult> checks,
        Inputs inputs,
        boolean errored) {
    /// What is planned for.
    public enum Mode {
        NORMAL,
        DESTROY,
        REFRESH_ONLY
    }

    /// With what it was made, to be applied with the same. Ephemeral variables are named only.
    public record Inputs(
            SortedMap<String, Value> variables,
            List<String> ephemeralVariables,
            List<Target> targets,
            List<Target> excludes,
            String workspace,
            Instant timestamp) {
        public Inputs {
            variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
            ephemeralVariables = List.copyOf(ephemeralVariables);
            targets = List.copyOf(targets);
            excludes = List.copyOf(excludes);
        }
    }

    public Plan {
        changes = List.copyOf(changes);
        drift = List.copyOf(drift);
        deferred = List.copyOf(deferred);
        outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
        checks = List.copyOf(checks);
    }

    public Plan withChanges(List<ResourceChange> others) {
        return new Plan(
                mode, previous, prior, others, drift, deferred, outputs, checks, inputs, errored);
    }

    /// Whether applying would change objects or outputs, or move, import or forget something.
    public boolean isApplyable() {
        return !errored
                && (!deferred.isEmpty()
                        || changes.stream()
                                .anyMatch(each ->
                                        each.action() != Action.NOOP
                                                || each.isMoved()
                                                || each.details().importing() != null)
                        || outputs.values().stream()
                                .anyMatch(each -> each.change().action() != Action.NOOP)
                        || (mode == Mode.REFRESH_ONLY && !drift.isEmpty()));
    }
}
