package dev.slipway.evidence;

import dev.slipway.evidence.ReleaseView.Advice;
import dev.slipway.judge.JudgeState;
import dev.slipway.judge.PastJudge;
import dev.slipway.judge.PastPolicy;
import dev.slipway.judge.PastVerdict;
import org.jspecify.annotations.Nullable;

/// A version that took over all traffic, against what the one before it did until then.
final class BeforeAndAfter implements Comparison {
    /// After so many requests it is said that all is well, if it is.
    static final int REQUESTS_TO_SPEAK = 100;

    private final int bounds;
    private final PastJudge judge;
    private @Nullable Opinion opinion;

    /// @param past what the version before did
    BeforeAndAfter(Guard guard, TrafficFigures past) {
        this.bounds = past.latencies().counts().length;
        this.judge = new PastJudge(policy(guard), Sides.bounds(past), Sides.of(past, bounds, null));
    }

    /// Goes on where another one was.
    ///
    /// @throws IllegalArgumentException if the state is not one
    BeforeAndAfter(Guard guard, String state, @Nullable Opinion opinion) {
        int end = state.indexOf(' ');
        this.bounds = Integer.parseInt(state.substring(0, Math.max(0, end)));
        this.judge = PastJudge.resume(policy(guard), new JudgeState(state.substring(end + 1)));
        this.opinion = opinion;
    }

    private static PastPolicy policy(Guard guard) {
        return PastPolicy.standard(guard.strictness().alpha());
    }

    @Override
    public void observe(Second second, Guard guard) {
        judge.observe(
                second.begin().toEpochMilli(),
                second.end().toEpochMilli(),
                Sides.of(second.candidate(), bounds, second.newestInstance()));
        PastVerdict verdict = judge.verdict();
        String sentence = guard.withProblems(verdict.sentence());
        if (verdict.worse()) {
            opinion =
                    new Opinion(
                            new Verdict.Worse(sentence, verdict.effect().difference()),
                            Advice.GO_BACK);
        } else if (verdict.requests() >= REQUESTS_TO_SPEAK) {
            opinion = new Opinion(new Verdict.Healthy(sentence), Advice.GO_ON);
        }
    }

    @Override
    public @Nullable Opinion opinion() {
        return opinion;
    }

    @Override
    public String state() {
        return bounds + " " + judge.state().text();
    }
}
