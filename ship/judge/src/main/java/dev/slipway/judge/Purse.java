package dev.slipway.judge;

/// Play money spread over several ways to bet on the same claim. Each part multiplies by what its
/// bets pay; the sum is the evidence. If no part grows on average under the null hypothesis then
/// neither does the sum, so that it ever reaches `1 / alpha` has a probability of at most `alpha`
/// (Ville's inequality). Kept as logarithms: after a long run the numbers have thousands of digits.
final class Purse {
    private final double[] logParts;
    private double logWealth;
    private double logPeak;

    Purse(double[] weights) {
        this.logParts = new double[weights.length];
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        for (int part = 0; part < weights.length; part++) {
            logParts[part] = Math.log(weights[part] / sum);
        }
    }

    /// Multiplies each part by its payout, and the whole by at most what the limit says: a smaller
    /// payout is fair, too.
    void settle(double[] logPayouts, double logGainMax) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int part = 0; part < logParts.length; part++) {
            logParts[part] += logPayouts[part];
            largest = Math.max(largest, logParts[part]);
        }
        double sum = 0;
        for (double part : logParts) {
            sum += Math.exp(part - largest);
        }
        double total = largest + Math.log(sum);
        double excess = total - logWealth - logGainMax;
        if (excess > 0) {
            for (int part = 0; part < logParts.length; part++) {
                logParts[part] -= excess;
            }
            total -= excess;
        }
        logWealth = total;
        logPeak = Math.max(logPeak, total);
    }

    double logWealth() {
        return logWealth;
    }

    /// The most it ever was: evidence once reached stays reached.
    double logPeak() {
        return logPeak;
    }

    void write(Tape.Writer tape) {
        tape.put(logWealth).put(logPeak);
        for (double part : logParts) {
            tape.put(part);
        }
    }

    void read(Tape.Reader tape) {
        logWealth = tape.number();
        logPeak = tape.number();
        for (int part = 0; part < logParts.length; part++) {
            logParts[part] = tape.number();
        }
    }
}
