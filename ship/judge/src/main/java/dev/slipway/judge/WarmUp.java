package dev.slipway.judge;

/// Recognises when a fresh process has warmed up. Only earlier windows decide whether one counts,
/// so leaving windows out does not hurt the bets. A version that is slow from the beginning does
/// not get better and is judged from the second block on.
///
/// ```text
/// COLD --leastMillis, then a block that is not better than the one before--> WARM
///   ^----------------------- a newer process appears ------------------------'
/// ```
///
/// How slow a block is, is measured by the mean number of the bucket its requests fell into,
/// against the baseline's at the same time: buckets are spaced by factors, and their number does
/// not stop growing where a share of slow requests has long reached 1.
final class WarmUp {
    /// A block is better than the one before if it is so by more than chance explains, in
    /// deviations.
    private static final double DEVIATIONS = 1;

    /// A difference that does not matter, in deviations of the baseline's single requests.
    private static final double CLOSE = 0.1;

    private final WarmUpRule rule;
    private boolean warm;
    private boolean begun;
    private boolean used;
    private long instanceMillis;
    private long sinceMillis;
    private long blockStartMillis;
    private Block baseline = Block.EMPTY;
    private Block candidate = Block.EMPTY;
    private boolean hasPrevious;
    private double previousExcess;
    private double previousVariance;

    WarmUp(WarmUpRule rule) {
        this.rule = rule;
    }

    /// The bucket numbers of a block's requests: how many there are, their sum and sum of squares.
    private record Block(double count, double sum, double squares) {
        static final Block EMPTY = new Block(0, 0, 0);

        Block plus(long[] counts) {
            double more = count;
            double moreSum = sum;
            double moreSquares = squares;
            for (int bucket = 0; bucket < counts.length; bucket++) {
                more += counts[bucket];
                moreSum += (double) counts[bucket] * bucket;
                moreSquares += (double) counts[bucket] * bucket * bucket;
            }
            return new Block(more, moreSum, moreSquares);
        }

        double mean() {
            return sum / count;
        }

        double variance() {
            return Math.max(0, squares / count - mean() * mean());
        }

        void write(Tape.Writer tape) {
            tape.put(count).put(sum).put(squares);
        }

        static Block read(Tape.Reader tape) {
            return new Block(tape.number(), tape.number(), tape.number());
        }
    }

    /// Whether the window may be judged; to be asked before it is observed.
    boolean isWarm(Window window) {
        long instance = window.candidate().newestInstanceMillis();
        if (!begun || !used || instance > instanceMillis) {
            instanceMillis = Math.max(instance, instanceMillis);
            begin(window.startMillis());
        }
        long ageMillis = window.startMillis() - sinceMillis;
        return ageMillis >= rule.mostMillis() || (warm && ageMillis >= rule.leastMillis());
    }

    /// Requests are what warms a process up: its age counts from the first one, or from when it was
    /// seen.
    private void begin(long since) {
        begun = true;
        used = false;
        warm = false;
        sinceMillis = since;
        hasPrevious = false;
        startBlock(since);
    }

    private void startBlock(long startMillis) {
        baseline = Block.EMPTY;
        candidate = Block.EMPTY;
        blockStartMillis = startMillis;
    }

    /// Learns how slow the window's requests were.
    void observe(Window window) {
        baseline = baseline.plus(window.baseline().latency());
        candidate = candidate.plus(window.candidate().latency());
        used |= candidate.count() > 0;
        boolean full = window.endMillis() - blockStartMillis >= rule.blockMillis();
        if (warm || !full || baseline.count() == 0 || candidate.count() == 0) {
            return;
        }
        double excess = candidate.mean() - baseline.mean();
        double single = Math.max(baseline.variance(), candidate.variance());
        double variance = single / candidate.count() + single / baseline.count();
        double better = previousExcess - excess;
        warm =
                excess <= CLOSE * Math.sqrt(baseline.variance())
                        || (hasPrevious
                                && better <= DEVIATIONS * Math.sqrt(variance + previousVariance));
        hasPrevious = true;
        previousExcess = excess;
        previousVariance = variance;
        startBlock(window.endMillis());
    }

    void write(Tape.Writer tape) {
        tape.put(warm)
                .put(begun)
                .put(used)
                .put(instanceMillis)
                .put(sinceMillis)
                .put(blockStartMillis);
        tape.put(hasPrevious).put(previousExcess).put(previousVariance);
        baseline.write(tape);
        candidate.write(tape);
    }

    void read(Tape.Reader tape) {
        warm = tape.flag();
        begun = tape.flag();
        used = tape.flag();
        instanceMillis = tape.integer();
        sinceMillis = tape.integer();
        blockStartMillis = tape.integer();
        hasPrevious = tape.flag();
        previousExcess = tape.number();
        previousVariance = tape.number();
        baseline = Block.read(tape);
        candidate = Block.read(tape);
    }
}
