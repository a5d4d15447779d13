package dev.slipway.judge;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;

/// Watches a version that has replaced another one, against what that one did before: there is
/// nothing left to compare it with at the same time. So it claims much less than a [Judge]: that
/// the shares of failed and of slow requests have *jumped* above what they can have been, by more
/// than a clear margin, for some time. Why they did, it cannot know: an outage of something that
/// either version needs looks the same.
///
/// The most that the shares can have been is bounded from the past with half of `alpha`; bets above
/// that bound and the margin ([JumpBet]) get the other half. Used by one thread at a time;
/// deterministic.
public final class PastJudge {
    private static final String FORMAT = "past1";
    private static final double ERROR_WEIGHT = .7;
    private static final double SLOW_WEIGHT = .3;
    private static final double QUANTILE = .99;

    private final PastPolicy policy;
    private JumpFigure errors;
    private JumpFigure slow;
    private int bounds;
    private int slowBound;
    private double slowSeconds;
    private long beganMillis = Long.MIN_VALUE;
    private long seenUntilMillis = Long.MIN_VALUE;
    private boolean worse;

    /// @param boundsSeconds of the counts in [Side#latency()]; empty where latency is not known
    /// @param past what the version before did
    public PastJudge(PastPolicy policy, List<Double> boundsSeconds, Side past) {
        this.policy = requireNonNull(policy, "policy");
        double level = policy.alpha() / 4;
        this.errors = new JumpFigure(past.requests(), past.errors(), policy.errors(), level);
        boolean timed = boundsSeconds.size() > 1 && past.hasLatency(boundsSeconds.size());
        this.bounds = timed ? boundsSeconds.size() : 0;
        this.slowBound = timed ? slowBound(boundsSeconds, past) : 0;
        this.slowSeconds = timed ? boundsSeconds.get(slowBound) : 0;
        long measured = timed ? past.slowerThan(-1) : 0;
        this.slow =
                new JumpFigure(
                        measured, timed ? past.slowerThan(slowBound) : 0, policy.slow(), level);
    }

    private int slowBound(List<Double> boundsSeconds, Side past) {
        long allowed = (long) ((1 - QUANTILE) * past.slowerThan(-1));
        int bound = 0;
        while (bound < boundsSeconds.size() - 2
                && (past.slowerThan(bound) > allowed
                        || boundsSeconds.get(bound) < policy.floorSeconds())) {
            bound++;
        }
        return bound;
    }

    /// Goes on where another judge of the same policy was.
    ///
    /// @throws IllegalArgumentException if the state is not one, or belongs to another policy
    public static PastJudge resume(PastPolicy policy, JudgeState state) {
        PastJudge judge = new PastJudge(policy, List.of(), Side.of(0, 0));
        judge.read(new Tape.Reader(state.text()));
        return judge;
    }

    /// Takes into account what the version did from `startMillis` to `endMillis`. A window that is
    /// not later than those before changes nothing.
    public void observe(long startMillis, long endMillis, Side side) {
        if (endMillis <= startMillis || startMillis < seenUntilMillis) {
            return;
        }
        if (beganMillis == Long.MIN_VALUE) {
            beganMillis = startMillis;
        }
        seenUntilMillis = endMillis;
        long ageMillis = startMillis - beganMillis;
        errors.observe(ageMillis, side.requests(), side.errors());
        long since = Math.max(side.newestInstanceMillis(), beganMillis);
        boolean warm = startMillis - since >= policy.coldMillis();
        if (bounds > 0 && warm && side.latency().length == bounds) {
            slow.observe(ageMillis, side.slowerThan(-1), side.slowerThan(slowBound));
        }
        worse |= evidence() >= needed();
    }

    /// Whether the version has been called worse; cheaper than a verdict.
    public boolean isWorse() {
        return worse;
    }

    private double evidence() {
        return ERROR_WEIGHT * errors.evidence() + SLOW_WEIGHT * slow.evidence();
    }

    private double needed() {
        return 2 / policy.alpha();
    }

    /// What is known now.
    public PastVerdict verdict() {
        boolean bySlowness = slow.evidence() > errors.evidence();
        Effect effect =
                new Effect(
                        errors.pastShare(),
                        errors.recent().candidateShare(),
                        errors.jump(needed()),
                        1);
        String sentence;
        if (worse) {
            sentence = bySlowness ? slowSentence() : errorSentence();
        } else {
            sentence =
                    String.format(
                            Locale.ROOT,
                            "No clear jump since it has all traffic: %s of %s failed, %s of %,d to"
                                    + " the version before.",
                            Words.share(errors.share()),
                            Words.count(errors.requests(), "request", "requests"),
                            Words.share(errors.pastShare()),
                            errors.pastRequests());
        }
        return new PastVerdict(worse, evidence(), errors.requests(), effect, sentence);
    }

    private String errorSentence() {
        return sentence(errors, "failed");
    }

    private String slowSentence() {
        return sentence(slow, "took longer than " + Words.seconds(slowSeconds));
    }

    private String sentence(JumpFigure figure, String what) {
        double jump = figure.jump(needed());
        return String.format(
                Locale.ROOT,
                "Worse since it has all traffic: %s of the last %s %s, %s of %,d to the version"
                        + " before%s.",
                Words.share(figure.recent().candidateShare()),
                Words.count(figure.recent().candidate(), "request", "requests"),
                what,
                Words.share(figure.pastShare()),
                figure.pastRequests(),
                jump < 0 ? "" : "; at least " + Words.percent(jump) + " points more");
    }

    public JudgeState state() {
        Tape.Writer tape = new Tape.Writer();
        tape.put(FORMAT).put(policy.fingerprint()).put(beganMillis).put(seenUntilMillis).put(worse);
        tape.put((long) bounds).put((long) slowBound).put(slowSeconds);
        errors.write(tape);
        slow.write(tape);
        return new JudgeState(tape.toString());
    }

    private void read(Tape.Reader tape) {
        tape.expect("format", FORMAT);
        tape.expect("policy", policy.fingerprint());
        beganMillis = tape.integer();
        seenUntilMillis = tape.integer();
        worse = tape.flag();
        bounds = tape.index(LatencyRule.BOUNDS_MAX);
        slowBound = tape.index(Math.max(0, bounds - 1));
        slowSeconds = tape.number();
        errors = JumpFigure.read(tape);
        slow = JumpFigure.read(tape);
        tape.end();
    }
}
