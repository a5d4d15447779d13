package dev.slipway.evidence;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.evidence.Comparison.Opinion;
import dev.slipway.evidence.KeptState.Subject;
import dev.slipway.evidence.ReleaseView.Advice;
import dev.slipway.model.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is remembered of one release: the last seconds, what each version did lately, and the
/// comparison that is under way, or the verdict of the last one. Thread-safe.
///
/// ```text
///              updating                        promoted, watched
///  (nothing) ------------> side by side ----------------------------> before and after
///      ^                        |  aborted, or promoted and not watched       |
///      '------------------------+---------------------------------------------' watched enough
/// ```
final class WatchedRelease {
    private static final System.Logger LOG = System.getLogger(WatchedRelease.class.getName());
    private static final Duration STATE_INTERVAL = Duration.ofSeconds(10);

    private final ObjectKey key;
    private final RevisionTraffic traffic;

    @GuardedBy("this")
    private Observed observed;

    @GuardedBy("this")
    private final LastSeconds seconds = new LastSeconds();

    @GuardedBy("this")
    private final Map<String, Past> pasts = new HashMap<>();

    @GuardedBy("this")
    private final Map<String, TrafficFigures> counted = new HashMap<>();

    @GuardedBy("this")
    private Subject subject = Subject.NOTHING;

    @GuardedBy("this")
    private @Nullable Comparison comparison;

    @GuardedBy("this")
    private ReleaseView.Judgement judgement = ReleaseView.Judgement.NONE;

    @GuardedBy("this")
    private @Nullable Instant lastTick;

    @GuardedBy("this")
    private @Nullable Instant stateTaken;

    WatchedRelease(ObjectKey key, Observed observed, RevisionTraffic traffic) {
        this.key = key;
        this.traffic = traffic;
        this.observed = observed;
        synchronized (this) {
            countFromNow();
            begin();
            resume(observed.keptState());
        }
    }

    // What reconcilers see

    synchronized void observe(Observed now, Instant time) {
        Observed before = observed;
        observed = now;
        if (!before.versions().equals(now.versions()) || !before.sources().equals(now.sources())) {
            countFromNow();
        }
        if (!subject(now).equals(subject) || !before.guard().judgesLike(now.guard())) {
            begin();
        }
        boolean noWeight = now.state().canaryWeight() == 0;
        if (now.aborted() && noWeight && judgement.withdrawn() == null) {
            judgement = judgement.withdrawn(time);
        }
        if (comparison == null && !now.versions().updating()) {
            judgement = judgement.settled();
        }
    }

    private static Subject subject(Observed observed) {
        ReleaseView.Versions versions = observed.versions();
        if (observed.judges()) {
            return new Subject(Subject.Way.SIDE_BY_SIDE, versions.current(), versions.stable());
        }
        if (versions.promoted() && !observed.guard().isOff()) {
            return new Subject(
                    Subject.Way.BEFORE_AND_AFTER, versions.current(), versions.previous());
        }
        return Subject.NOTHING;
    }

    @GuardedBy("this")
    private void begin() {
        subject = subject(observed);
        stateTaken = null;
        Guard guard = observed.guard();
        switch (subject.way()) {
            case SIDE_BY_SIDE -> {
                comparison = new SideBySide(guard, past(subject.other()));
                judgement = ReleaseView.Judgement.WAITING;
            }
            case BEFORE_AND_AFTER -> {
                comparison = new BeforeAndAfter(guard, past(subject.other()));
                judgement = judgement.promoted();
            }
            case NONE -> {
                comparison = null;
                judgement =
                        observed.versions().updating() && !observed.aborted()
                                ? ReleaseView.Judgement.NONE
                                : judgement.ended();
            }
        }
    }

    @GuardedBy("this")
    private TrafficFigures past(String version) {
        Past past = pasts.get(version);
        return past == null ? TrafficFigures.NONE : past.sum();
    }

    @GuardedBy("this")
    private void resume(@Nullable String text) {
        if (text == null || comparison == null) {
            return;
        }
        try {
            KeptState kept = KeptState.parse(text);
            if (!kept.subject().equals(subject)) {
                return;
            }
            Guard guard = observed.guard();
            comparison =
                    subject.way() == Subject.Way.SIDE_BY_SIDE
                            ? new SideBySide(
                                    guard, past(subject.other()), kept.comparison(), kept.opinion())
                            : new BeforeAndAfter(guard, kept.comparison(), kept.opinion());
            Opinion opinion = kept.opinion();
            judgement =
                    new ReleaseView.Judgement(
                            opinion == null ? null : opinion.verdict(),
                            opinion == null ? judgement.advice() : opinion.advice(),
                            kept.firstTraffic(),
                            kept.detected(),
                            null,
                            text);
        } catch (IllegalArgumentException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A release is judged anew, its kept state cannot be read release="
                            + key
                            + " reason="
                            + e.getMessage());
        }
    }

    @GuardedBy("this")
    private void countFromNow() {
        ReleaseView.Versions versions = observed.versions();
        Set<String> watched =
                Set.copyOf(
                        List.of(
                                versions.current(),
                                versions.stable(),
                                versions.updating() ? versions.stable() : versions.previous()));
        pasts.keySet().retainAll(watched);
        counted.clear();
        for (String version : watched) {
            counted.put(version, figures(version));
        }
    }

    // What happens each second

    /// A second has passed. True if the reconciler is to look at the judgement.
    synchronized boolean tick(Instant time) {
        ReleaseView.Versions versions = observed.versions();
        TrafficFigures canary =
                versions.updating() ? count(versions.current(), time) : TrafficFigures.NONE;
        TrafficFigures stable = count(versions.stable(), time);
        Instant begin = lastTick == null ? time : lastTick;
        lastTick = time;
        int weight = observed.state().canaryWeight();
        seconds.add(new ReleaseView.Second(time, weight, canary.evidence(), stable.evidence()));
        boolean sideBySide = subject.way() == Subject.Way.SIDE_BY_SIDE;
        return judge(
                new Comparison.Second(
                        begin,
                        time,
                        !sideBySide || weight > 0,
                        sideBySide ? canary : stable,
                        sideBySide ? stable : TrafficFigures.NONE,
                        observed.newestInstance()));
    }

    @GuardedBy("this")
    private TrafficFigures count(String version, Instant time) {
        TrafficFigures now = figures(version);
        TrafficFigures before = counted.get(version);
        counted.put(version, before == null ? now : now.remembering(before));
        TrafficFigures did = before == null ? TrafficFigures.NONE : now.since(before);
        if (!version.isEmpty()) {
            pasts.computeIfAbsent(version, _ -> new Past()).add(time, did);
        }
        return did;
    }

    @GuardedBy("this")
    private boolean judge(Comparison.Second second) {
        Comparison judging = comparison;
        if (judging == null) {
            return false;
        }
        if (judgement.advice() == Advice.GO_BACK) {
            // Said before; it stays said until the release is tried anew.
            return true;
        }
        judging.observe(second, observed.guard());
        Opinion opinion = judging.opinion();
        Verdict verdict = opinion == null ? judgement.verdict() : opinion.verdict();
        Advice advice = opinion == null ? judgement.advice() : opinion.advice();
        boolean news =
                advice != judgement.advice() || !word(verdict).equals(word(judgement.verdict()));
        boolean stateDue = isStateDue(second);
        Instant first = judgement.firstTraffic();
        String state = judgement.state();
        judgement =
                new ReleaseView.Judgement(
                        verdict,
                        advice,
                        first == null && second.candidate().requests() > 0 ? second.begin() : first,
                        advice == Advice.GO_BACK ? second.end() : judgement.detected(),
                        null,
                        state);
        if (news || stateDue) {
            stateTaken = second.end();
            judgement = judgement.withState(state(judging));
        }
        return news || stateDue;
    }

    private static String word(@Nullable Verdict verdict) {
        return verdict == null ? "" : verdict.word();
    }

    /// Whether something worth keeping has happened since the state was taken last.
    @GuardedBy("this")
    private boolean isStateDue(Comparison.Second second) {
        boolean idle = second.candidate().requests() == 0 && second.other().requests() == 0;
        Instant taken = stateTaken;
        return !idle && (taken == null || !second.end().isBefore(taken.plus(STATE_INTERVAL)));
    }

    @GuardedBy("this")
    private String state(Comparison of) {
        Verdict verdict = judgement.verdict();
        return new KeptState(
                        subject,
                        verdict == null ? null : new Opinion(verdict, judgement.advice()),
                        judgement.firstTraffic(),
                        judgement.detected(),
                        of.state())
                .text();
    }

    synchronized ReleaseView.Judgement judgement() {
        return judgement;
    }

    synchronized ReleaseView.Judgement judgement(ReleaseView.Versions of) {
        return observed.versions().equals(of) ? judgement : ReleaseView.Judgement.WAITING;
    }

    synchronized ReleaseView view() {
        return new ReleaseView(
                key, observed.state(), observed.versions(), judgement, seconds.list());
    }

    @GuardedBy("this")
    private TrafficFigures figures(String hash) {
        TrafficFigures sum = TrafficFigures.NONE;
        if (hash.isEmpty()) {
            return sum;
        }
        for (RevisionTraffic.Source source : observed.sources()) {
            TrafficFigures found = traffic.find(source, hash).orElse(null);
            if (found != null) {
                sum = sum.plus(found);
            }
        }
        return sum;
    }
}
