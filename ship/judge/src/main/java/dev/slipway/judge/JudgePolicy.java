package dev.slipway.judge;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// How strict a judge is and what it looks at.
///
/// - `alpha`: at most this share of candidates that are not worse is called worse.
/// - `errors`: what is tolerated of failed requests.
/// - `signatures`: whether named ways to fail are looked at one by one, too.
/// - `limit`: the guard against clusters of errors. Signatures always take what a window has for
///   one accident; latency has a limit of its own.
public record JudgePolicy(
        double alpha,
        Margin errors,
        GainLimit limit,
        boolean signatures,
        LatencyRule latency,
        List<SampleRule> samples) {
    private static final double ERROR_WEIGHT = .5;
    private static final double LATENCY_WEIGHT = .35;
    private static final double SIGNATURE_WEIGHT = .1;
    private static final double SAMPLE_WEIGHT = .1;
    private static final int SAMPLES_MAX = 20;

    public JudgePolicy {
        requireNonNull(errors, "errors");
        requireNonNull(limit, "limit");
        requireNonNull(latency, "latency");
        samples = List.copyOf(samples);
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha: " + alpha + " (expected: 0-1)");
        }
        long names = samples.stream().map(SampleRule::name).distinct().count();
        if (samples.size() > SAMPLES_MAX || names != samples.size()) {
            throw new IllegalArgumentException(
                    "samples: " + samples.size() + " (expected: up to 20 of different names)");
        }
    }

    /// One false alarm in a hundred releases; failures, their names, and latency over these bounds.
    public static JudgePolicy standard(List<Double> latencyBoundsSeconds) {
        return new JudgePolicy(
                .01,
                new Margin(.0005, .01),
                GainLimit.TWO_WINDOWS,
                true,
                latencyBoundsSeconds.isEmpty()
                        ? LatencyRule.NONE
                        : LatencyRule.standard(latencyBoundsSeconds),
                List.of());
    }

    /// The share of failed requests alone.
    public static JudgePolicy ofErrors(double alpha, Margin errors) {
        return new JudgePolicy(
                alpha, errors, GainLimit.TWO_WINDOWS, false, LatencyRule.NONE, List.of());
    }

    public JudgePolicy withSamples(List<SampleRule> rules) {
        return new JudgePolicy(alpha, errors, limit, signatures, latency, rules);
    }

    public JudgePolicy withAlpha(double level) {
        return new JudgePolicy(level, errors, limit, signatures, latency, samples);
    }

    public JudgePolicy withErrors(Margin margin) {
        return new JudgePolicy(alpha, margin, limit, signatures, latency, samples);
    }

    /// Tells policies apart in a state, without repeating them there.
    String fingerprint() {
        return Integer.toHexString(toString().hashCode());
    }

    /// What part of the money is staked on each kind of figure; what is not looked at has none.
    Stakes stakes() {
        double latencyPart = latency.slots().isEmpty() ? 0 : LATENCY_WEIGHT;
        double signaturePart = signatures ? SIGNATURE_WEIGHT : 0;
        double samplePart = samples.isEmpty() ? 0 : SAMPLE_WEIGHT;
        double sum = ERROR_WEIGHT + latencyPart + signaturePart + samplePart;
        return new Stakes(
                ERROR_WEIGHT / sum,
                latencyPart / sum / Math.max(1, latency.slots().size()),
                signaturePart / sum,
                samplePart / sum / Math.max(1, samples.size()));
    }

    /// Parts of the money; of latency and samples the part of each one.
    record Stakes(double errors, double latency, double signatures, double samples) {}
}
