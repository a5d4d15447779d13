package dev.slipway.scrape.config;

import dev.slipway.scrape.relabel.RelabelRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects what a job says. Not thread-safe.
public final class ScrapeConfigBuilder {
    private final String jobName;
    private Duration interval;
    private Duration timeout;
    private String metricsPath = "/metrics";
    private String scheme = "http";
    private Map<String, List<String>> parameters = Map.of();
    private boolean honorLabels;
    private boolean honorTimestamps = true;
    private boolean trackTimestampsStaleness;
    private boolean enableCompression = true;
    private boolean extraMetrics;
    private List<ScrapeProtocol> protocols;
    private @Nullable ScrapeProtocol fallbackProtocol;
    private NameValidation nameValidation;
    private HistogramSettings histograms;
    private ScrapeLimits limits;
    private HttpSettings http = HttpSettings.DEFAULT;
    private List<DiscoveryConfig> discoveries = List.of();
    private List<RelabelRule> relabelRules = List.of();
    private List<RelabelRule> metricRelabelRules = List.of();

    ScrapeConfigBuilder(String jobName, GlobalConfig global) {
        this.jobName = jobName;
        interval = global.scrapeInterval();
        timeout = global.scrapeTimeout();
        extraMetrics = global.extraMetrics();
        protocols = global.protocols();
        nameValidation = global.nameValidation();
        histograms = global.histograms();
        limits = global.limits();
    }

    ScrapeConfigBuilder(ScrapeConfig config) {
        jobName = config.jobName();
        interval = config.interval();
        timeout = config.timeout();
        metricsPath = config.metricsPath();
        scheme = config.scheme();
        parameters = config.parameters();
        honorLabels = config.honorLabels();
        honorTimestamps = config.honorTimestamps();
        trackTimestampsStaleness = config.trackTimestampsStaleness();
        enableCompression = config.enableCompression();
        extraMetrics = config.extraMetrics();
        protocols = config.protocols();
        fallbackProtocol = config.fallbackProtocol();
        nameValidation = config.nameValidation();
        histograms = config.histograms();
        limits = config.limits();
        http = config.http();
        discoveries = config.discoveries();
        relabelRules = config.relabelRules();
        metricRelabelRules = config.metricRelabelRules();
    }

    /// A timeout that would be longer than the interval becomes the interval.
    public ScrapeConfigBuilder interval(Duration value) {
        interval = value;
        timeout = timeout.compareTo(value) > 0 ? value : timeout;
        return this;
    }

    public ScrapeConfigBuilder timeout(Duration value) {
        timeout = value;
        return this;
    }

    public ScrapeConfigBuilder metricsPath(String value) {
        metricsPath = value;
        return this;
    }

    public ScrapeConfigBuilder scheme(String value) {
        scheme = value;
        return this;
    }

    public ScrapeConfigBuilder parameters(Map<String, List<String>> value) {
        parameters = value;
        return this;
    }

    public ScrapeConfigBuilder honorLabels(boolean value) {
        honorLabels = value;
        return this;
    }

    public ScrapeConfigBuilder honorTimestamps(boolean value) {
        honorTimestamps = value;
        return this;
    }

    public ScrapeConfigBuilder trackTimestampsStaleness(boolean value) {
        trackTimestampsStaleness = value;
        return this;
    }

    public ScrapeConfigBuilder enableCompression(boolean value) {
        enableCompression = value;
        return this;
    }

    public ScrapeConfigBuilder extraMetrics(boolean value) {
        extraMetrics = value;
        return this;
    }

    public ScrapeConfigBuilder protocols(List<ScrapeProtocol> value) {
        protocols = value;
        return this;
    }

    public ScrapeConfigBuilder fallbackProtocol(@Nullable ScrapeProtocol value) {
        fallbackProtocol = value;
        return this;
    }

    public ScrapeConfigBuilder nameValidation(NameValidation value) {
        nameValidation = value;
        return this;
    }

    public ScrapeConfigBuilder histograms(HistogramSettings value) {
        histograms = value;
        return this;
    }

    public ScrapeConfigBuilder limits(ScrapeLimits value) {
        limits = value;
        return this;
    }

    public ScrapeConfigBuilder http(HttpSettings value) {
        http = value;
        return this;
    }

    public ScrapeConfigBuilder discoveries(List<DiscoveryConfig> value) {
        discoveries = value;
        return this;
    }

    public ScrapeConfigBuilder relabelRules(List<RelabelRule> value) {
        relabelRules = value;
        return this;
    }

    public ScrapeConfigBuilder metricRelabelRules(List<RelabelRule> value) {
        metricRelabelRules = value;
        return this;
    }

    public ScrapeConfig build() {
        return new ScrapeConfig(
                jobName,
                interval,
                timeout,
                metricsPath,
                scheme,
                parameters,
                honorLabels,
                honorTimestamps,
                trackTimestampsStaleness,
                enableCompression,
                extraMetrics,
                protocols,
                fallbackProtocol,
                nameValidation,
                histograms,
                limits,
                http,
                discoveries,
                relabelRules,
                metricRelabelRules);
    }
}
