package dev.slipway.record;

import dev.slipway.model.kinds.ReleaseRecord;
import dev.slipway.model.kinds.ReleaseRecord.ReleaseRecordSpec;
import dev.slipway.model.kinds.ReleaseRecordStatus;
import dev.slipway.model.kinds.ReleaseRecordStatus.Analysis;
import dev.slipway.model.kinds.ReleaseRecordStatus.Evidence;
import dev.slipway.model.kinds.ReleaseRecordStatus.Guarded;
import dev.slipway.model.kinds.ReleaseRecordStatus.Metric;
import dev.slipway.model.kinds.ReleaseRecordStatus.Outcome;
import dev.slipway.model.kinds.ReleaseRecordStatus.Pause;
import dev.slipway.model.kinds.ReleaseRecordStatus.Steering;
import dev.slipway.model.kinds.ReleaseRecordStatus.Step;
import dev.slipway.record.Sighting.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Brings one record up to what is seen of its release, and says what of it is worth telling. Pure
/// but for the question what the traffic was like: the same record and the same sight give the same
/// entry, and once an entry is written, the same sight adds nothing. Used by one thread, for one
/// look.
final class Chronicle {
    private static final int PAUSES_MAX = 50;
    private static final int ANALYSES_MAX = 50;
    private static final int STEERING_MAX = 50;

    /// What was over for so long when it was first seen is no news.
    private static final Duration NEWS = Duration.ofMinutes(10);

    private final ReleaseRecordSpec release;
    private final ReleaseRecordStatus before;
    private final Sighting seen;
    private final Instant now;
    private final boolean first;
    private final List<Moment> moments = new ArrayList<>();
    private final StepLog steps;

    private Chronicle(ReleaseRecord record, Sighting seen, TrafficSeen traffic, Instant now) {
        this.release = record.spec();
        this.before = record.status();
        this.seen = seen;
        this.now = now;
        this.first = before.moments() == null;
        this.steps =
                new StepLog(
                        before.steps(),
                        now,
                        release.backTo() != null,
                        (since, until) -> evidence(traffic, since, until));
    }

    /// What the status becomes, without the deliveries, which are as they were.
    record Entry(ReleaseRecordStatus status, List<Moment> moments) {
        Entry {
            moments = List.copyOf(moments);
        }
    }

    /// What is to be written; the status is the same object if there is nothing new. `tellsSizes`
    /// says that somebody wants to know of each change of size.
    static Entry next(
            ReleaseRecord record,
            Sighting seen,
            TrafficSeen traffic,
            boolean tellsSizes,
            Instant now) {
        Chronicle chronicle = new Chronicle(record, seen, traffic, now);
        return chronicle.entry(tellsSizes);
    }

    /// The status of a release that ends because of something outside of it.
    static ReleaseRecordStatus ended(
            ReleaseRecord record, Outcome outcome, String reason, Instant now) {
        ReleaseRecordStatus before = record.status();
        StepLog steps = new StepLog(before.steps(), now, false, (since, until) -> null);
        steps.stop();
        return new Draft(before)
                .ended(record.spec(), outcome, reason, now)
                .with(steps.steps(), closed(before.pauses(), null, now))
                .status();
    }

    private Entry entry(boolean tellsSizes) {
        boolean news = !first || isNews();
        Draft draft = new Draft(before);
        if (first) {
            tell(Trigger.UPDATED, Sentences.updated(release));
        }
        Steering steering = steering(draft);
        Ending ending = ending(steering);
        if (before.outcome() == Outcome.IN_PROGRESS || ending != null) {
            takeSteps(ending);
        }
        draft.with(steps.steps(), pauses(steering, ending));
        draft.analyses = analyses();
        draft.guard = guard();
        if (ending != null) {
            end(draft, ending);
        }
        boolean resized = tellsSizes && !seen.sizes().equals(sizesBefore());
        if (resized) {
            tell(Trigger.SCALING, Sentences.scaled(release, sizesBefore(), seen.sizes()));
        }
        if (!first && !resized && draft.isUnchanged() && moments.isEmpty()) {
            return new Entry(before, List.of());
        }
        return new Entry(rideAlong(draft).status(), news ? moments : List.of());
    }

    /// A new version begins with no pods.
    private Map<String, Integer> sizesBefore() {
        if (!first) {
            return before.sizes();
        }
        Map<String, Integer> sizes = new HashMap<>(seen.sizes());
        sizes.put("to", 0);
        return sizes;
    }

    /// What is noted only together with something else, since it changes often.
    private Draft rideAlong(Draft draft) {
        boolean stands = draft.outcome == Outcome.IN_PROGRESS;
        draft.step = stands ? (Integer) seen.progress().step() : before.step();
        draft.stepCount = seen.progress().plan().size();
        draft.weight = weight(draft.outcome);
        draft.sizes = seen.sizes();
        draft.moments = (before.moments() == null ? 0 : before.moments()) + moments.size();
        return draft;
    }

    private int weight(Outcome outcome) {
        return switch (outcome) {
            case PROMOTED -> 100;
            case ABORTED, ROLLED_BACK -> 0;
            case IN_PROGRESS, SUPERSEDED, UNDONE -> seen.progress().weight();
        };
    }

    private void tell(Trigger trigger, String sentence) {
        moments.add(new Moment(trigger, Versions.shortened(sentence)));
    }

    private boolean isNews() {
        Instant at =
                switch (seen.state()) {
                    case Sighting.Moving _ -> null;
                    case Sighting.Promoted(Instant since) ->
                            since == null ? release.started() : since;
                    case Sighting.Aborted(var _, Instant since) ->
                            since == null ? release.started() : since;
                };
        return at == null || at.plus(NEWS).isAfter(now);
    }

    // How it ends

    /// The release is over, since `at`.
    private record Ending(Outcome outcome, String reason, Instant at) {}

    private @Nullable Ending ending(@Nullable Steering steering) {
        return switch (before.outcome()) {
            case IN_PROGRESS -> endingOf(seen.state(), steering);
            case PROMOTED ->
                    seen.state() instanceof Sighting.Aborted(String reason, var _)
                            ? new Ending(Outcome.ROLLED_BACK, reason, now)
                            : null;
            case ABORTED ->
                    seen.state() instanceof Sighting.Aborted
                            ? null
                            : new Ending(Outcome.IN_PROGRESS, "", now);
            case SUPERSEDED, ROLLED_BACK, UNDONE -> null;
        };
    }

    private @Nullable Ending endingOf(Sighting.State state, @Nullable Steering steering) {
        return switch (state) {
            case Sighting.Moving _ -> null;
            case Sighting.Promoted(Instant at) ->
                    new Ending(
                            Outcome.PROMOTED, Sentences.promoted(release, steering), endedAt(at));
            case Sighting.Aborted(String reason, Instant at) ->
                    new Ending(Outcome.ABORTED, Sentences.aborted(reason, steering), endedAt(at));
        };
    }

    /// When it was over is known better than by looking only if nobody looked before.
    private Instant endedAt(@Nullable Instant at) {
        return first && at != null && !at.isBefore(release.started()) ? at : now;
    }

    private void end(Draft draft, Ending ending) {
        switch (ending.outcome()) {
            case IN_PROGRESS -> draft.retried();
            case PROMOTED -> tell(Trigger.COMPLETED, ending.reason());
            case ABORTED -> tell(Trigger.ABORTED, Sentences.gaveUp(release, ending.reason()));
            case ROLLED_BACK ->
                    tell(Trigger.GUARD_WENT_BACK, Sentences.wentBack(release, ending.reason()));
            case SUPERSEDED, UNDONE -> {}
        }
        if (ending.outcome() != Outcome.IN_PROGRESS) {
            draft.ended(release, ending.outcome(), ending.reason(), ending.at());
        }
    }

    // Steps and pauses

    private void takeSteps(@Nullable Ending ending) {
        int count = seen.progress().plan().size();
        boolean firstVersion = release.from() == null;
        Outcome outcome = ending == null ? Outcome.IN_PROGRESS : ending.outcome();
        boolean skips = before.steering().stream().anyMatch(s -> s.action().equals("promoteFull"));
        boolean unplanned = outcome == Outcome.PROMOTED && count == 0;
        if (outcome == Outcome.ABORTED || unplanned || (outcome == Outcome.PROMOTED && skips)) {
            steps.stop();
        } else if (!firstVersion && outcome == Outcome.PROMOTED) {
            steps.reach(count, seen.progress().plan());
        } else if (!firstVersion && outcome == Outcome.IN_PROGRESS) {
            steps.reach(seen.progress().step(), seen.progress().plan());
        }
        for (Step step : steps.completed()) {
            tell(Trigger.STEP_COMPLETED, Sentences.step(release, step, count));
        }
    }

    private List<Pause> pauses(@Nullable Steering steering, @Nullable Ending ending) {
        Waiting waiting = ending == null ? seen.progress().waiting() : null;
        List<Pause> pauses = new ArrayList<>(before.pauses());
        Pause open = pauses.isEmpty() || pauses.getLast().ended() != null ? null : pauses.getLast();
        if (open != null && (waiting == null || !open.reason().equals(waiting.reason()))) {
            pauses = new ArrayList<>(closed(pauses, steering, now));
            open = null;
        }
        boolean stands = before.outcome() == Outcome.IN_PROGRESS;
        if (open == null && waiting != null && stands && pauses.size() < PAUSES_MAX) {
            Instant since = waiting.since() == null ? now : waiting.since();
            pauses.add(new Pause(waiting.reason(), since, null, null));
            tell(Trigger.PAUSED, Sentences.paused(release, waiting.reason()));
        }
        return pauses;
    }

    private static List<Pause> closed(
            List<Pause> pauses, @Nullable Steering steering, Instant now) {
        if (pauses.isEmpty() || pauses.getLast().ended() != null) {
            return pauses;
        }
        Pause open = pauses.getLast();
        Instant since = open.started();
        boolean byPerson =
                steering != null
                        && !steering.action().equals("pause")
                        && (since == null || !steering.at().isBefore(since));
        List<Pause> changed = new ArrayList<>(pauses);
        changed.set(
                changed.size() - 1,
                new Pause(
                        open.reason(),
                        since,
                        now,
                        byPerson && steering != null ? steering.by() : null));
        return changed;
    }

    private @Nullable Steering steering(Draft draft) {
        Steering latest = seen.steering();
        if (latest == null || latest.at().isBefore(release.started())) {
            return null;
        }
        boolean known = before.steering().contains(latest);
        if (!known && before.steering().size() < STEERING_MAX) {
            draft.steering = new ArrayList<>(before.steering());
            draft.steering.add(latest);
        }
        return latest;
    }

    // Evidence

    /// The counts of metrics change with each measurement; they are noted when a phase changes.
    private List<Analysis> analyses() {
        List<Analysis> all = new ArrayList<>(before.analyses());
        for (Analysis current : seen.analyses()) {
            int index = index(all, current);
            Analysis known = index < 0 ? null : all.get(index);
            if (known != null && phases(known).equals(phases(current))) {
                continue;
            }
            if (known != null) {
                all.set(index, current);
            } else if (all.size() < ANALYSES_MAX) {
                all.add(current);
            } else {
                continue;
            }
            boolean moved = known == null || !Objects.equals(known.phase(), current.phase());
            if (moved && current.kind().equals("AnalysisRun")) {
                tellOf(current);
            }
        }
        return all;
    }

    private static int index(List<Analysis> all, Analysis wanted) {
        for (int i = 0; i < all.size(); i++) {
            Analysis each = all.get(i);
            if (each.name().equals(wanted.name()) && each.kind().equals(wanted.kind())) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> phases(Analysis analysis) {
        List<String> phases = new ArrayList<>();
        phases.add(String.valueOf(analysis.phase()));
        for (Metric metric : analysis.metrics()) {
            phases.add(metric.name() + "=" + metric.phase());
        }
        return phases;
    }

    private void tellOf(Analysis analysis) {
        String sentence = Sentences.analysis(release, analysis);
        switch (String.valueOf(analysis.phase())) {
            case "Running" -> tell(Trigger.ANALYSIS_RUNNING, sentence);
            case "Failed" -> tell(Trigger.ANALYSIS_FAILED, sentence);
            case "Error" -> tell(Trigger.ANALYSIS_ERROR, sentence);
            default -> {
                // Only these three are moments.
            }
        }
    }

    /// The guard's words change with every second; they are noted when its verdict changes.
    private @Nullable Guarded guard() {
        Guarded current = seen.progress().guard();
        Guarded known = before.guard();
        if (current == null) {
            return known;
        }
        boolean sameVerdict = known != null && Objects.equals(known.verdict(), current.verdict());
        boolean sameTimes =
                known != null
                        && Objects.equals(known.firstTraffic(), current.firstTraffic())
                        && Objects.equals(known.detected(), current.detected())
                        && Objects.equals(known.withdrawn(), current.withdrawn());
        if (!sameVerdict && "Worse".equals(current.verdict())) {
            tell(Trigger.GUARD_REFUSED, Sentences.refused(release, current));
        }
        if (!sameVerdict && "TooLittleTraffic".equals(current.verdict())) {
            tell(Trigger.GUARD_TOO_LITTLE_TRAFFIC, Sentences.littleTraffic(release, current));
        }
        return sameVerdict && sameTimes ? known : current;
    }

    private @Nullable Evidence evidence(TrafficSeen traffic, Instant since, Instant until) {
        Guarded guard = seen.progress().guard();
        TrafficSeen.Sides sides =
                traffic.between(release.workload().kind(), seen.workload(), since, until)
                        .orElse(null);
        return guard == null && sides == null
                ? null
                : new Evidence(
                        guard == null ? null : guard.verdict(),
                        guard == null || guard.sentence() == null
                                ? null
                                : Versions.shortened(guard.sentence()),
                        sides == null ? null : sides.candidate(),
                        sides == null ? null : sides.stable());
    }

    /// A status under change.
    private static final class Draft {
        private final ReleaseRecordStatus before;
        private Outcome outcome;
        private @Nullable String reason;
        private @Nullable Instant finished;
        private @Nullable Instant takenBack;
        private @Nullable Long durationSeconds;
        private @Nullable Long leadTimeSeconds;
        private @Nullable Integer retries;
        private @Nullable Integer step;
        private @Nullable Integer stepCount;
        private @Nullable Integer weight;
        private @Nullable Guarded guard;
        private List<Step> steps;
        private List<Pause> pauses;
        private List<Analysis> analyses;
        private List<Steering> steering;
        private Map<String, Integer> sizes;
        private @Nullable Integer moments;

        Draft(ReleaseRecordStatus before) {
            this.before = before;
            this.outcome = before.outcome();
            this.reason = before.reason();
            this.finished = before.finished();
            this.takenBack = before.takenBack();
            this.durationSeconds = before.durationSeconds();
            this.leadTimeSeconds = before.leadTimeSeconds();
            this.retries = before.retries();
            this.step = before.step();
            this.stepCount = before.stepCount();
            this.weight = before.weight();
            this.guard = before.guard();
            this.steps = before.steps();
            this.pauses = before.pauses();
            this.analyses = before.analyses();
            this.steering = before.steering();
            this.sizes = before.sizes();
            this.moments = before.moments();
        }

        Draft with(List<Step> newSteps, List<Pause> newPauses) {
            steps = newSteps;
            pauses = newPauses;
            return this;
        }

        void retried() {
            outcome = Outcome.IN_PROGRESS;
            reason = null;
            finished = null;
            durationSeconds = null;
            retries = (retries == null ? 0 : retries) + 1;
        }

        /// The duration of a release that was promoted stays what it was if it goes back later.
        Draft ended(ReleaseRecordSpec release, Outcome how, String why, @Nullable Instant at) {
            outcome = how;
            reason = Versions.shortened(why);
            takenBack = how == Outcome.ROLLED_BACK ? at : null;
            if (at == null || finished != null) {
                return this;
            }
            finished = at;
            durationSeconds = seconds(release.started(), at);
            var change = release.change();
            if (how == Outcome.PROMOTED && change != null && change.committed() != null) {
                leadTimeSeconds = seconds(change.committed(), at);
            }
            return this;
        }

        private static long seconds(Instant start, Instant end) {
            return Math.max(0, Duration.between(start, end).toSeconds());
        }

        boolean isUnchanged() {
            return status().equals(before);
        }

        ReleaseRecordStatus status() {
            return new ReleaseRecordStatus(
                    outcome,
                    reason,
                    finished,
                    takenBack,
                    durationSeconds,
                    leadTimeSeconds,
                    retries,
                    step,
                    stepCount,
                    weight,
                    guard,
                    steps,
                    pauses,
                    analyses,
                    steering,
                    sizes,
                    moments,
                    before.deliveries());
        }
    }
}
