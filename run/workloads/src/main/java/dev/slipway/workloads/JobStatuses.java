package dev.slipway.workloads;

import dev.slipway.controller.EventRecorder;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Job;
import dev.slipway.model.kinds.Job.JobStatus;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The status of a Job.
final class JobStatuses {
    private static final String SUSPENDED = "Suspended";

    private JobStatuses() {}

    /// While it runs, and at the moment it ends.
    static JobStatus of(JobView view, JobPlan plan) {
        JobStatus before = view.job().status();
        JobPlan.End end = plan.end();
        boolean stopped = end != null || view.isSuspended();
        int active = stopped ? 0 : view.active().size();
        return new JobStatus(
                conditions(view, end),
                startTime(view, before),
                end != null && end.complete() ? view.now() : null,
                active,
                view.succeeded(),
                view.failed(),
                terminating(view) + (stopped ? view.active().size() : 0),
                stopped ? 0 : ready(view.active()),
                view.isIndexed() ? JobIndexes.format(view.completedIndexes()) : null,
                before.failedIndexes(),
                end != null ? null : view.countedPods());
    }

    /// After its end only the last pods disappear.
    static JobStatus finished(JobView view) {
        JobStatus before = view.job().status();
        return new JobStatus(
                before.conditions(),
                before.startTime(),
                before.completionTime(),
                0,
                before.succeeded(),
                before.failed(),
                terminating(view),
                0,
                before.completedIndexes(),
                before.failedIndexes(),
                null);
    }

    /// Says what the change of status means.
    static void tell(EventRecorder events, Job before, JobStatus after) {
        for (Condition condition : after.conditions()) {
            Condition old = Condition.find(before.status().conditions(), condition.type());
            boolean changed = old == null || !old.status().equals(condition.status());
            if (changed) {
                tell(events, before, condition);
            }
        }
    }

    private static void tell(EventRecorder events, Job job, Condition condition) {
        String message = String.valueOf(condition.message());
        switch (condition.type()) {
            case "Complete" -> events.normal(Kinds.JOB, job, "Completed", "Job completed");
            case "Failed" ->
                    events.warning(Kinds.JOB, job, String.valueOf(condition.reason()), message);
            case SUSPENDED ->
                    events.normal(
                            Kinds.JOB, job, condition.holds() ? "Suspended" : "Resumed", message);
            default -> {}
        }
    }

    private static @Nullable Instant startTime(JobView view, JobStatus before) {
        if (view.isSuspended()) {
            return null;
        }
        return before.startTime() == null ? view.now() : before.startTime();
    }

    private static List<Condition> conditions(JobView view, JobPlan.@Nullable End end) {
        List<Condition> conditions = view.job().status().conditions();
        if (end != null) {
            return Condition.with(
                    conditions,
                    Condition.of(
                            end.complete() ? "Complete" : "Failed",
                            true,
                            end.reason(),
                            end.message(),
                            view.now()));
        }
        Condition suspended = Condition.find(conditions, SUSPENDED);
        boolean was = suspended != null && suspended.holds();
        if (view.isSuspended() == was) {
            return conditions;
        }
        return Condition.with(
                conditions,
                Condition.of(
                        SUSPENDED,
                        view.isSuspended(),
                        view.isSuspended() ? "JobSuspended" : "JobResumed",
                        view.isSuspended() ? "Job suspended" : "Job resumed",
                        view.now()));
    }

    private static int terminating(JobView view) {
        return (int) view.pods().stream().filter(Pods::isTerminating).count();
    }

    private static int ready(List<Pod> active) {
        return (int) active.stream().filter(pod -> pod.status().isReady()).count();
    }
}
