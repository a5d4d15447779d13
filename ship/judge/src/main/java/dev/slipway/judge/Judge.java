package dev.slipway.judge;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/// Compares a new version with the old one, window by window, and may be asked at any time.
///
/// Each figure plays with a part of the money: failed requests, requests slower than each of the
/// baseline's quantiles, named ways to fail, paired readings. No figure's money grows on average as
/// long as the candidate is not worse, so neither does the sum; the candidate is called worse once
/// the sum has grown to `1 / alpha` times what it was. It is called not worse once that was shown
/// of every figure that was measured. A judge is used by one thread at a time and is deterministic.
public final class Judge {
    private static final String FORMAT = "judge3";

    private final JudgePolicy policy;
    private final JudgePolicy.Stakes stakes;
    private final ShareFigure errors;
    private final LatencyFigure latency;
    private final SignatureFigures signatures;
    private final List<SampleFigure> samples = new ArrayList<>();
    private long seenUntilMillis = Long.MIN_VALUE;
    private boolean worse;

    public Judge(JudgePolicy policy) {
        this.policy = requireNonNull(policy, "policy");
        this.stakes = policy.stakes();
        this.errors = new ShareFigure(policy.errors(), policy.alpha(), policy.limit());
        this.latency = new LatencyFigure(policy.latency(), policy.alpha());
        this.signatures = new SignatureFigures(GainLimit.ACCIDENTS);
        for (SampleRule rule : policy.samples()) {
            samples.add(new SampleFigure(rule, policy.alpha()));
        }
    }

    /// Goes on where another judge of the same policy was.
    ///
    /// @throws IllegalArgumentException if the state is not one, or belongs to another policy
    public static Judge resume(JudgePolicy policy, JudgeState state) {
        Judge judge = new Judge(policy);
        judge.read(new Tape.Reader(state.text()));
        return judge;
    }

    /// Learns the baseline's latency from before the release, so that it can be compared at once.
    public void learnBaseline(Side baseline) {
        latency.learn(baseline);
    }

    /// Takes a window into account. One that is not later than those before changes nothing, so
    /// that one may be told twice.
    public void observe(Window window) {
        if (window.startMillis() >= seenUntilMillis) {
            seenUntilMillis = window.endMillis();
            errors.observe(window.errors());
            latency.observe(window);
            if (policy.signatures()) {
                signatures.observe(window);
            }
            samples.forEach(each -> each.observe(window));
            worse |= logEvidence() >= -Math.log(policy.alpha());
        }
    }

    /// Takes a window into account and says what is known then.
    public Verdict judge(Window window) {
        observe(window);
        return verdict();
    }

    /// Whether the candidate has been called worse; cheaper than a verdict.
    public boolean isWorse() {
        return worse;
    }

    /// What is known now.
    public Verdict verdict() {
        return new Findings(this).verdict();
    }

    /// The logarithm of the joint evidence.
    double logEvidence() {
        Sum sum = new Sum();
        sum.add(stakes.errors(), errors.logWorse());
        for (ShareFigure each : latency.shares()) {
            sum.add(stakes.latency(), each.logWorse());
        }
        if (stakes.signatures() > 0) {
            sum.add(stakes.signatures(), signatures.logWorse());
        }
        for (SampleFigure each : samples) {
            sum.add(stakes.samples(), each.logWorse());
        }
        return sum.log();
    }

    /// A sum of numbers too large to be written, by their logarithms.
    private static final class Sum {
        private double largest = Double.NEGATIVE_INFINITY;
        private double scaled;

        void add(double weight, double logValue) {
            if (logValue > largest) {
                scaled *= Math.exp(largest - logValue);
                largest = logValue;
            }
            scaled += weight * Math.exp(logValue - largest);
        }

        double log() {
            return largest + Math.log(scaled);
        }
    }

    public JudgeState state() {
        Tape.Writer tape = new Tape.Writer();
        tape.put(FORMAT).put(policy.fingerprint()).put(seenUntilMillis).put(worse);
        errors.write(tape);
        latency.write(tape);
        signatures.write(tape);
        samples.forEach(each -> each.write(tape));
        return new JudgeState(tape.toString());
    }

    private void read(Tape.Reader tape) {
        tape.expect("format", FORMAT);
        tape.expect("policy", policy.fingerprint());
        seenUntilMillis = tape.integer();
        worse = tape.flag();
        errors.read(tape);
        latency.read(tape);
        signatures.read(tape);
        samples.forEach(each -> each.read(tape));
        tape.end();
    }

    JudgePolicy policy() {
        return policy;
    }

    long seenUntilMillis() {
        return seenUntilMillis;
    }

    ShareFigure errors() {
        return errors;
    }

    LatencyFigure latency() {
        return latency;
    }

    SignatureFigures signatures() {
        return signatures;
    }

    List<SampleFigure> samples() {
        return samples;
    }
}
