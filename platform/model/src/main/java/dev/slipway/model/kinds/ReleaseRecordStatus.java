package dev.slipway.model.kinds;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.slipway.model.Immutable;
import dev.slipway.model.MicroTimeSerializer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a release has gone so far, or went. `weight`, `step` and `sizes` (pods by `from` and `to`)
/// are as they were seen last; `takenBack` is when a promoted version had to go; `moments` counts
/// what was worth telling.
public record ReleaseRecordStatus(
        Outcome outcome,
        @Nullable String reason,
        @Nullable Instant finished,
        @Nullable Instant takenBack,
        @Nullable Long durationSeconds,
        @Nullable Long leadTimeSeconds,
        @Nullable Integer retries,
        @Nullable Integer step,
        @Nullable Integer stepCount,
        @Nullable Integer weight,
        @Nullable Guarded guard,
        List<Step> steps,
        List<Pause> pauses,
        List<Analysis> analyses,
        List<Steering> steering,
        Map<String, Integer> sizes,
        @Nullable Integer moments,
        Map<String, Delivery> deliveries) {
    public ReleaseRecordStatus {
        outcome = outcome == null ? Outcome.IN_PROGRESS : outcome;
        steps = Immutable.list(steps);
        pauses = Immutable.list(pauses);
        analyses = Immutable.list(analyses);
        steering = Immutable.list(steering);
        sizes = Immutable.map(sizes);
        deliveries = Immutable.map(deliveries);
    }

    /// How it ended.
    public enum Outcome {
        IN_PROGRESS("InProgress"),
        /// The new version has all traffic.
        PROMOTED("Promoted"),
        /// Given up before it had all traffic.
        ABORTED("Aborted"),
        /// Another version came before it was done, or its workload went.
        SUPERSEDED("Superseded"),
        /// Promoted, and taken back afterwards.
        ROLLED_BACK("RolledBack"),
        /// Somebody went back to the old version before it was done.
        UNDONE("Undone");

        private final String text;

        Outcome(String text) {
            this.text = text;
        }

        /// As the API writes it.
        @JsonValue
        public String text() {
            return text;
        }
    }

    /// What the guard said last, and when what it watched over happened.
    public record Guarded(
            @Nullable String verdict,
            @Nullable String sentence,
            @JsonSerialize(using = MicroTimeSerializer.class) @Nullable Instant firstTraffic,
            @JsonSerialize(using = MicroTimeSerializer.class) @Nullable Instant detected,
            @JsonSerialize(using = MicroTimeSerializer.class) @Nullable Instant withdrawn) {}

    /// One step, the first has index 0; `evidence` is what was known when it ended.
    public record Step(
            int index,
            String action,
            @Nullable Integer weight,
            @Nullable Instant started,
            @Nullable Instant finished,
            @Nullable Evidence evidence) {}

    /// What the guard said, and what the two versions did meanwhile.
    public record Evidence(
            @Nullable String verdict,
            @Nullable String sentence,
            @Nullable Side candidate,
            @Nullable Side stable) {}

    /// How many requests a version answered, and how many of them failed.
    public record Side(long requests, long failures) {}

    /// A time of waiting; `endedBy` is who ended it, unless it ended by itself.
    public record Pause(
            String reason,
            @Nullable Instant started,
            @Nullable Instant ended,
            @Nullable String endedBy) {}

    /// An AnalysisRun or Experiment of the release, and what each metric came to.
    public record Analysis(
            String name,
            String kind,
            @Nullable String phase,
            @Nullable String message,
            @Nullable Instant started,
            @Nullable Instant finished,
            List<Metric> metrics) {
        public Analysis {
            metrics = Immutable.list(metrics);
        }
    }

    /// One metric of an analysis: how many measurements said what, and the last value.
    public record Metric(
            String name,
            @Nullable String phase,
            @Nullable Integer successful,
            @Nullable Integer failed,
            @Nullable Integer inconclusive,
            @Nullable Integer error,
            @Nullable String value) {}

    /// Somebody interfered: `promote`, `promoteFull`, `abort`, `retry`, `pause` or `resume`.
    public record Steering(String action, String by, Instant at) {}

    /// A message that somebody is owed, or was. `state` is `Due`, `Sent` or `Dead`.
    public record Delivery(
            int moment,
            String trigger,
            String sentence,
            String service,
            @Nullable String recipient,
            @Nullable Instant at,
            String state,
            @Nullable Integer attempts,
            @Nullable Instant next,
            @Nullable String error) {
        public static final String DUE = "Due";
        public static final String SENT = "Sent";
        public static final String DEAD = "Dead";

        public boolean isDue() {
            return DUE.equals(state);
        }
    }
}
