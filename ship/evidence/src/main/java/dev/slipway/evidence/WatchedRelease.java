package dev.slipway.evidence;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.model.ObjectKey;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is remembered of one rollout: the last seconds, and the guard of the update that is under
/// way, or the verdict on the last one. Thread-safe.
final class WatchedRelease {
    private static final int SECONDS_MAX = 600;

    private final ObjectKey key;
    private final RevisionTraffic traffic;

    @GuardedBy("this")
    private Observed observed;

    @GuardedBy("this")
    private final Deque<ReleaseView.Second> seconds = new ArrayDeque<>();

    @GuardedBy("this")
    private @Nullable ErrorShareGuard guard;

    @GuardedBy("this")
    private ReleaseView.Judgement judgement = ReleaseView.Judgement.NONE;

    @GuardedBy("this")
    private TrafficFigures canarySeen = TrafficFigures.NONE;

    @GuardedBy("this")
    private TrafficFigures stableSeen = TrafficFigures.NONE;

    @GuardedBy("this")
    private @Nullable Instant lastTick;

    /// What lies between two looks.
    private record Span(Instant begin, Instant end) {}

    WatchedRelease(ObjectKey key, Observed observed, RevisionTraffic traffic) {
        this.key = key;
        this.traffic = traffic;
        this.observed = observed;
        synchronized (this) {
            begin();
        }
    }

    synchronized void observe(Observed now, Instant time) {
        Observed before = observed;
        observed = now;
        boolean otherVersions = !before.versions().equals(now.versions());
        boolean retried = before.aborted() && !now.aborted();
        boolean otherGuard = !before.guard().equals(now.guard());
        if ((otherVersions && now.versions().updating()) || retried || otherGuard) {
            begin();
        } else if (otherVersions || !before.sources().equals(now.sources())) {
            countFromNow();
        }
        boolean noWeight = now.state().canaryWeight() == 0;
        if (now.aborted() && noWeight && judgement.withdrawn() == null) {
            judgement = judgement.withdrawn(time);
        }
    }

    @GuardedBy("this")
    private void begin() {
        guard = observed.judges() ? new ErrorShareGuard(observed.guard().strictness()) : null;
        judgement = ReleaseView.Judgement.NONE;
        countFromNow();
    }

    @GuardedBy("this")
    private void countFromNow() {
        canarySeen = figures(canaryHash());
        stableSeen = figures(observed.versions().stable());
    }

    /// A second has passed. True if the guard has just found the new version worse.
    synchronized boolean tick(Instant time) {
        TrafficFigures canary = figures(canaryHash());
        TrafficFigures stable = figures(observed.versions().stable());
        Evidence canaryDid = canary.since(canarySeen);
        Evidence stableDid = stable.since(stableSeen);
        canarySeen = canary;
        stableSeen = stable;
        Instant begin = lastTick == null ? time : lastTick;
        lastTick = time;
        if (seconds.size() >= SECONDS_MAX) {
            seconds.removeFirst();
        }
        seconds.addLast(
                new ReleaseView.Second(
                        time, observed.state().canaryWeight(), canaryDid, stableDid));
        return judge(canaryDid, stableDid, new Span(begin, time));
    }

    @GuardedBy("this")
    private boolean judge(Evidence canaryDid, Evidence stableDid, Span span) {
        ErrorShareGuard judging = guard;
        if (judging == null || !observed.judges()) {
            return false;
        }
        if (judgement.verdict() instanceof Verdict.Worse) {
            // Said before; it stays said until the update is tried anew.
            return true;
        }
        Verdict verdict = judging.judge(canaryDid, stableDid);
        boolean worse = verdict instanceof Verdict.Worse;
        Instant first = judgement.firstTraffic();
        judgement =
                new ReleaseView.Judgement(
                        verdict,
                        advice(verdict),
                        first == null && canaryDid.requests() > 0 ? span.begin() : first,
                        worse ? span.end() : null,
                        null,
                        null);
        return worse;
    }

    private static ReleaseView.Advice advice(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Healthy _, Verdict.TooLittleTraffic _ -> ReleaseView.Advice.GO_ON;
            case Verdict.Worse _ -> ReleaseView.Advice.GO_BACK;
            case Verdict.NotEnoughEvidence _ -> ReleaseView.Advice.WAIT;
        };
    }

    synchronized ReleaseView.Judgement judgement() {
        return judgement;
    }

    synchronized ReleaseView view() {
        return new ReleaseView(
                key, observed.state(), observed.versions(), judgement, List.copyOf(seconds));
    }

    @GuardedBy("this")
    private String canaryHash() {
        return observed.versions().updating() ? observed.versions().current() : "";
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
