package dev.slipway.record;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.ReleaseRecord.ReleaseRecordSpec;
import dev.slipway.model.kinds.ReleaseRecordStatus.Analysis;
import dev.slipway.model.kinds.ReleaseRecordStatus.Guarded;
import dev.slipway.model.kinds.ReleaseRecordStatus.Steering;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The newest release of a workload as its objects show it at one moment. Immutable.
///
/// @param sizes how many pods the versions are to have, by `from` and `to`
record Sighting(
        ObjectKey workload,
        ReleaseRecordSpec release,
        State state,
        Progress progress,
        List<Analysis> analyses,
        Map<String, Integer> sizes,
        @Nullable Steering steering) {
    Sighting {
        requireNonNull(workload, "workload");
        analyses = List.copyOf(analyses);
        sizes = Map.copyOf(sizes);
    }

    /// Where the release stands.
    sealed interface State {}

    /// It is under way.
    record Moving() implements State {}

    /// The new version has everything, since `at` if that is known.
    record Promoted(@Nullable Instant at) implements State {}

    /// The old version has everything again.
    record Aborted(String reason, @Nullable Instant at) implements State {}

    /// How far it has come: `step` of the steps planned are done.
    record Progress(
            int step,
            List<Planned> plan,
            int weight,
            @Nullable Waiting waiting,
            @Nullable Guarded guard) {
        Progress {
            plan = List.copyOf(plan);
        }
    }

    /// One step to be taken; `weight` is the share that the new version has in it.
    record Planned(String action, int weight) {}

    /// It waits.
    record Waiting(String reason, @Nullable Instant since) {}
}
