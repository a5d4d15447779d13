package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Several workloads and their config that go to a new version together, or go back together.
public record Release(ObjectMeta metadata, ReleaseSpec spec, ReleaseStatus status)
        implements Resource {
    /// The annotation of a workload that says how many percent of the traffic a new version of it
    /// may get.
    public static final String LIMIT = "slipway.dev/release-limit";

    /// The annotation of a Deployment that gives up the version with this template hash.
    public static final String REFUSED_REVISION = "slipway.dev/refused-revision";

    /// The annotation of a Release that, when it changes, tries what was abandoned anew.
    public static final String RETRY = "slipway.dev/release-retry";

    public Release {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        requireNonNull(spec, "spec");
        status = status == null ? Json.empty(ReleaseStatus.class) : status;
    }

    /// What belongs together. `onFailure` is `Revert` (traffic, images and config go back) or
    /// `Stop` (only the traffic does).
    public record ReleaseSpec(
            List<Member> members,
            List<Config> config,
            List<Stage> stages,
            @Nullable String onFailure,
            @Nullable Boolean paused) {
        public ReleaseSpec {
            members = Immutable.list(members);
            config = Immutable.list(config);
            stages = Immutable.list(stages);
        }
    }

    /// A Deployment or Rollout, the images its containers are to have, and the members that must
    /// have reached a stage before it may.
    public record Member(
            String kind, String name, List<String> dependsOn, Map<String, String> images) {
        public Member {
            requireNonNull(kind, "kind");
            requireNonNull(name, "name");
            dependsOn = Immutable.list(dependsOn);
            images = Immutable.map(images);
        }
    }

    /// A ConfigMap and all that is in it.
    public record Config(String kind, String name, Map<String, String> data) {
        public Config {
            requireNonNull(kind, "kind");
            requireNonNull(name, "name");
            data = Immutable.map(data);
        }
    }

    /// A share of the traffic in percent that no new version exceeds before all have reached it,
    /// and how long to stay there.
    public record Stage(int weight, @Nullable Pause pause) {}

    /// A wait such as `30s`.
    public record Pause(@Nullable String duration) {}

    /// How far it has come. `phase` is `Progressing`, `Paused`, `Healthy` or `Degraded`; `wanted`
    /// is what is tried, `before` what to go back to.
    public record ReleaseStatus(
            @Nullable String phase,
            @Nullable String message,
            @Nullable Long observedGeneration,
            @Nullable String stage,
            @Nullable Attempt attempt,
            List<MemberStatus> members,
            List<PartState> wanted,
            List<PartState> before,
            List<Condition> conditions) {
        public ReleaseStatus {
            members = Immutable.list(members);
            wanted = Immutable.list(wanted);
            before = Immutable.list(before);
            conditions = Immutable.list(conditions);
        }
    }

    /// One try to bring in what the specification says. `hash` names what it tries, `number`
    /// counts. `applied` is true once everything was written; `stage` is the index of the stage it
    /// is at, it is there since `stageSince`, and all members have reached it since `reachedAt`.
    public record Attempt(
            String hash,
            int number,
            Outcome outcome,
            int stage,
            @Nullable Boolean applied,
            @Nullable Instant startedAt,
            @Nullable Instant stageSince,
            @Nullable Instant reachedAt,
            @Nullable Instant endedAt,
            @Nullable String reason) {
        public Attempt {
            requireNonNull(hash, "hash");
            requireNonNull(outcome, "outcome");
        }

        public boolean isApplied() {
            return Boolean.TRUE.equals(applied);
        }

        public static Attempt begun(String hash, int number, Instant now) {
            return new Attempt(hash, number, Outcome.RUNNING, 0, null, now, now, null, null, null);
        }

        public Attempt withApplied(Instant now) {
            return new Attempt(
                    hash, number, outcome, stage, true, startedAt, now, null, endedAt, reason);
        }

        public Attempt reached(@Nullable Instant when) {
            return new Attempt(
                    hash,
                    number,
                    outcome,
                    stage,
                    applied,
                    startedAt,
                    stageSince,
                    when,
                    endedAt,
                    reason);
        }

        public Attempt at(int newStage, Instant now) {
            return new Attempt(
                    hash, number, outcome, newStage, applied, startedAt, now, null, endedAt,
                    reason);
        }

        public Attempt ended(Outcome newOutcome, @Nullable String why, Instant now) {
            return new Attempt(
                    hash,
                    number,
                    newOutcome,
                    stage,
                    applied,
                    startedAt,
                    stageSince,
                    reachedAt,
                    now,
                    why);
        }
    }

    /// What becomes of an attempt.
    public enum Outcome {
        RUNNING,
        PROMOTED,
        ABANDONING,
        ABANDONED
    }

    /// Where a member stands: the new version's share in percent, and what is said of it.
    public record MemberStatus(
            String kind,
            String name,
            int weight,
            @Nullable String verdict,
            @Nullable String message) {}

    /// What one part (such as `Deployment api`) was like.
    public record PartState(String part, ObjectNode state) {
        public PartState {
            requireNonNull(part, "part");
            requireNonNull(state, "state");
        }
    }
}
