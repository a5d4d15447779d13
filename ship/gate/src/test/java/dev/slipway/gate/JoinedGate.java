package dev.slipway.gate;

import dev.slipway.model.ObjectKey;
import dev.slipway.workloads.RevisionGate;
import java.util.function.Consumer;

/// Hands the guard to the Deployment controller, as the server does it.
record JoinedGate(DeploymentGate gate) implements RevisionGate {
    @Override
    public Decision decide(Update update) {
        return switch (gate.decide(update.deployment(), update.newHash())) {
            case GateDecision.Open(GateDecision.Finding finding) ->
                    new RevisionGate.Open(finding == null ? null : translate(finding));
            case GateDecision.Share(
                            int percent,
                            int traffic,
                            String old,
                            GateDecision.Finding finding) ->
                    new RevisionGate.Share(percent, traffic, old, translate(finding));
            case GateDecision.Refused(int traffic, String old, GateDecision.Finding finding) ->
                    new RevisionGate.Refused(traffic, old, translate(finding));
        };
    }

    private static Finding translate(GateDecision.Finding finding) {
        return new Finding(finding.good(), finding.word(), finding.sentence());
    }

    @Override
    public void onChange(Consumer<ObjectKey> listener) {
        gate.onDecisionChange(listener);
    }
}
