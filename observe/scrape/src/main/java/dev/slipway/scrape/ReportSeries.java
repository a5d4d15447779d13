package dev.slipway.scrape;

import dev.slipway.scrape.config.ScrapeConfig;
import dev.slipway.series.Appender;
import dev.slipway.series.Appender.Outcome;
import dev.slipway.series.Labels;
import dev.slipway.series.StaleMarker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The series that say how a target's scrapes went: `up` and so on. Only for the thread that
/// scrapes.
final class ReportSeries {
    private static final long UNKNOWN = -1;
    private static final double NANOS_A_SECOND = 1e9;

    private final Labels target;
    private final ScrapeConfig config;
    private final Duration timeout;
    private final List<String> names = new ArrayList<>();
    private final long[] references;

    ReportSeries(Target target, ScrapeConfig config) {
        this.target = target.labels();
        this.config = config;
        this.timeout = target.timeout();
        names.add("up");
        names.add("scrape_duration_seconds");
        names.add("scrape_samples_scraped");
        names.add("scrape_samples_post_metric_relabeling");
        names.add("scrape_series_added");
        if (config.extraMetrics()) {
            names.add("scrape_timeout_seconds");
            names.add("scrape_sample_limit");
            names.add("scrape_body_size_bytes");
        }
        references = new long[names.size()];
        Arrays.fill(references, UNKNOWN);
    }

    void append(
            Appender appender, long timeMillis, boolean up, Duration took, ScrapeCounts counts) {
        double[] values = {
            up ? 1 : 0,
            took.toNanos() / NANOS_A_SECOND,
            counts.scraped,
            counts.afterRelabelling,
            counts.added,
            timeout.toMillis() / 1_000.0,
            config.limits().samples(),
            counts.bodyBytes
        };
        for (int i = 0; i < references.length; i++) {
            append(appender, i, timeMillis, values[i]);
        }
    }

    void appendEnd(Appender appender, long timeMillis) {
        for (int i = 0; i < references.length; i++) {
            append(appender, i, timeMillis, StaleMarker.VALUE);
        }
    }

    private void append(Appender appender, int index, long timeMillis, double value) {
        if (references[index] == UNKNOWN
                || appender.append(references[index], timeMillis, value)
                        == Outcome.UNKNOWN_SERIES) {
            references[index] = appender.series(target.with(Labels.METRIC_NAME, names.get(index)));
            appender.append(references[index], timeMillis, value);
        }
    }
}
