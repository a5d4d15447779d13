package dev.slipway.judge;

import java.util.ArrayList;
import java.util.List;

/// The comparison of latency: for each slot of the rule, the shares of requests slower than the
/// bound nearest to that quantile of the baseline. The bounds are chosen from baseline requests
/// before the first window that is judged, and stay.
final class LatencyFigure {
    /// The quantiles are taken from so many of the baseline's requests, or more.
    static final long REQUESTS_TO_LEARN = 200;

    private final LatencyRule rule;
    private final List<ShareFigure> shares = new ArrayList<>();
    private final WarmUp warmUp;
    private final long[] learned;
    private final int[] bounds;
    private boolean chosen;
    private boolean warm;
    private boolean measured;

    LatencyFigure(LatencyRule rule, double alpha) {
        this.rule = rule;
        this.warmUp = new WarmUp(rule.warmUp());
        this.learned = new long[rule.upperBoundsSeconds().size()];
        this.bounds = new int[rule.slots().size()];
        for (LatencyRule.Slot slot : rule.slots()) {
            shares.add(new ShareFigure(slot.margin(), alpha, rule.limit()));
        }
    }

    /// Learns the baseline's latency; has no effect once the quantiles are chosen.
    void learn(Side baseline) {
        if (chosen || learned.length == 0 || !baseline.hasLatency(learned.length)) {
            return;
        }
        long[] counts = baseline.latency();
        long sum = 0;
        for (int bucket = 0; bucket < learned.length; bucket++) {
            learned[bucket] += counts[bucket];
            sum += learned[bucket];
        }
        if (sum >= REQUESTS_TO_LEARN) {
            for (int slot = 0; slot < bounds.length; slot++) {
                int nearest = nearestBound(1 - rule.slots().get(slot).quantile(), sum);
                bounds[slot] = Math.max(nearest, floor());
            }
            chosen = true;
        }
    }

    private int floor() {
        int bound = 0;
        while (bound < learned.length - 2
                && rule.upperBoundsSeconds().get(bound) < rule.floorSeconds()) {
            bound++;
        }
        return bound;
    }

    private int nearestBound(double share, long sum) {
        int nearest = 0;
        double best = Double.POSITIVE_INFINITY;
        long slower = sum;
        for (int bound = 0; bound < learned.length - 1; bound++) {
            slower -= learned[bound];
            double beyond = (slower + 0.5) / (sum + 1.0);
            double distance = Math.abs(Math.log(beyond / (1 - beyond) * (1 - share) / share));
            if (distance < best) {
                best = distance;
                nearest = bound;
            }
        }
        return nearest;
    }

    void observe(Window window) {
        Side baseline = window.baseline();
        Side candidate = window.candidate();
        if (learned.length == 0
                || !(baseline.hasLatency(learned.length) && candidate.hasLatency(learned.length))) {
            return;
        }
        measured = true;
        warm = warmUp.isWarm(window);
        if (chosen && warm) {
            for (int slot = 0; slot < bounds.length; slot++) {
                shares.get(slot).observe(slow(window, bounds[slot]));
            }
        }
        warmUp.observe(window);
        learn(baseline);
    }

    private static Counts slow(Window window, int bound) {
        Side baseline = window.baseline();
        Side candidate = window.candidate();
        return new Counts(
                baseline.slowerThan(-1),
                baseline.slowerThan(bound),
                candidate.slowerThan(-1),
                candidate.slowerThan(bound));
    }

    /// Whether anything was ever measured.
    boolean isMeasured() {
        return measured;
    }

    /// Whether the last window counted.
    boolean isWarm() {
        return warm;
    }

    List<ShareFigure> shares() {
        return shares;
    }

    double boundSeconds(int slot) {
        return rule.upperBoundsSeconds().get(bounds[slot]);
    }

    void write(Tape.Writer tape) {
        tape.put(chosen).put(warm).put(measured);
        for (long count : learned) {
            tape.put(count);
        }
        for (int slot = 0; slot < bounds.length; slot++) {
            tape.put((long) bounds[slot]);
            shares.get(slot).write(tape);
        }
        warmUp.write(tape);
    }

    void read(Tape.Reader tape) {
        chosen = tape.flag();
        warm = tape.flag();
        measured = tape.flag();
        for (int bucket = 0; bucket < learned.length; bucket++) {
            learned[bucket] = tape.count();
        }
        for (int slot = 0; slot < bounds.length; slot++) {
            bounds[slot] = tape.index(learned.length - 1);
            shares.get(slot).read(tape);
        }
        warmUp.read(tape);
    }
}
