package dev.slipway.promql;

import dev.slipway.promql.QueryException.Kind;

/// What one query may still use: samples, memory for them, and time. Notices that the query was
/// cancelled. For one thread.
final class Budget {
    /// Places for samples, most of which may be empty, for each sample allowed.
    private static final int PLACES_PER_SAMPLE = 2;

    /// Samples looked at between two looks at the clock.
    private static final long TOUCHED_UNCHECKED_MAX = 1 << 20;

    private final RunningQuery query;
    private final long samplesMax;
    private final long timeoutNanos;
    private long samples;
    private long places;
    private long peak;
    private long touched;
    private long touchedUnchecked;

    Budget(RunningQuery query, QueryLimits limits) {
        this.query = query;
        this.samplesMax = limits.samplesMax();
        this.timeoutNanos = limits.timeout().toNanos();
    }

    /// What is held now, to go back to with [#settle].
    record Held(long samples, long places) {}

    Held held() {
        return new Held(samples, places);
    }

    void hold(long more) {
        samples += more;
        if (samples > samplesMax) {
            throw tooMany();
        }
        peak = Math.max(peak, samples);
    }

    /// To be called before memory is taken for so many samples, present or not; with a negative
    /// number, when it is given back.
    void reserve(long more) {
        places += more;
        if (places > PLACES_PER_SAMPLE * samplesMax) {
            throw tooMany();
        }
    }

    /// A node is done: of all that was held since, its result stays.
    void settle(Held before, long resultSamples, long resultPlaces) {
        samples = before.samples;
        places = before.places;
        hold(resultSamples);
        reserve(resultPlaces);
    }

    void touch(long count) {
        touched += count;
        touchedUnchecked += count;
        if (touchedUnchecked > TOUCHED_UNCHECKED_MAX) {
            check();
        }
    }

    long peak() {
        return peak;
    }

    long touched() {
        return touched;
    }

    /// Throws if the query is to end now. To be called about once for each series.
    void check() {
        touchedUnchecked = 0;
        if (query.isCanceled()) {
            throw new QueryException(Kind.CANCELED, "query was canceled in query execution");
        }
        if (query.ageNanos() > timeoutNanos) {
            throw new QueryException(Kind.TIMEOUT, "query timed out in query execution");
        }
    }

    private static QueryException tooMany() {
        return new QueryException(
                Kind.TOO_MANY_SAMPLES,
                "query processing would load too many samples into memory in query execution");
    }
}
