package dev.slipway.evidence;

import dev.slipway.evidence.Guard.Strictness;
import dev.slipway.evidence.ReleaseView.Advice;
import dev.slipway.judge.Judge;
import dev.slipway.judge.JudgePolicy;
import dev.slipway.judge.JudgeState;
import dev.slipway.judge.Margin;
import dev.slipway.judge.Verdict.Reason;
import dev.slipway.judge.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The new version against the old one while both get traffic.
///
/// The judge decides; here is how long it may take. A version that has had its share for a minute
/// and got too few requests goes on by readiness. One that cannot be told apart from the old one
/// after five minutes is, whatever it is, not much worse, and goes on, too: nothing waits forever
/// unless somebody asked for it.
final class SideBySide implements Comparison {
    static final Duration LITTLE_TRAFFIC_AFTER = Duration.ofSeconds(60);
    static final Duration UNDECIDED_AFTER = Duration.ofMinutes(5);

    /// A version is called "not worse" only if it was shown to fail at most one in a hundred more.
    private static final double NOT_WORSE_LEAST = .01;

    private static final double NOT_WORSE_OF_TOLERANCE = 2;

    private final Strictness strictness;
    private final double tolerance;
    private final TrafficFigures past;
    private @Nullable Judge judge;
    private int bounds;
    private @Nullable String kept;
    private @Nullable Instant since;
    private @Nullable Opinion opinion;

    /// @param past what the old version did before the release
    SideBySide(Guard guard, TrafficFigures past) {
        this.strictness = guard.strictness();
        this.tolerance = guard.tolerance();
        this.past = past;
    }

    /// Goes on where another one was.
    ///
    /// @throws IllegalArgumentException if the state is not one
    SideBySide(Guard guard, TrafficFigures past, String state, @Nullable Opinion opinion) {
        this(guard, past);
        int end = state.indexOf(' ');
        String first = end < 0 ? state : state.substring(0, end);
        this.since = first.equals("-") ? null : Instant.ofEpochMilli(Long.parseLong(first));
        this.kept = end < 0 ? null : state.substring(end + 1);
        this.opinion = opinion;
    }

    @Override
    public void observe(Second second, Guard guard) {
        boolean anything = second.candidate().requests() > 0;
        if (since == null && (second.shares() || anything)) {
            since = second.begin();
        }
        if (since == null || !second.begin().isBefore(second.end())) {
            return;
        }
        Judge judging = judge;
        if (judging == null) {
            judging = open(second);
            judge = judging;
        }
        dev.slipway.judge.Verdict verdict =
                judging.judge(
                        new Window(
                                second.begin().toEpochMilli(),
                                second.end().toEpochMilli(),
                                Sides.of(second.other(), bounds, null),
                                Sides.of(second.candidate(), bounds, second.newestInstance())));
        opinion = opinion(verdict, Duration.between(since, second.end()), guard);
    }

    /// Bounds of latency are known from the first figures on.
    private Judge open(Second second) {
        List<Double> found = Sides.bounds(second.candidate(), second.other(), past);
        bounds = found.size();
        JudgePolicy policy =
                JudgePolicy.standard(found)
                        .withAlpha(strictness.alpha())
                        .withErrors(
                                new Margin(
                                        tolerance,
                                        Math.max(
                                                NOT_WORSE_LEAST,
                                                NOT_WORSE_OF_TOLERANCE * tolerance)));
        Judge opened = kept == null ? new Judge(policy) : resume(policy, kept);
        kept = null;
        opened.learnBaseline(Sides.of(past, bounds, null));
        return opened;
    }

    private static Judge resume(JudgePolicy policy, String state) {
        try {
            return Judge.resume(policy, new JudgeState(state));
        } catch (IllegalArgumentException e) {
            System.getLogger(SideBySide.class.getName())
                    .log(
                            System.Logger.Level.INFO,
                            "A release is judged anew, its kept state does not fit reason="
                                    + e.getMessage());
            return new Judge(policy);
        }
    }

    private static Opinion opinion(
            dev.slipway.judge.Verdict verdict, Duration waited, Guard guard) {
        String sentence = guard.withProblems(verdict.sentence());
        return switch (verdict.outcome()) {
            case WORSE ->
                    new Opinion(
                            new Verdict.Worse(
                                    withoutPrefix(sentence),
                                    verdict.findings().getFirst().effect().difference()),
                            Advice.GO_BACK);
            case NOT_WORSE -> new Opinion(new Verdict.Healthy(sentence), Advice.GO_ON);
            case UNDECIDED -> undecided(verdict, waited, guard);
        };
    }

    /// The verdict's word is shown beside the sentence.
    private static String withoutPrefix(String sentence) {
        String prefix = "Worse: ";
        return sentence.startsWith(prefix) ? sentence.substring(prefix.length()) : sentence;
    }

    private static Opinion undecided(
            dev.slipway.judge.Verdict verdict, Duration waited, Guard guard) {
        boolean little = verdict.reason() == Reason.TOO_LITTLE_TRAFFIC;
        String sentence = verdict.sentence();
        Duration limit = little ? LITTLE_TRAFFIC_AFTER : UNDECIDED_AFTER;
        boolean overdue = waited.compareTo(limit) >= 0;
        if (!overdue) {
            return new Opinion(
                    new Verdict.NotEnoughEvidence(guard.withProblems(sentence)), Advice.WAIT);
        }
        String then =
                guard.pausesIfUndecided()
                        ? " It waits for a person to promote or abort it."
                        : " It goes on if its pods are ready, and stays watched.";
        String said = guard.withProblems(sentence + then);
        return new Opinion(
                little ? new Verdict.TooLittleTraffic(said) : new Verdict.NotEnoughEvidence(said),
                guard.pausesIfUndecided() ? Advice.PAUSE : Advice.GO_ON);
    }

    @Override
    public @Nullable Opinion opinion() {
        return opinion;
    }

    @Override
    public String state() {
        String first = since == null ? "-" : Long.toString(since.toEpochMilli());
        String rest = judge == null ? kept : judge.state().text();
        return rest == null ? first : first + " " + rest;
    }
}
