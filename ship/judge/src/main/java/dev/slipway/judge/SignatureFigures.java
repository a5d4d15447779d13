package dev.slipway.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Named ways to fail: each gets a bet of its own from the window after it was first seen, on a
/// part of the money that shrinks with every new name (`6 / (pi n)^2`, which sums up to 1), so that
/// any number of names may turn up without raising the level. The first are tracked; the share of
/// all errors looks after the others.
final class SignatureFigures {
    static final int TRACKED_MAX = 16;

    private final GainLimit limit;
    private final List<Tracked> tracked = new ArrayList<>();

    SignatureFigures(GainLimit limit) {
        this.limit = limit;
    }

    /// One name, its bet, and what was seen since (the first window included).
    static final class Tracked {
        private final String name;
        private final OddsBet bet;
        private Counts seen;

        Tracked(String name, OddsBet bet, Counts seen) {
            this.name = name;
            this.bet = bet;
            this.seen = seen;
        }

        String name() {
            return name;
        }

        Counts seen() {
            return seen;
        }

        double logWorse() {
            return bet.purse().logWealth();
        }

        boolean isNew() {
            return seen.baselineEvents() == 0;
        }
    }

    void observe(Window window) {
        for (Tracked each : tracked) {
            Counts counts = counts(window, each.name);
            each.bet.observe(counts);
            each.seen = each.seen.plus(counts);
        }
        if (tracked.size() < TRACKED_MAX) {
            discover(window);
        }
    }

    private void discover(Window window) {
        Set<String> names = new TreeSet<>(window.candidate().signatures().keySet());
        names.addAll(window.baseline().signatures().keySet());
        tracked.forEach(each -> names.remove(each.name));
        for (String name : names) {
            Counts counts = counts(window, name);
            boolean happened = counts.baselineEvents() + counts.candidateEvents() > 0;
            if (happened && tracked.size() < TRACKED_MAX) {
                tracked.add(new Tracked(name, new OddsBet(limit), counts));
            }
        }
    }

    private static Counts counts(Window window, String name) {
        Side baseline = window.baseline();
        Side candidate = window.candidate();
        return new Counts(
                baseline.requests(),
                baseline.signatures().getOrDefault(name, 0L),
                candidate.requests(),
                candidate.signatures().getOrDefault(name, 0L));
    }

    double logWorse() {
        double idle = 1;
        double sum = 0;
        for (int index = 0; index < tracked.size(); index++) {
            idle -= weight(index);
            sum += weight(index) * Math.exp(Math.min(700, tracked.get(index).logWorse()));
        }
        return Math.log(sum + idle);
    }

    static double weight(int index) {
        return 6 / (Math.PI * Math.PI * (index + 1.0) * (index + 1.0));
    }

    List<Tracked> tracked() {
        return tracked;
    }

    void write(Tape.Writer tape) {
        tape.put((long) tracked.size());
        for (Tracked each : tracked) {
            tape.put(each.name);
            each.seen.write(tape);
            each.bet.purse().write(tape);
        }
    }

    void read(Tape.Reader tape) {
        int size = tape.index(TRACKED_MAX);
        for (int index = 0; index < size; index++) {
            Tracked each = new Tracked(tape.name(), new OddsBet(limit), Counts.read(tape));
            each.bet.purse().read(tape);
            tracked.add(each);
        }
    }
}
