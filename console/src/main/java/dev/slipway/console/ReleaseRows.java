package dev.slipway.console;

import dev.slipway.console.ReleaseHistory.Sample;
import dev.slipway.console.Views.Health;
import dev.slipway.console.Views.Judgement;
import dev.slipway.console.Views.Moment;
import dev.slipway.console.Views.Release;
import dev.slipway.console.Views.Step;
import dev.slipway.console.Views.Version;
import dev.slipway.controller.Informer;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.RolloutStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A Rollout as people follow it: where it stands, what the guard says and why, and what its two
/// versions do.
final class ReleaseRows {
    /// What the controller calls the reasons of pauses, in words for people.
    private static final Map<String, String> PAUSES =
            Map.of(
                    "CanaryPauseStep", "waits as its step says",
                    "manually paused", "paused by a person");

    private final ConsoleObjects objects;
    private final ReleaseHistory history;
    private final ZoneId zone;

    ReleaseRows(ConsoleObjects objects, ReleaseHistory history, ZoneId zone) {
        this.objects = objects;
        this.history = history;
        this.zone = zone;
    }

    Release row(Rollout rollout) {
        RolloutStatus status = rollout.status();
        String namespace = rollout.key().namespace();
        List<Sample> samples = history.samples("Rollout", rollout.key());
        String phase = phase(rollout);
        RolloutStatus.GuardStatus guard = guard(status);
        Instant since = since(status);
        return new Release(
                namespace,
                rollout.key().name(),
                health(phase),
                phase,
                message(status),
                since == null ? null : Moment.of(since, zone),
                steps(rollout),
                judgement(rollout, guard),
                versions(rollout, counted(rollout, guard, samples)),
                Chart.of(samples, guard == null ? null : guard.detected(), zone));
    }

    static String phase(Rollout rollout) {
        String phase = rollout.status().phase();
        return phase == null ? "Progressing" : phase;
    }

    static Health health(String phase) {
        return switch (phase) {
            case "Healthy" -> Health.good;
            case "Degraded", "Error", "InvalidSpec" -> Health.bad;
            default -> Health.busy;
        };
    }

    static String message(RolloutStatus status) {
        String message = status.message();
        return message == null ? "" : PAUSES.getOrDefault(message, message);
    }

    private static @Nullable Instant since(RolloutStatus status) {
        if (status.aborted()) {
            return status.abortedAt();
        }
        return status.pauseConditions().isEmpty()
                ? null
                : status.pauseConditions().getFirst().startTime();
    }

    static boolean isUpdating(Rollout rollout) {
        String stable = rollout.status().stableRS();
        return stable != null
                && !stable.isEmpty()
                && !stable.equals(rollout.status().currentPodHash());
    }

    // Steps

    private static List<Step> steps(Rollout rollout) {
        Rollout.Canary canary = rollout.spec().strategy().canary();
        if (canary == null) {
            return List.of();
        }
        Integer index = rollout.status().currentStepIndex();
        int current = index == null ? 0 : index;
        List<Step> shown = new ArrayList<>();
        for (Rollout.Step step : canary.steps()) {
            int place = shown.size();
            String state = place < current ? "done" : place == current ? "now" : "next";
            boolean stopped = rollout.status().aborted() && !state.equals("done");
            shown.add(new Step(label(step), stopped ? "next" : state));
        }
        return shown;
    }

    private static String label(Rollout.Step step) {
        if (step.setWeight() != null) {
            return step.setWeight() + " %";
        }
        if (step.pause() != null) {
            return step.pause().duration() == null
                    ? "wait for a person"
                    : "wait " + step.pause().duration();
        }
        return "step";
    }

    // The verdict

    /// What the guard said about the version that is the new one now.
    private static RolloutStatus.@Nullable GuardStatus guard(RolloutStatus status) {
        RolloutStatus.GuardStatus guard = status.guard();
        boolean ofAnother =
                guard != null
                        && guard.podTemplateHash() != null
                        && !guard.podTemplateHash().equals(status.currentPodHash());
        return ofAnother ? null : guard;
    }

    private static Judgement judgement(Rollout rollout, RolloutStatus.@Nullable GuardStatus guard) {
        boolean aborted = rollout.status().aborted();
        String verdict = guard == null || guard.verdict() == null ? "" : guard.verdict();
        String reason = guard == null || guard.reason() == null ? "" : guard.reason();
        String timing = guard == null ? "" : timing(guard);
        if (verdict.equals("Worse")) {
            String title =
                    aborted ? "Taken back: the new version is worse" : "The new version is worse";
            return new Judgement(Health.bad, title, reason, timing);
        }
        if (aborted) {
            return new Judgement(Health.bad, "Aborted", reason, timing);
        }
        if (verdict.equals("Healthy")) {
            String title = isUpdating(rollout) ? "No worse so far" : "Released: it was no worse";
            return new Judgement(Health.good, title, reason, timing);
        }
        if (verdict.equals("NotEnoughEvidence") && isUpdating(rollout)) {
            return new Judgement(Health.busy, "Not decided yet", reason, timing);
        }
        if (verdict.equals("TooLittleTraffic")) {
            return new Judgement(Health.busy, "Too few requests to judge", reason, timing);
        }
        return Judgement.NONE;
    }

    private static String timing(RolloutStatus.GuardStatus guard) {
        Instant first = guard.firstTraffic();
        if (first == null || guard.detected() == null) {
            return "";
        }
        String found = "Found " + seconds(first, guard.detected()) + " after its first request";
        return guard.withdrawn() == null
                ? found + "."
                : found + ", without traffic after " + seconds(first, guard.withdrawn()) + ".";
    }

    private static String seconds(Instant from, Instant to) {
        return String.format(Locale.ROOT, "%.1f s", Duration.between(from, to).toMillis() / 1000.0);
    }

    // The two versions

    /// The seconds in which the two versions of this update can be compared; of the current version
    /// alone, those that the chart shows.
    private static List<Sample> counted(
            Rollout rollout, RolloutStatus.@Nullable GuardStatus guard, List<Sample> samples) {
        if (!isUpdating(rollout)) {
            return Chart.window(samples);
        }
        Instant first = guard == null ? null : guard.firstTraffic();
        if (first != null) {
            return samples.stream().filter(sample -> !sample.at().isBefore(first)).toList();
        }
        int from = samples.size();
        while (from > 0 && samples.get(from - 1).weight() > 0) {
            from--;
        }
        return samples.subList(from, samples.size());
    }

    private List<Version> versions(Rollout rollout, List<Sample> samples) {
        RolloutStatus status = rollout.status();
        if (!isUpdating(rollout)) {
            return List.of(version(rollout, "old", status.currentPodHash(), 100, samples));
        }
        RolloutStatus.Weights weights = status.canary().weights();
        int weight = weights == null || weights.canary() == null ? 0 : weights.canary().weight();
        return List.of(
                version(rollout, "old", status.stableRS(), 100 - weight, samples),
                version(rollout, "new", status.currentPodHash(), weight, samples));
    }

    private Version version(
            Rollout rollout, String role, @Nullable String hash, int weight, List<Sample> samples) {
        ReplicaSet set = find(rollout, hash);
        return VersionRows.of(
                new VersionRows.Which(
                        role,
                        hash == null ? "" : hash,
                        set == null ? rollout.spec().template() : set.spec().template(),
                        set),
                weight,
                samples);
    }

    private @Nullable ReplicaSet find(Rollout rollout, @Nullable String hash) {
        String uid = rollout.metadata().uid();
        if (uid == null || hash == null) {
            return null;
        }
        return objects.replicaSets().byIndex(Informer.BY_CONTROLLER, uid).stream()
                .filter(set -> hash.equals(set.metadata().labels().get(Rollout.POD_TEMPLATE_HASH)))
                .findFirst()
                .orElse(null);
    }
}
