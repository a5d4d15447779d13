package dev.slipway.judge;

import java.util.Arrays;

/// An always valid interval for the difference of two shares: what is left of a ladder of margins
/// when those are crossed off that the evidence speaks against, from below and from above, each at
/// half of the level. The bets are the shares as learned so far.
final class DifferenceInterval {
    private static final double[] STEPS = {
        .0002, .0005, .001, .002, .003, .005, .0075, .01, .015, .02, .03, .04, .06, .08, .11, .15,
        .2, .3, .4, .5, .6, .7, .8, .9
    };

    /// What either side did before anything was seen: two in a hundred of ten requests.
    private static final double EVENTS_ASSUMED = 0.2;

    private static final double REQUESTS_ASSUMED = 10;

    private static final NullLine[] LADDER = ladder();

    private final double logNeeded;
    private final double[] logBelow = new double[LADDER.length];
    private final double[] logAbove = new double[LADDER.length];

    /// The margins below this index were crossed off from below.
    private int lowest;

    /// The margins from this index on were crossed off from above.
    private int highest = LADDER.length;

    DifferenceInterval(double alpha) {
        this.logNeeded = Math.log(2 / alpha);
    }

    private static NullLine[] ladder() {
        double[] margins = new double[2 * STEPS.length + 1];
        for (int step = 0; step < STEPS.length; step++) {
            margins[step] = -STEPS[step];
            margins[STEPS.length + 1 + step] = STEPS[step];
        }
        Arrays.sort(margins);
        return Arrays.stream(margins).mapToObj(NullLine::new).toArray(NullLine[]::new);
    }

    void observe(Counts before, Counts window) {
        if (window.baseline() == 0 || window.candidate() == 0) {
            return;
        }
        double baseline = expectedShare(before.baselineEvents(), before.baseline());
        double candidate = expectedShare(before.candidateEvents(), before.candidate());
        for (int rung = 0; rung < LADDER.length; rung++) {
            double difference = candidate - baseline - LADDER[rung].margin();
            if (difference > 0 && rung >= lowest) {
                logBelow[rung] += LADDER[rung].logPayout(window, baseline, candidate);
            } else if (difference < 0 && rung < highest) {
                logAbove[rung] += LADDER[rung].logPayout(window, baseline, candidate);
            }
        }
        crossOff();
    }

    private static double expectedShare(long events, long requests) {
        return (events + EVENTS_ASSUMED) / (requests + REQUESTS_ASSUMED);
    }

    /// Whoever claims a difference above a margin also claims that it is above any smaller one.
    private void crossOff() {
        for (int rung = LADDER.length - 1; rung >= lowest; rung--) {
            if (logBelow[rung] >= logNeeded) {
                lowest = rung + 1;
            }
        }
        for (int rung = 0; rung < highest; rung++) {
            if (logAbove[rung] >= logNeeded) {
                highest = rung;
            }
        }
        forgetDecided();
    }

    /// What is crossed off is never looked at again, and need not be written down.
    private void forgetDecided() {
        Arrays.fill(logBelow, 0, lowest, 0);
        Arrays.fill(logAbove, highest, LADDER.length, 0);
    }

    double lower() {
        return lowest == 0 ? -1 : LADDER[Math.min(lowest, LADDER.length) - 1].margin();
    }

    double upper() {
        return highest == LADDER.length ? 1 : LADDER[highest].margin();
    }

    void write(Tape.Writer tape) {
        tape.put(lowest).put(highest);
        for (int rung = 0; rung < LADDER.length; rung++) {
            tape.put(logBelow[rung]).put(logAbove[rung]);
        }
    }

    void read(Tape.Reader tape) {
        lowest = tape.index(LADDER.length);
        highest = tape.index(LADDER.length);
        for (int rung = 0; rung < LADDER.length; rung++) {
            logBelow[rung] = tape.number();
            logAbove[rung] = tape.number();
        }
    }
}
