package dev.slipway.workloads;

import static java.util.Objects.requireNonNull;

/// What others have to say when a Deployment's version changes: how far its updates may go, and
/// what template its pods are really made of.
public record Releasing(RevisionGate gate, RunningTemplates templates) {
    public Releasing {
        requireNonNull(gate, "gate");
        requireNonNull(templates, "templates");
    }

    /// Nobody has anything to say: Deployments as on any Kubernetes.
    public static Releasing plain() {
        return new Releasing(RevisionGate.open(), RunningTemplates.asWritten());
    }
}
