package dev.slipway.rollout;

import dev.slipway.model.ObjectMeta;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.RolloutStatus;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What can be read off a Deployment and the Rollout that carries it out. Immutable.
record Takeover(Deployment deployment, Rollout rollout) {
    /// On the Rollout: which wish it was made of.
    static final String MADE_OF = "slipway.dev/guard-made-of";

    /// On the Rollout: its pods were all there, and the Deployment may give up its own.
    static final String TAKEN = "slipway.dev/guard-taken";

    /// On the Deployment: how many pods it is to have once it is on its own again.
    static final String HOLDS = "slipway.dev/guard-holds";

    static int replicas(Deployment deployment) {
        return Objects.requireNonNullElse(deployment.spec().replicas(), 1);
    }

    static boolean isPaused(Deployment deployment) {
        return Boolean.TRUE.equals(deployment.spec().paused());
    }

    static boolean isHeld(Deployment deployment) {
        return deployment.metadata().annotations().containsKey(HOLDS);
    }

    /// All pods that it wants run its present template and serve.
    static boolean isComplete(Deployment deployment) {
        int wanted = replicas(deployment);
        Deployment.DeploymentStatus status = deployment.status();
        return wanted > 0
                && !isPaused(deployment)
                && isSeen(deployment)
                && is(wanted, status.updatedReplicas())
                && is(wanted, status.availableReplicas())
                && is(wanted, status.replicas());
    }

    private static boolean isSeen(Deployment deployment) {
        return Objects.equals(
                deployment.status().observedGeneration(), deployment.metadata().generation());
    }

    private static boolean is(int wanted, @Nullable Integer number) {
        return number != null && number == wanted;
    }

    boolean isOwned() {
        return rollout.metadata().isControlledBy(deployment.metadata().storedUid());
    }

    boolean isTaken() {
        return notes().containsKey(TAKEN);
    }

    boolean isMadeOf(TakeoverWish wish) {
        return wish.madeOf().equals(notes().get(MADE_OF));
    }

    /// The Rollout has seen all that was written into it.
    boolean isObserved() {
        ObjectMeta metadata = rollout.metadata();
        return Objects.toString(metadata.generation(), "")
                .equals(rollout.status().observedGeneration());
    }

    /// The Rollout runs the Deployment's present template and nothing else, with all its pods.
    boolean isAtRest() {
        RolloutStatus status = rollout.status();
        String current = status.currentPodHash();
        Integer available = status.availableReplicas();
        return isObserved()
                && "Healthy".equals(status.phase())
                && current != null
                && current.equals(status.stableRS())
                && available != null
                && available >= rollout.spec().replicasWanted()
                && Objects.toString(deployment.metadata().generation(), "")
                        .equals(status.workloadObservedGeneration());
    }

    private Map<String, String> notes() {
        return rollout.metadata().annotations();
    }
}
