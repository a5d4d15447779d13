package dev.slipway.workloads;

import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Job;
import dev.slipway.model.kinds.Job.UncountedPods;
import dev.slipway.model.kinds.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A Job and its pods at one moment.
///
/// Each pod that ended counts once, even if it is removed later: the status holds, beside the
/// counts, the uids of the ended pods in them that still exist. A pod being deleted before it
/// succeeded counts as failed.
record JobView(Job job, List<Pod> pods, Instant now) {
    static final String INDEX = "batch.kubernetes.io/job-completion-index";

    private static final int BACKOFF_LIMIT_DEFAULT = 6;
    private static final Duration BACKOFF_FIRST = Duration.ofSeconds(10);
    private static final Duration BACKOFF_LONGEST = Duration.ofMinutes(10);

    JobView {
        pods = List.copyOf(pods);
    }

    boolean isIndexed() {
        return "Indexed".equals(job.spec().completionMode());
    }

    boolean isSuspended() {
        return Boolean.TRUE.equals(job.spec().suspend());
    }

    /// Has come to its end, good or bad.
    boolean isFinished() {
        return Condition.isTrue(job.status().conditions(), "Complete")
                || Condition.isTrue(job.status().conditions(), "Failed");
    }

    List<Pod> active() {
        return Pods.active(pods);
    }

    int parallelism() {
        Integer parallelism = job.spec().parallelism();
        return parallelism == null ? 1 : parallelism;
    }

    @Nullable Integer completions() {
        return job.spec().completions();
    }

    int succeeded() {
        return isIndexed()
                ? completedIndexes().size()
                : number(job.status().succeeded())
                        + uncounted(succeededPods(), counted().succeeded()).size();
    }

    int failed() {
        return number(job.status().failed()) + uncounted(failedPods(), counted().failed()).size();
    }

    SortedSet<Integer> completedIndexes() {
        SortedSet<Integer> completed = JobIndexes.parse(job.status().completedIndexes());
        Integer completions = completions();
        for (Pod pod : succeededPods()) {
            int index = index(pod);
            if (index >= 0 && completions != null && index < completions) {
                completed.add(index);
            }
        }
        return completed;
    }

    /// Ended pods that still exist and are in the counts once this status is written.
    UncountedPods countedPods() {
        return new UncountedPods(
                isIndexed() ? List.of() : uids(succeededPods()), uids(failedPods()));
    }

    /// Indexes that have neither succeeded nor a pod that tries.
    List<Integer> openIndexes(int count) {
        Set<Integer> taken = new HashSet<>(completedIndexes());
        active().forEach(pod -> taken.add(index(pod)));
        List<Integer> open = new ArrayList<>();
        Integer completions = completions();
        for (int i = 0; completions != null && i < completions && open.size() < count; i++) {
            if (!taken.contains(i)) {
                open.add(i);
            }
        }
        return open;
    }

    /// More attempts failed than are allowed; restarts of containers count if the pod itself tries
    /// again.
    boolean isPastBackoffLimit() {
        Integer given = job.spec().backoffLimit();
        int limit = given == null ? BACKOFF_LIMIT_DEFAULT : given;
        if (failed() > limit) {
            return true;
        }
        boolean restarts =
                "OnFailure".equals(job.spec().template().at("/spec/restartPolicy").asText());
        int sum = active().stream().mapToInt(Pods::restarts).sum();
        return restarts && (limit == 0 ? sum > 0 : sum >= limit);
    }

    /// How long the Job may still run; null if for ever.
    @Nullable Duration untilDeadline() {
        Long seconds = job.spec().activeDeadlineSeconds();
        Instant start = job.status().startTime();
        return seconds == null || start == null || isSuspended()
                ? null
                : Duration.between(now, start.plusSeconds(seconds));
    }

    /// How long to wait after the last failures before a new attempt: doubled for each failure
    /// since the last success.
    Duration untilNextAttempt() {
        Instant lastSuccess = latestEnd(succeededPods());
        int failures = 0;
        for (Pod pod : failedPods()) {
            if (lastSuccess == null || end(pod).isAfter(lastSuccess)) {
                failures++;
            }
        }
        Instant lastFailure = latestEnd(failedPods());
        if (failures == 0 || lastFailure == null) {
            return Duration.ZERO;
        }
        Duration delay = BACKOFF_FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
        Duration wait = delay.compareTo(BACKOFF_LONGEST) < 0 ? delay : BACKOFF_LONGEST;
        return Duration.between(now, lastFailure.plus(wait));
    }

    /// How long a finished Job is kept; null if for ever.
    @Nullable Duration untilExpiry() {
        Integer seconds = job.spec().ttlSecondsAfterFinished();
        Instant finished = finishedAt();
        return seconds == null || finished == null
                ? null
                : Duration.between(now, finished.plusSeconds(seconds));
    }

    private @Nullable Instant finishedAt() {
        for (Condition condition : job.status().conditions()) {
            boolean end = condition.type().equals("Complete") || condition.type().equals("Failed");
            if (end && condition.holds()) {
                return condition.lastTransitionTime();
            }
        }
        return null;
    }

    static int index(Pod pod) {
        String index = pod.metadata().annotations().get(INDEX);
        return index == null || !index.matches("[0-9]{1,9}") ? -1 : Integer.parseInt(index);
    }

    private List<Pod> succeededPods() {
        return pods.stream().filter(pod -> "Succeeded".equals(pod.status().phase())).toList();
    }

    private List<Pod> failedPods() {
        return pods.stream()
                .filter(pod ->
                        "Failed".equals(pod.status().phase())
                                || (pod.metadata().isBeingDeleted()
                                        && !"Succeeded".equals(pod.status().phase())))
                .filter(pod -> !isEndedByUs(pod))
                .toList();
    }

    /// A pod that is deleted because the Job is suspended did not fail.
    private boolean isEndedByUs(Pod pod) {
        return isSuspended() && !"Failed".equals(pod.status().phase());
    }

    private UncountedPods counted() {
        UncountedPods counted = job.status().uncountedTerminatedPods();
        return counted == null ? new UncountedPods(List.of(), List.of()) : counted;
    }

    private static List<Pod> uncounted(List<Pod> ended, Collection<String> counted) {
        Set<String> known = new HashSet<>(counted);
        return ended.stream().filter(pod -> !known.contains(pod.metadata().storedUid())).toList();
    }

    private static List<String> uids(List<Pod> pods) {
        return List.copyOf(
                new TreeSet<>(pods.stream().map(pod -> pod.metadata().storedUid()).toList()));
    }

    private @Nullable Instant latestEnd(List<Pod> ended) {
        Instant latest = null;
        for (Pod pod : ended) {
            Instant end = end(pod);
            latest = latest == null || end.isAfter(latest) ? end : latest;
        }
        return latest;
    }

    private Instant end(Pod pod) {
        Instant finished = Pods.finishedAt(pod);
        if (finished != null) {
            return finished;
        }
        Instant created = pod.metadata().creationTimestamp();
        return created == null ? now : created;
    }

    private static int number(@Nullable Integer value) {
        return value == null ? 0 : value;
    }
}
