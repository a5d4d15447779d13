package dev.slipway.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.Resources;
import dev.slipway.controller.Controller;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.MergeChange;
import dev.slipway.controller.OwnWrites;
import dev.slipway.controller.OwnedObjects;
import dev.slipway.controller.Reconciler;
import dev.slipway.controller.Result;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.OwnerReference;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Deployment.DeploymentStatus;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.workloads.DeploymentStatuses.Creation;
import dev.slipway.workloads.RevisionGate.Decision;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Moves the pods of a Deployment from one template to the next by scaling ReplicaSets. Decides
/// only when it sees all its own writes, so that the limits of a rolling update hold at every
/// moment.
final class DeploymentReconciler implements Reconciler {
    private static final int WORKERS = 4;

    private final WorkloadTools tools;
    private final Resources<Deployment> deployments;
    private final Informer<Deployment> informer;
    private final Informer<ReplicaSet> sets;
    private final Informer<Pod> pods;
    private final OwnedObjects<ReplicaSet> owned;
    private final OwnWrites<ReplicaSet> ownWrites;
    private final ReplicaSetWriter writer;
    private final RevisionGate gate;
    private final RunningTemplates templates;

    DeploymentReconciler(
            Cluster cluster, Informers informers, WorkloadTools tools, Releasing releasing) {
        this.tools = tools;
        this.gate = releasing.gate();
        this.templates = releasing.templates();
        this.deployments = cluster.resources(Kinds.DEPLOYMENT);
        this.informer = informers.of(Kinds.DEPLOYMENT);
        this.sets = informers.of(Kinds.REPLICA_SET);
        this.pods = informers.of(Kinds.POD);
        Resources<ReplicaSet> setResources = cluster.resources(Kinds.REPLICA_SET);
        this.owned = new OwnedObjects<>(Kinds.DEPLOYMENT, deployments, sets, setResources);
        this.ownWrites = new OwnWrites<>(sets, tools.time());
        this.writer = new ReplicaSetWriter(cluster, ownWrites, tools.events());
    }

    Controller controller() {
        Controller controller =
                Controller.named("deployment", this, tools.time())
                        .onChange(informer)
                        .onOwnedChange(sets, Kinds.DEPLOYMENT)
                        .onChange(sets, this::adopters)
                        .onDelta(pods, this::lastPodGone)
                        .workers(WORKERS)
                        .build();
        gate.onChange(controller::wake);
        templates.onChange(controller::wake);
        return controller;
    }

    @Override
    public Result reconcile(ObjectKey key) {
        Deployment written = informer.find(key);
        if (written == null) {
            return Result.done();
        }
        Duration outstanding = ownWrites.outstanding(key);
        if (outstanding.isPositive()) {
            return Result.after(outstanding);
        }
        ObjectNode template = templates.of(written);
        if (template == null) {
            // Too early to tell; whoever knows wakes the Deployment.
            return Result.done();
        }
        Deployment deployment = written.withTemplate(template);
        List<ReplicaSet> claimed = owned.claim(deployment.metadata(), deployment.spec().selector());
        DeploymentView view = DeploymentView.of(deployment, claimed, tools.time().now());
        Decision decision = decide(view);
        Creation creation = null;
        if (!deployment.metadata().isBeingDeleted()) {
            creation = act(view, decision);
        }
        DeploymentStatus status = DeploymentStatuses.of(view, decision, creation);
        report(deployment, status);
        Duration deadline = DeploymentStatuses.untilDeadline(view, status);
        return deadline == null ? Result.done() : Result.after(deadline);
    }

    /// Only a rolling update from one version to another can be led.
    private Decision decide(DeploymentView view) {
        if (!view.isRolling() || view.old().isEmpty() || view.replicas() == 0) {
            return new RevisionGate.Open(null);
        }
        return gate.decide(new RevisionGate.Update(view.deployment(), view.currentHash()));
    }

    private @Nullable Creation act(DeploymentView view, Decision decision) {
        if (view.isPaused() || Revisions.isScalingEvent(view)) {
            if (view.current() != null) {
                synchronize(view, view.current());
            }
            scale(view, RollingUpdates.proportional(view));
            cleanUp(view, decision);
            return null;
        }
        if (!view.isRolling() && !recreateMayStart(view)) {
            return null;
        }
        if (view.current() == null) {
            return create(view, decision);
        }
        if (synchronize(view, view.current())) {
            return null;
        }
        scale(view, view.isRolling() ? roll(view, decision) : recreate(view));
        cleanUp(view, decision);
        boolean unnoticed =
                Condition.find(view.deployment().status().conditions(), "Progressing") == null;
        return unnoticed ? Creation.found(view.current().key().name()) : null;
    }

    private static List<Scaling> roll(DeploymentView view, Decision decision) {
        ReplicaSet current = view.current();
        if (current == null) {
            return List.of();
        }
        return switch (decision) {
            case RevisionGate.Open _ -> RollingUpdates.step(view);
            case RevisionGate.Share share -> GatedUpdates.share(view, current, share);
            case RevisionGate.Refused refused -> GatedUpdates.refuse(view, current, refused);
        };
    }

    private static int firstReplicas(DeploymentView view, Decision decision) {
        if (!view.isRolling()) {
            return view.replicas();
        }
        int possible = RollingUpdates.currentReplicas(view);
        return switch (decision) {
            case RevisionGate.Open _ -> possible;
            case RevisionGate.Share share ->
                    Math.min(possible, GatedUpdates.most(view, share.percent()));
            case RevisionGate.Refused _ -> 0;
        };
    }

    private @Nullable Creation create(DeploymentView view, Decision decision) {
        int replicas = firstReplicas(view, decision);
        ReplicaSet created = writer.create(view, replicas);
        if (created == null) {
            deployments.patchStatus(
                    view.deployment().key(),
                    changeOf(view.deployment(), DeploymentStatuses.collided(view.deployment())));
            return null;
        }
        noteRevision(view, Revisions.of(created));
        return Creation.made(created.key().name());
    }

    /// Brings the annotations of the current ReplicaSet up to date. True if that changed it.
    private boolean synchronize(DeploymentView view, ReplicaSet current) {
        boolean changed = writer.synchronize(view, current);
        noteRevision(view, Math.max(Revisions.of(current), Revisions.next(view)));
        return changed;
    }

    private void noteRevision(DeploymentView view, long revision) {
        Deployment deployment = view.deployment();
        String text = Long.toString(revision);
        if (!text.equals(deployment.metadata().annotations().get(Revisions.REVISION))) {
            var metadata = Json.object();
            metadata.putObject("annotations").put(Revisions.REVISION, text);
            deployments.patch(deployment.key(), MergeChange.under("metadata", metadata));
        }
    }

    private void scale(DeploymentView view, List<Scaling> scalings) {
        for (Scaling scaling : scalings) {
            writer.scale(view, scaling);
        }
    }

    private void cleanUp(DeploymentView view, Decision decision) {
        DeploymentStatus status = DeploymentStatuses.of(view, decision, null);
        if (view.isPaused() || DeploymentStatuses.isComplete(view, status)) {
            Revisions.expired(view).forEach(writer::delete);
        }
    }

    /// All old pods must be gone before a pod of the new template may start.
    private boolean recreateMayStart(DeploymentView view) {
        List<ReplicaSet> running = view.activeOld();
        if (!running.isEmpty()) {
            scale(view, running.stream().map(set -> new Scaling(set, 0)).toList());
            return false;
        }
        for (ReplicaSet set : view.old()) {
            for (Pod pod : pods.byIndex(Informer.BY_CONTROLLER, set.metadata().storedUid())) {
                if (!pod.status().isTerminal()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static List<Scaling> recreate(DeploymentView view) {
        ReplicaSet current = view.current();
        return current == null ? List.of() : List.of(new Scaling(current, view.replicas()));
    }

    private void report(Deployment deployment, DeploymentStatus status) {
        Patch change = MergeChange.ofStatus(deployment.status(), status);
        if (change != null) {
            deployments.patchStatus(deployment.key(), change);
        }
    }

    private static Patch changeOf(Deployment deployment, DeploymentStatus status) {
        Patch change = MergeChange.ofStatus(deployment.status(), status);
        return change == null ? MergeChange.under("status", Json.object()) : change;
    }

    private List<ObjectKey> adopters(ReplicaSet set) {
        if (set.metadata().controller() != null) {
            return List.of();
        }
        return informer.inNamespace(set.key().namespace()).stream()
                .filter(each -> each.spec().selector().matches(set.metadata().labels()))
                .map(Deployment::key)
                .toList();
    }

    /// Recreate waits for the end of pods, which the ReplicaSet's status need not show.
    private List<ObjectKey> lastPodGone(Informer.Delta<Pod> delta) {
        if (delta.after() != null && !delta.after().status().isTerminal()) {
            return List.of();
        }
        OwnerReference owner = delta.object().metadata().controller();
        ReplicaSet set =
                owner == null
                        ? null
                        : sets.find(new ObjectKey(delta.object().key().namespace(), owner.name()));
        OwnerReference top = set == null ? null : set.metadata().controller();
        if (top == null) {
            return List.of();
        }
        ObjectKey key = new ObjectKey(delta.object().key().namespace(), top.name());
        Deployment deployment = informer.find(key);
        boolean waits =
                deployment != null && "Recreate".equals(deployment.spec().strategy().type());
        return waits ? List.of(key) : List.of();
    }
}
