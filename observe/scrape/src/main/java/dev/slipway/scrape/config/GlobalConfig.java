package dev.slipway.scrape.config;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Labels;
import java.time.Duration;
import java.util.List;

/// What holds for all jobs and rules that do not say otherwise.
///
/// @param externalLabels added to what leaves for other systems
/// @param ruleQueryOffset how far before now rules evaluate
/// @param querySeriesMax series that one query may read; 0 for any
/// @param querySamplesMax samples that one query may read; 0 for any
/// @param queryDurationMax how long one query may run; zero for the server's own timeout
public record GlobalConfig(
        Duration scrapeInterval,
        Duration scrapeTimeout,
        Duration evaluationInterval,
        Duration ruleQueryOffset,
        List<ScrapeProtocol> protocols,
        Labels externalLabels,
        ScrapeLimits limits,
        HistogramSettings histograms,
        NameValidation nameValidation,
        boolean extraMetrics,
        long querySeriesMax,
        long querySamplesMax,
        Duration queryDurationMax) {
    public static final GlobalConfig DEFAULT =
            new GlobalConfig(
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(1),
                    Duration.ZERO,
                    ScrapeProtocol.DEFAULT,
                    Labels.EMPTY,
                    ScrapeLimits.NONE,
                    HistogramSettings.DEFAULT,
                    NameValidation.UTF8,
                    false,
                    0,
                    0,
                    Duration.ZERO);

    public GlobalConfig {
        requireNonNull(scrapeInterval, "scrapeInterval");
        requireNonNull(scrapeTimeout, "scrapeTimeout");
        requireNonNull(evaluationInterval, "evaluationInterval");
        requireNonNull(ruleQueryOffset, "ruleQueryOffset");
        protocols = List.copyOf(protocols);
        requireNonNull(externalLabels, "externalLabels");
        requireNonNull(limits, "limits");
        requireNonNull(histograms, "histograms");
        requireNonNull(nameValidation, "nameValidation");
        requireNonNull(queryDurationMax, "queryDurationMax");
    }
}
