package dev.slipway.console;

import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Event;
import dev.slipway.model.kinds.Job;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;

/// The objects the console shows, kept fresh by informers.
record ConsoleObjects(
        Informer<Deployment> deployments,
        Informer<Rollout> rollouts,
        Informer<ReplicaSet> replicaSets,
        Informer<Job> jobs,
        Informer<Pod> pods,
        Informer<Event> events) {
    static ConsoleObjects of(Informers informers) {
        return new ConsoleObjects(
                informers.of(Kinds.DEPLOYMENT),
                informers.of(Kinds.ROLLOUT),
                informers.of(Kinds.REPLICA_SET),
                informers.of(Kinds.JOB),
                informers.of(Kinds.POD),
                informers.of(Kinds.EVENT));
    }
}
