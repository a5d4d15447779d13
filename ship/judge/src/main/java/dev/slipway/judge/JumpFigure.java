package dev.slipway.judge;

import java.util.ArrayList;
import java.util.List;

/// One share of a version that replaced another: what it is, against the most that the other's can
/// have been.
final class JumpFigure {
    /// Margins beyond the one that decides, to say how large a jump is at least.
    private static final double[] LARGER = {.1, .2, .3, .5, .7, .9};

    private static final long RECENT_MILLIS = 10_000;

    private final long pastRequests;
    private final long pastEvents;
    private final List<JumpBet> bets = new ArrayList<>();
    private final double[] margins;
    private Counts all = Counts.NONE;
    private Counts recent = Counts.NONE;
    private Counts before = Counts.NONE;
    private long recentSinceMillis;

    /// @param level how likely the other's true share may be above what is taken for its most
    JumpFigure(long pastRequests, long pastEvents, double margin, double level) {
        this.pastRequests = pastRequests;
        this.pastEvents = pastEvents;
        this.margins = margins(margin);
        double most = most(pastRequests, pastEvents, level);
        for (double each : margins) {
            bets.add(new JumpBet(most + each));
        }
    }

    private static double[] margins(double margin) {
        List<Double> margins = new ArrayList<>(List.of(margin));
        for (double larger : LARGER) {
            if (larger > margin) {
                margins.add(larger);
            }
        }
        return margins.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /// Chernoff's bound: with a larger share than this so few events would be less likely than the
    /// level.
    static double most(long requests, long events, double level) {
        double share = requests == 0 ? 0 : (double) events / requests;
        double low = share;
        double high = 1;
        for (int step = 0; step < 60; step++) {
            double middle = (low + high) / 2;
            boolean possible =
                    middle < 1
                            && requests * Bernoulli.divergence(share, middle) <= -Math.log(level);
            low = possible ? middle : low;
            high = possible ? high : middle;
        }
        return high;
    }

    void observe(long ageMillis, long requests, long events) {
        for (JumpBet bet : bets) {
            bet.observe(ageMillis, requests, events);
        }
        Counts window = new Counts(0, 0, requests, events);
        all = all.plus(window);
        if (ageMillis - recentSinceMillis >= RECENT_MILLIS) {
            before = recent;
            recent = Counts.NONE;
            recentSinceMillis = ageMillis;
        }
        recent = recent.plus(window);
    }

    double evidence() {
        return bets.getFirst().evidence();
    }

    long requests() {
        return all.candidate();
    }

    /// The requests of the last ten to twenty seconds.
    Counts recent() {
        return before.plus(recent);
    }

    double pastShare() {
        return pastRequests == 0 ? 0 : (double) pastEvents / pastRequests;
    }

    long pastRequests() {
        return pastRequests;
    }

    double share() {
        return all.candidateShare();
    }

    /// The largest margin that this evidence speaks for; -1 if none.
    double jump(double evidenceNeeded) {
        double jump = -1;
        for (int rung = 0; rung < margins.length; rung++) {
            if (bets.get(rung).evidence() >= evidenceNeeded) {
                jump = margins[rung];
            }
        }
        return jump;
    }

    void write(Tape.Writer tape) {
        tape.put(pastRequests).put(pastEvents).put(margins[0]).put(recentSinceMillis);
        all.write(tape);
        recent.write(tape);
        before.write(tape);
        bets.forEach(bet -> bet.write(tape));
    }

    static JumpFigure read(Tape.Reader tape) {
        JumpFigure figure = new JumpFigure(tape.count(), tape.count(), tape.number(), 1);
        figure.recentSinceMillis = tape.count();
        figure.all = Counts.read(tape);
        figure.recent = Counts.read(tape);
        figure.before = Counts.read(tape);
        figure.bets.replaceAll(_ -> JumpBet.read(tape));
        return figure;
    }
}
