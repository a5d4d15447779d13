package dev.slipway.rollout;

import dev.slipway.evidence.RevisionTraffic;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.RolloutStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the versions of a Rollout replace each other. [RolloutReconciler] does what every Rollout
/// needs (ReplicaSets, revisions, giving up, reporting) and asks its strategy for the rest, in this
/// order: [#routing] while the scene is read, then [#withdraw], [#orders], [#extend], [#advance],
/// and with the position that came out of it [#outlook] and [#report].
///
/// Methods that take a [Scene] and are called pure depend on nothing else and change nothing.
/// Implementations are thread-safe.
sealed interface Strategy permits CanaryStrategy, BlueGreenStrategy {
    /// What keeps the specification, or the objects that it names, from working as they are.
    List<String> problems(Rollout rollout);

    /// Names and states of the two services, and the weights between them.
    Scene.Routing routing(Rollout rollout);

    /// Where both versions get the same kind of traffic, for the guard; empty: wherever services
    /// reach both.
    List<RevisionTraffic.Source> sources(Rollout rollout);

    /// The analyses that are to run at this position; all others of the Rollout are ended. Pure.
    List<RunOrder> runs(Scene scene);

    /// Takes traffic away from what is bad or not there, before anything else changes.
    void withdraw(Scene scene);

    /// The sizes of all ReplicaSets. Pure.
    List<Scaling.Order> orders(Scene scene);

    /// Switches services and gives traffic to what can carry it.
    void extend(Scene scene);

    /// The position after this look: at most one step further. Pure.
    Position advance(Scene scene);

    /// What the scene amounts to. Pure.
    Outlook outlook(Scene scene);

    /// The status with this strategy's own part. Pure.
    RolloutStatus report(Scene scene, RolloutStatus status);

    /// `steps` is how many steps the update has in all and `weight` the share in percent that the
    /// new version has. `atRest` says that nothing is left to do for a version that is stable, and
    /// `availableMin` how many pods must be available for the Rollout to be. `due` is when
    /// something happens by itself, `waitingFor` what keeps an update from going on that nothing
    /// else tells; both may be null.
    record Outlook(
            int steps,
            int weight,
            boolean atRest,
            int availableMin,
            @Nullable Instant due,
            @Nullable String waitingFor) {}
}
