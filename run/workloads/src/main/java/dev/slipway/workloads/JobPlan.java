package dev.slipway.workloads;

import dev.slipway.model.kinds.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a Job does next: create so many pods, delete these, come to its end; and when to look again
/// if nothing happens before.
record JobPlan(
        int creations, List<Pod> deletions, @Nullable End end, @Nullable Duration lookAgain) {
    /// Why a Job is over.
    record End(boolean complete, String reason, String message) {}

    private static final int BURST = 500;

    static JobPlan of(JobView view) {
        List<Pod> active = view.active();
        End end = end(view);
        if (end != null || view.isSuspended()) {
            return new JobPlan(0, active, end, null);
        }
        Duration deadline = view.untilDeadline();
        int wanted = wanted(view, active.size());
        if (active.size() > wanted) {
            List<Pod> surplus =
                    DeletionOrder.of(active, view.now()).subList(0, active.size() - wanted);
            return new JobPlan(0, surplus, null, deadline);
        }
        List<Pod> duplicates = view.isIndexed() ? duplicates(active) : List.of();
        Duration wait = view.untilNextAttempt();
        if (wait.isPositive() && wanted > active.size()) {
            return new JobPlan(0, duplicates, null, earlier(deadline, wait));
        }
        return new JobPlan(Math.min(wanted - active.size(), BURST), duplicates, null, deadline);
    }

    private static @Nullable End end(JobView view) {
        Integer completions = view.completions();
        int succeeded = view.succeeded();
        boolean complete =
                completions == null
                        ? succeeded > 0 && view.active().isEmpty()
                        : succeeded >= completions;
        if (complete) {
            return new End(true, "CompletionsReached", "Reached expected number of succeeded pods");
        }
        if (view.isSuspended()) {
            return null;
        }
        if (view.isPastBackoffLimit()) {
            return new End(
                    false, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        }
        Duration deadline = view.untilDeadline();
        if (deadline != null && !deadline.isPositive()) {
            return new End(
                    false, "DeadlineExceeded", "Job was active longer than specified deadline");
        }
        return null;
    }

    /// How many pods should run now.
    private static int wanted(JobView view, int active) {
        Integer completions = view.completions();
        if (completions == null) {
            // A work queue: once one pod has succeeded, the others finish but none is added.
            return view.succeeded() > 0 ? active : view.parallelism();
        }
        return Math.min(view.parallelism(), completions - view.succeeded());
    }

    private static List<Pod> duplicates(List<Pod> active) {
        List<Pod> duplicates = new ArrayList<>();
        java.util.Set<Integer> seen = new java.util.HashSet<>();
        for (Pod pod : active) {
            if (!seen.add(JobView.index(pod))) {
                duplicates.add(pod);
            }
        }
        return duplicates;
    }

    private static Duration earlier(@Nullable Duration one, Duration other) {
        return one != null && one.compareTo(other) < 0 ? one : other;
    }
}
