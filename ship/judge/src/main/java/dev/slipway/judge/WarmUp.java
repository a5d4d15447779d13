package dev.slipway.judge;

/// Recognises when a fresh process has warmed up. Only earlier windows decide whether one counts,
/// so leaving windows out does not hurt the bets. A version that is slow from the beginning does
/// not get better and is judged from the second block on.
///
/// ```text
/// COLD --leastMillis, then a block that is not better than the one before--> WARM
///   ^----------------------- a newer process appears ------------------------'
/// ```
final class WarmUp {
    /// A block is better than the one before if it is so by more than chance explains, in
    /// deviations.
    private static final double DEVIATIONS = 1;

    /// A difference of shares that does not matter.
    private static final double CLOSE = 0.01;

    private final WarmUpRule rule;
    private boolean warm;
    private boolean begun;
    private long sinceMillis;
    private long blockStartMillis;
    private Counts block = Counts.NONE;
    private boolean hasPrevious;
    private double previousExcess;
    private double previousVariance;

    WarmUp(WarmUpRule rule) {
        this.rule = rule;
    }

    /// Whether the window may be judged; to be asked before it is observed.
    boolean isWarm(Window window) {
        long since = window.candidate().newestInstanceMillis();
        if (!begun) {
            begin(since > 0 ? since : window.startMillis());
        } else if (since > sinceMillis) {
            begin(since);
        }
        long ageMillis = window.startMillis() - sinceMillis;
        return ageMillis >= rule.mostMillis() || (warm && ageMillis >= rule.leastMillis());
    }

    private void begin(long since) {
        begun = true;
        warm = false;
        sinceMillis = since;
        hasPrevious = false;
        block = Counts.NONE;
        blockStartMillis = since;
    }

    /// Learns how many of the window's requests were slow.
    void observe(Window window, Counts slow) {
        block = block.plus(slow);
        boolean full = window.endMillis() - blockStartMillis >= rule.blockMillis();
        if (warm || !full || block.baseline() == 0 || block.candidate() == 0) {
            return;
        }
        double excess = block.candidateShare() - block.baselineShare();
        double variance =
                variance(block.candidateEvents(), block.candidate())
                        + variance(block.baselineEvents(), block.baseline());
        warm =
                excess <= CLOSE
                        || (hasPrevious
                                && previousExcess - excess
                                        <= DEVIATIONS * Math.sqrt(variance + previousVariance));
        hasPrevious = true;
        previousExcess = excess;
        previousVariance = variance;
        block = Counts.NONE;
        blockStartMillis = window.endMillis();
    }

    private static double variance(long events, long requests) {
        double share = (events + 0.5) / (requests + 1.0);
        return share * (1 - share) / requests;
    }

    void write(Tape.Writer tape) {
        tape.put(warm).put(begun).put(sinceMillis).put(blockStartMillis);
        tape.put(hasPrevious).put(previousExcess).put(previousVariance);
        block.write(tape);
    }

    void read(Tape.Reader tape) {
        warm = tape.flag();
        begun = tape.flag();
        sinceMillis = tape.integer();
        blockStartMillis = tape.integer();
        hasPrevious = tape.flag();
        previousExcess = tape.number();
        previousVariance = tape.number();
        block = Counts.read(tape);
    }
}
