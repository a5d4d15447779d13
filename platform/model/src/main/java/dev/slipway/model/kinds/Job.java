package dev.slipway.model.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Pods that run to their end.
public record Job(ObjectMeta metadata, JobSpec spec, JobStatus status) implements Resource {
    public Job {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        spec = spec == null ? Json.empty(JobSpec.class) : spec;
        status = status == null ? Json.empty(JobStatus.class) : status;
    }

    /// How often and how to run the template, which is kept whole and must not be changed.
    public record JobSpec(
            @Nullable Integer parallelism,
            @Nullable Integer completions,
            @Nullable Integer backoffLimit,
            @Nullable Long activeDeadlineSeconds,
            @Nullable Integer ttlSecondsAfterFinished,
            @Nullable String completionMode,
            @Nullable Boolean suspend,
            @Nullable Boolean manualSelector,
            @Nullable String podReplacementPolicy,
            @Nullable LabelSelector selector,
            ObjectNode template) {
        public JobSpec {
            template = template == null ? Json.object() : template;
        }
    }

    /// How often it ran, and how.
    public record JobStatus(
            List<Condition> conditions,
            @Nullable Instant startTime,
            @Nullable Instant completionTime,
            @Nullable Integer active,
            @Nullable Integer succeeded,
            @Nullable Integer failed,
            @Nullable Integer terminating,
            @Nullable Integer ready,
            @Nullable String completedIndexes,
            @Nullable String failedIndexes,
            @Nullable UncountedPods uncountedTerminatedPods) {
        public JobStatus {
            conditions = Immutable.list(conditions);
        }
    }

    /// Uids of pods that ended but are not in the counts yet.
    public record UncountedPods(List<String> succeeded, List<String> failed) {
        public UncountedPods {
            succeeded = Immutable.list(succeeded);
            failed = Immutable.list(failed);
        }
    }
}
