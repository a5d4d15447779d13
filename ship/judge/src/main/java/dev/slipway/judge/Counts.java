package dev.slipway.judge;

/// Of how many requests to each version how many were events (failed, or were slow).
record Counts(long baseline, long baselineEvents, long candidate, long candidateEvents) {
    static final Counts NONE = new Counts(0, 0, 0, 0);

    Counts {
        check("baseline events", baselineEvents, baseline);
        check("candidate events", candidateEvents, candidate);
    }

    private static void check(String what, long events, long requests) {
        if (events < 0 || events > requests) {
            throw new IllegalArgumentException(
                    what + ": " + events + " (expected: 0-" + requests + ")");
        }
    }

    Counts plus(Counts other) {
        return new Counts(
                baseline + other.baseline,
                baselineEvents + other.baselineEvents,
                candidate + other.candidate,
                candidateEvents + other.candidateEvents);
    }

    /// The sides change places.
    Counts swapped() {
        return new Counts(candidate, candidateEvents, baseline, baselineEvents);
    }

    double baselineShare() {
        return share(baselineEvents, baseline);
    }

    double candidateShare() {
        return share(candidateEvents, candidate);
    }

    private static double share(long events, long requests) {
        return requests == 0 ? 0 : (double) events / requests;
    }

    void write(Tape.Writer tape) {
        tape.put(baseline).put(baselineEvents).put(candidate).put(candidateEvents);
    }

    static Counts read(Tape.Reader tape) {
        return new Counts(tape.count(), tape.count(), tape.count(), tape.count());
    }
}
