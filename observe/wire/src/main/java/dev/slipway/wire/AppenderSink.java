package dev.slipway.wire;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Appender;
import dev.slipway.series.Appender.Outcome;
import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes what a decoder finds into a transaction, and counts. Committing is the caller's. For one
/// request and one thread.
public final class AppenderSink implements WriteSink {
    private static final CachedSeries NONE = new CachedSeries(Labels.EMPTY);

    private final Appender appender;
    private final Map<String, Metadata> families = new LinkedHashMap<>();
    private CachedSeries series = NONE;
    private long samples;
    private long histograms;
    private long exemplars;
    private long rejected;
    private String firstRejection = "";

    public AppenderSink(Appender appender) {
        this.appender = requireNonNull(appender, "appender");
    }

    @Override
    public void series(CachedSeries next) {
        series = next;
        if (next.reference() == CachedSeries.NO_REFERENCE) {
            next.reference(appender.series(next.labels()));
        }
    }

    @Override
    public void sample(long timeMillis, double value) {
        Outcome outcome = appender.append(series.reference(), timeMillis, value);
        if (outcome == Outcome.UNKNOWN_SERIES) {
            outcome = appender.append(renewed(), timeMillis, value);
        }
        if (isAccepted(outcome, timeMillis)) {
            samples++;
        }
    }

    @Override
    public void histogram(long timeMillis, FloatHistogram histogram) {
        Outcome outcome = appender.append(series.reference(), timeMillis, histogram);
        if (outcome == Outcome.UNKNOWN_SERIES) {
            outcome = appender.append(renewed(), timeMillis, histogram);
        }
        if (isAccepted(outcome, timeMillis)) {
            histograms++;
        }
    }

    /// One that is not taken is no failure of the request: samples are what matters.
    @Override
    public void exemplar(Exemplar exemplar) {
        Outcome outcome = appender.append(series.reference(), exemplar);
        if (outcome == Outcome.UNKNOWN_SERIES) {
            outcome = appender.append(renewed(), exemplar);
        }
        if (outcome == Outcome.ACCEPTED) {
            exemplars++;
        }
    }

    @Override
    public void describe(Metadata metadata) {
        appender.describe(series.reference(), metadata);
    }

    @Override
    public void describe(String family, Metadata metadata) {
        families.put(family, metadata);
    }

    @Override
    public void reject(String reason) {
        if (rejected++ == 0) {
            firstRejection = reason;
        }
    }

    /// For `X-Prometheus-Remote-Write-Samples-Written`, and the two others alike.
    public long samplesWritten() {
        return samples;
    }

    public long histogramsWritten() {
        return histograms;
    }

    public long exemplarsWritten() {
        return exemplars;
    }

    /// How much was not taken, for its time or because it is not acceptable at all. A sender is to
    /// be answered 400 then, so that it does not try again.
    public long rejected() {
        return rejected;
    }

    /// Why the first of the rejected was rejected; empty if none was.
    public String firstRejection() {
        return firstRejection;
    }

    /// Metadata that came without series (remote write 1.0).
    public Map<String, Metadata> families() {
        return families;
    }

    private long renewed() {
        long reference = appender.series(series.labels());
        series.reference(reference);
        return reference;
    }

    private boolean isAccepted(Outcome outcome, long timeMillis) {
        String problem =
                switch (outcome) {
                    case ACCEPTED -> "";
                    case DUPLICATE -> "duplicate sample for timestamp";
                    case OUT_OF_ORDER -> "out of order sample";
                    case TOO_OLD -> "out of bounds";
                    case UNKNOWN_SERIES -> "unknown series";
                };
        if (!problem.isEmpty()) {
            reject(rejected > 0 ? problem : problem + ": " + series.labels() + " at " + timeMillis);
        }
        return problem.isEmpty();
    }
}
