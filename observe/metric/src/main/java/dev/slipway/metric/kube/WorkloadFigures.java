package dev.slipway.metric.kube;

import dev.slipway.model.ApiException;
import dev.slipway.model.IntOrString;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.HorizontalPodAutoscaler;
import dev.slipway.model.kinds.Job;
import dev.slipway.model.kinds.ReplicaSet;
import org.jspecify.annotations.Nullable;

/// `kube_deployment_*`, `kube_replicaset_*`, `kube_job_*`, `kube_horizontalpodautoscaler_*`.
final class WorkloadFigures {
    private WorkloadFigures() {}

    static void deployment(ObjectSink sink, Deployment deployment) {
        Deployment.DeploymentSpec spec = deployment.spec();
        Deployment.DeploymentStatus status = deployment.status();
        sink.metadata();
        sink.gaugeIfSet("spec_replicas", spec.replicas());
        sink.flag("spec_paused", Boolean.TRUE.equals(spec.paused()));
        sink.gauge("status_replicas", orZero(status.replicas()));
        sink.gauge("status_replicas_ready", orZero(status.readyReplicas()));
        sink.gauge("status_replicas_available", orZero(status.availableReplicas()));
        sink.gauge("status_replicas_unavailable", orZero(status.unavailableReplicas()));
        sink.gauge("status_replicas_updated", orZero(status.updatedReplicas()));
        sink.gaugeIfSet("status_observed_generation", status.observedGeneration());
        sink.conditions(status.conditions());
        Deployment.RollingUpdate rolling = spec.strategy().rollingUpdate();
        if (rolling != null && spec.replicas() != null) {
            int replicas = spec.replicas();
            share(sink, "max_unavailable", rolling.maxUnavailable(), replicas, false);
            share(sink, "max_surge", rolling.maxSurge(), replicas, true);
        }
    }

    private static void share(
            ObjectSink sink,
            String name,
            @Nullable IntOrString share,
            int replicas,
            boolean roundUp) {
        if (share != null) {
            try {
                sink.gauge("spec_strategy_rollingupdate_" + name, share.scaled(replicas, roundUp));
            } catch (ApiException _) {
                // Not a share at all; the deployment's own condition says so.
            }
        }
    }

    static void replicaSet(ObjectSink sink, ReplicaSet replicaSet) {
        ReplicaSet.ReplicaSetStatus status = replicaSet.status();
        sink.metadata();
        sink.gaugeIfSet("spec_replicas", replicaSet.spec().replicas());
        sink.gauge("status_replicas", status.replicas());
        sink.gauge("status_ready_replicas", orZero(status.readyReplicas()));
        sink.gauge("status_fully_labeled_replicas", orZero(status.fullyLabeledReplicas()));
        sink.gaugeIfSet("status_observed_generation", status.observedGeneration());
    }

    static void job(ObjectSink sink, Job job) {
        Job.JobStatus status = job.status();
        sink.metadata();
        sink.gauge("info", 1.0);
        sink.gaugeIfSet("spec_parallelism", job.spec().parallelism());
        sink.gaugeIfSet("spec_completions", job.spec().completions());
        sink.gaugeIfSet("spec_active_deadline_seconds", job.spec().activeDeadlineSeconds());
        sink.gauge("status_active", orZero(status.active()));
        sink.gauge("status_succeeded", orZero(status.succeeded()));
        sink.gauge("status_failed", orZero(status.failed()));
        sink.time("status_start_time", status.startTime());
        sink.time("status_completion_time", status.completionTime());
        sink.condition("complete", Condition.find(status.conditions(), "Complete"));
        sink.condition("failed", Condition.find(status.conditions(), "Failed"));
    }

    static void autoscaler(ObjectSink sink, HorizontalPodAutoscaler autoscaler) {
        HorizontalPodAutoscaler.TargetReference target = autoscaler.spec().scaleTargetRef();
        sink.metadata();
        sink.gauge(
                "info",
                1.0,
                "scaletargetref_api_version",
                target.apiVersion() == null ? "" : target.apiVersion(),
                "scaletargetref_kind",
                target.kind(),
                "scaletargetref_name",
                target.name());
        sink.gaugeIfSet("spec_min_replicas", autoscaler.spec().minReplicas());
        sink.gauge("spec_max_replicas", autoscaler.spec().maxReplicas());
        sink.gauge("status_current_replicas", orZero(autoscaler.status().currentReplicas()));
        sink.gauge("status_desired_replicas", autoscaler.status().desiredReplicas());
        sink.conditions(autoscaler.status().conditions());
    }

    private static int orZero(@Nullable Integer value) {
        return value == null ? 0 : value;
    }
}
