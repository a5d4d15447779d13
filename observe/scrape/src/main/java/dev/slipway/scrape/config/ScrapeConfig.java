package dev.slipway.scrape.config;

import static java.util.Objects.requireNonNull;

import dev.slipway.scrape.relabel.RelabelRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A job: which targets it has and how they are scraped. Everything that `global` may say is
/// settled here.
///
/// @param fallbackProtocol the format of an answer that does not say what it is
public record ScrapeConfig(
        String jobName,
        Duration interval,
        Duration timeout,
        String metricsPath,
        String scheme,
        Map<String, List<String>> parameters,
        boolean honorLabels,
        boolean honorTimestamps,
        boolean trackTimestampsStaleness,
        boolean enableCompression,
        boolean extraMetrics,
        List<ScrapeProtocol> protocols,
        @Nullable ScrapeProtocol fallbackProtocol,
        NameValidation nameValidation,
        HistogramSettings histograms,
        ScrapeLimits limits,
        HttpSettings http,
        List<DiscoveryConfig> discoveries,
        List<RelabelRule> relabelRules,
        List<RelabelRule> metricRelabelRules) {
    public ScrapeConfig {
        requireNonNull(jobName, "jobName");
        requireNonNull(interval, "interval");
        requireNonNull(timeout, "timeout");
        requireNonNull(metricsPath, "metricsPath");
        requireNonNull(scheme, "scheme");
        parameters = Map.copyOf(parameters);
        protocols = List.copyOf(protocols);
        requireNonNull(nameValidation, "nameValidation");
        requireNonNull(histograms, "histograms");
        requireNonNull(limits, "limits");
        requireNonNull(http, "http");
        discoveries = List.copyOf(discoveries);
        relabelRules = List.copyOf(relabelRules);
        metricRelabelRules = List.copyOf(metricRelabelRules);
    }

    /// Begins a job with all that a job has that says only its name.
    public static ScrapeConfigBuilder job(String name, GlobalConfig global) {
        return new ScrapeConfigBuilder(name, global);
    }

    /// The same but for where its targets come from: two that are equal in this can go on with each
    /// other's loops.
    public ScrapeConfig withoutDiscoveries() {
        return new ScrapeConfigBuilder(this).discoveries(List.of()).build();
    }
}
