package dev.slipway.scrape.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads `scrape_configs`, and what `global` shares with them.
final class ScrapeReading {
    private static final Map<String, NameValidation> VALIDATIONS =
            Map.of("utf8", NameValidation.UTF8, "legacy", NameValidation.LEGACY);

    private final HttpReading http;
    private final DiscoveryReading discovery;

    ScrapeReading(HttpReading http, DiscoveryReading discovery) {
        this.http = http;
        this.discovery = discovery;
    }

    @Nullable ScrapeConfig config(Section section, GlobalConfig global) {
        String job = HttpReading.required(section, "job_name");
        ScrapeConfigBuilder builder = ScrapeConfig.job(job == null ? "" : job, global);
        HistogramSettings histograms = histograms(section, global.histograms());
        NameValidation names = validation(section, global.nameValidation());
        Duration interval = section.duration("scrape_interval", global.scrapeInterval());
        builder.interval(interval)
                .metricsPath(section.text("metrics_path", "/metrics"))
                .scheme(scheme(section))
                .parameters(parameters(section))
                .honorLabels(section.flag("honor_labels", false))
                .honorTimestamps(section.flag("honor_timestamps", true))
                .trackTimestampsStaleness(section.flag("track_timestamps_staleness", false))
                .enableCompression(section.flag("enable_compression", true))
                .extraMetrics(section.flag("extra_scrape_metrics", global.extraMetrics()))
                .protocols(protocols(section, fallback(global, histograms)))
                .nameValidation(names)
                .histograms(histograms)
                .limits(limits(section, global.limits()))
                .http(http.settings(section))
                .discoveries(discovery.discoveries(section))
                .relabelRules(RelabelReading.rules(section, "relabel_configs", names))
                .metricRelabelRules(RelabelReading.rules(section, "metric_relabel_configs", names));
        if (section.has("scrape_timeout")) {
            builder.timeout(section.duration("scrape_timeout", global.scrapeTimeout()));
        }
        if (section.has("fallback_scrape_protocol")) {
            builder.fallbackProtocol(
                    section.choice(
                            "fallback_scrape_protocol",
                            ScrapeProtocol.PROMETHEUS_TEXT_0,
                            ScrapeProtocol.byText()));
        }
        ignored(section);
        return checked(section, job, builder.build());
    }

    private static @Nullable ScrapeConfig checked(
            Section section, @Nullable String job, ScrapeConfig config) {
        if (config.interval().isZero()) {
            section.error("scrape_interval", "`scrape_interval` is 0 (expected: more)");
        }
        if (config.timeout().compareTo(config.interval()) > 0) {
            section.error(
                    "scrape_timeout",
                    "`scrape_timeout` %s is longer than the `scrape_interval` %s of job `%s`"
                            .formatted(
                                    ConfigDurations.text(config.timeout()),
                                    ConfigDurations.text(config.interval()),
                                    config.jobName()));
        }
        return job == null ? null : config;
    }

    static void ignored(Section section) {
        section.ignore("failures stand in the log of the server", "scrape_failure_log_file");
        section.ignore("names are asked for as they are", "metric_name_escaping_scheme");
    }

    private static List<ScrapeProtocol> fallback(GlobalConfig global, HistogramSettings own) {
        boolean asked = own.scrapeNative() && !global.histograms().scrapeNative();
        boolean untouched = global.protocols().equals(ScrapeProtocol.DEFAULT);
        return asked && untouched ? ScrapeProtocol.PROTO_FIRST : global.protocols();
    }

    static List<ScrapeProtocol> protocols(Section section, List<ScrapeProtocol> fallback) {
        List<String> names = section.texts("scrape_protocols");
        Map<String, ScrapeProtocol> words = ScrapeProtocol.byText();
        List<ScrapeProtocol> protocols = new ArrayList<>();
        for (String name : names) {
            ScrapeProtocol protocol = words.get(name);
            if (protocol == null) {
                section.wrong("scrape_protocols", name, Section.oneOf(name, words.keySet()));
            } else if (protocols.contains(protocol)) {
                section.error("scrape_protocols", "`%s` is there twice".formatted(name));
            } else {
                protocols.add(protocol);
            }
        }
        return protocols.isEmpty() ? fallback : protocols;
    }

    static NameValidation validation(Section section, NameValidation fallback) {
        return section.choice("metric_name_validation_scheme", fallback, VALIDATIONS);
    }

    static HistogramSettings histograms(Section section, HistogramSettings fallback) {
        boolean converted =
                section.flag("convert_classic_histograms_to_nhcb", fallback.convertClassic());
        if (converted && section.has("convert_classic_histograms_to_nhcb")) {
            section.warning(
                    "convert_classic_histograms_to_nhcb",
                    "`convert_classic_histograms_to_nhcb` is ignored: they are stored as they are");
        }
        return new HistogramSettings(
                section.flag("scrape_native_histograms", fallback.scrapeNative()),
                section.flag("always_scrape_classic_histograms", fallback.alwaysClassic()),
                converted,
                section.decimal("native_histogram_min_bucket_factor", fallback.minBucketFactor()));
    }

    static ScrapeLimits limits(Section section, ScrapeLimits fallback) {
        return new ScrapeLimits(
                section.sizeBytes("body_size_limit", fallback.bodyBytes()),
                section.number("sample_limit", fallback.samples()),
                section.number("label_limit", fallback.labels()),
                section.number("label_name_length_limit", fallback.labelNameLength()),
                section.number("label_value_length_limit", fallback.labelValueLength()),
                section.number("target_limit", fallback.targets()),
                section.number("keep_dropped_targets", fallback.keptDroppedTargets()),
                section.number("native_histogram_bucket_limit", fallback.histogramBuckets()));
    }

    static String scheme(Section section) {
        return section.choice("scheme", "http", Map.of("http", "http", "https", "https"));
    }

    private static Map<String, List<String>> parameters(Section section) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        section.object(
                "params",
                all -> {
                    all.keys().forEach(name -> parameters.put(name, all.texts(name)));
                    return all;
                });
        return parameters;
    }
}
