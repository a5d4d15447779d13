package dev.slipway.workloads;

import dev.slipway.client.Cluster;
import dev.slipway.client.Resources;
import dev.slipway.controller.Controller;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.MergeChange;
import dev.slipway.controller.OwnedObjects;
import dev.slipway.controller.Reconciler;
import dev.slipway.controller.Result;
import dev.slipway.model.ApiException;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.ReplicaSet.ReplicaSetStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps as many pods of a template running as a ReplicaSet says.
final class ReplicaSetReconciler implements Reconciler {
    private static final int WORKERS = 8;

    private final WorkloadTools tools;
    private final Resources<ReplicaSet> sets;
    private final Informer<ReplicaSet> informer;
    private final Informer<Pod> pods;
    private final OwnedObjects<Pod> owned;
    private final PodControl control;

    ReplicaSetReconciler(Cluster cluster, Informers informers, WorkloadTools tools) {
        this.tools = tools;
        this.sets = cluster.resources(Kinds.REPLICA_SET);
        this.informer = informers.of(Kinds.REPLICA_SET);
        this.pods = informers.of(Kinds.POD);
        this.owned =
                new OwnedObjects<>(Kinds.REPLICA_SET, sets, pods, cluster.resources(Kinds.POD));
        this.control = new PodControl(Kinds.REPLICA_SET, cluster, pods, tools);
    }

    Controller controller() {
        return Controller.named("replicaset", this, tools.time())
                .onDelta(informer, this::changed)
                .onOwnedChange(pods, Kinds.REPLICA_SET)
                .onChange(pods, this::adopters)
                .workers(WORKERS)
                .build();
    }

    @Override
    public Result reconcile(ObjectKey key) throws InterruptedException {
        ReplicaSet set = informer.find(key);
        if (set == null) {
            return Result.done();
        }
        List<Pod> claimed = owned.claim(set.metadata(), set.spec().selector());
        Instant now = tools.time().now();
        ReplicaSetStatuses.Failure failure = null;
        List<Condition> conditions = set.status().conditions();
        if (control.settled(set.metadata().storedUid())) {
            failure = act(set, claimed, ReplicaSetPlan.of(set, claimed, now));
            conditions = ReplicaSetStatuses.conditions(set, failure, now);
        }
        report(set, ReplicaSetStatuses.of(set, claimed, now, conditions));
        if (failure != null) {
            throw failure.cause();
        }
        Duration next = ReplicaSetStatuses.untilNextAvailable(set, claimed, now);
        return next == null ? Result.done() : Result.after(next);
    }

    private ReplicaSetStatuses.@Nullable Failure act(
            ReplicaSet set, List<Pod> seen, ReplicaSetPlan plan) throws InterruptedException {
        if (plan.creations() > 0) {
            List<String> names =
                    PodControl.names(
                            set, PodControl.prefix(set.key().name()), seen, plan.creations());
            ApiException failure = control.create(set, names, _ -> set.spec().template());
            return failure == null ? null : new ReplicaSetStatuses.Failure("FailedCreate", failure);
        }
        ApiException failure = control.delete(set, plan.deletions());
        return failure == null ? null : new ReplicaSetStatuses.Failure("FailedDelete", failure);
    }

    private void report(ReplicaSet set, ReplicaSetStatus status) {
        Patch change = MergeChange.ofStatus(set.status(), status);
        if (change != null) {
            sets.patchStatus(set.key(), change);
        }
    }

    private List<ObjectKey> changed(Informer.Delta<ReplicaSet> delta) {
        if (delta.after() == null) {
            control.forget(delta.object().metadata().storedUid());
        }
        return List.of(delta.object().key());
    }

    /// An orphan wakes those that may adopt it.
    private List<ObjectKey> adopters(Pod pod) {
        if (pod.metadata().controller() != null || pod.metadata().labels().isEmpty()) {
            return List.of();
        }
        return informer.inNamespace(pod.key().namespace()).stream()
                .filter(set -> set.spec().selector().matches(pod.metadata().labels()))
                .map(ReplicaSet::key)
                .toList();
    }
}
