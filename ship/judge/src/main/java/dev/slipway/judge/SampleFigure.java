package dev.slipway.judge;

/// A sequential sign test of paired readings. The null hypothesis: given the past, a pair speaks
/// against the candidate with a probability of at most one half, which needs neither a distribution
/// nor a scale. A part of the money is staked on the next pair, a mixture of parts. Ties bet
/// nothing.
final class SampleFigure {
    private static final double[] STAKES = {.2, .5, .8, .98};
    private static final double[] WEIGHTS = {.2, .3, .25, .25};

    private final SampleRule rule;
    private final double alpha;
    private final Purse worse = new Purse(WEIGHTS);
    private final Purse notWorse = new Purse(WEIGHTS);
    private final double[] logPayouts = new double[STAKES.length];
    private long pairs;
    private long against;

    /// The likelihood of all signs under the chances learned so far (Krichevsky and Trofimov).
    private double logLearned;

    private boolean open;
    private long openSinceMillis;
    private double baselineSum;
    private double candidateSum;
    private long readings;

    SampleFigure(SampleRule rule, double alpha) {
        this.rule = rule;
        this.alpha = alpha;
    }

    void observe(Window window) {
        Double baseline = window.baseline().samples().get(rule.name());
        Double candidate = window.candidate().samples().get(rule.name());
        if (baseline == null
                || candidate == null
                || !Double.isFinite(baseline)
                || !Double.isFinite(candidate)) {
            return;
        }
        if (!open) {
            open = true;
            openSinceMillis = window.startMillis();
        }
        baselineSum += baseline;
        candidateSum += candidate;
        readings++;
        if (window.endMillis() - openSinceMillis >= rule.spacingMillis()) {
            settle(candidateSum / readings - rule.factor() * (baselineSum / readings));
            open = false;
            baselineSum = 0;
            candidateSum = 0;
            readings = 0;
        }
    }

    private void settle(double difference) {
        double sign = Math.signum(rule.lowerIsWorse() ? -difference : difference);
        if (sign == 0) {
            return;
        }
        bet(worse, sign);
        bet(notWorse, -sign);
        long alike = sign > 0 ? against : pairs - against;
        logLearned += Math.log((alike + 0.5) / (pairs + 1.0));
        pairs++;
        against += sign > 0 ? 1 : 0;
    }

    private void bet(Purse purse, double sign) {
        for (int stake = 0; stake < STAKES.length; stake++) {
            logPayouts[stake] = Math.log1p(sign * STAKES[stake]);
        }
        purse.settle(logPayouts, Double.POSITIVE_INFINITY);
    }

    double logWorse() {
        return worse.logWealth();
    }

    boolean isNotWorse() {
        return notWorse.logPeak() >= -Math.log(alpha);
    }

    long pairs() {
        return pairs;
    }

    /// The share of pairs against the candidate, compared with one half.
    Effect effect() {
        double share = pairs == 0 ? 0.5 : (double) against / pairs;
        return new Effect(0.5, share, end(share, 0) - 0.5, end(share, 1) - 0.5);
    }

    /// The end of the interval towards `bound`: as far as the evidence does not exclude.
    private double end(double share, double bound) {
        double inside = share;
        double outside = bound;
        for (int step = 0; step < 40; step++) {
            double middle = (inside + outside) / 2;
            if (isExcluded(middle)) {
                outside = middle;
            } else {
                inside = middle;
            }
        }
        return outside;
    }

    private boolean isExcluded(double chance) {
        double logLikelihood = 0;
        if (against > 0) {
            logLikelihood += against * Math.log(chance);
        }
        if (against < pairs) {
            logLikelihood += (pairs - against) * Math.log1p(-chance);
        }
        return logLearned - logLikelihood >= -Math.log(alpha);
    }

    void write(Tape.Writer tape) {
        worse.write(tape);
        notWorse.write(tape);
        tape.put(pairs).put(against).put(logLearned).put(open).put(openSinceMillis);
        tape.put(baselineSum).put(candidateSum).put(readings);
    }

    void read(Tape.Reader tape) {
        worse.read(tape);
        notWorse.read(tape);
        pairs = tape.count();
        against = tape.count();
        logLearned = tape.number();
        open = tape.flag();
        openSinceMillis = tape.integer();
        baselineSum = tape.number();
        candidateSum = tape.number();
        readings = tape.count();
    }
}
