package dev.slipway.scrape.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A format in which a target may answer, under the name that configurations use.
public enum ScrapeProtocol {
    PROMETHEUS_PROTO(
            "PrometheusProto",
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
                    + "encoding=delimited"),
    OPEN_METRICS_TEXT_1("OpenMetricsText1.0.0", "application/openmetrics-text;version=1.0.0"),
    OPEN_METRICS_TEXT_0("OpenMetricsText0.0.1", "application/openmetrics-text;version=0.0.1"),
    PROMETHEUS_TEXT_1("PrometheusText1.0.0", "text/plain;version=1.0.0"),
    PROMETHEUS_TEXT_0("PrometheusText0.0.4", "text/plain;version=0.0.4");

    /// What is asked for unless said otherwise, best first.
    public static final List<ScrapeProtocol> DEFAULT =
            List.of(OPEN_METRICS_TEXT_1, OPEN_METRICS_TEXT_0, PROMETHEUS_TEXT_1, PROMETHEUS_TEXT_0);

    /// With native histograms, which only one format has.
    public static final List<ScrapeProtocol> PROTO_FIRST =
            List.of(
                    PROMETHEUS_PROTO,
                    OPEN_METRICS_TEXT_1,
                    OPEN_METRICS_TEXT_0,
                    PROMETHEUS_TEXT_1,
                    PROMETHEUS_TEXT_0);

    private final String text;
    private final String contentType;

    ScrapeProtocol(String text, String contentType) {
        this.text = text;
        this.contentType = contentType;
    }

    /// As configurations write it: `OpenMetricsText1.0.0`.
    public String text() {
        return text;
    }

    public String contentType() {
        return contentType;
    }

    /// Whether names other than of letters, digits, underscores and colons can be asked for.
    public boolean canEscape() {
        return this == PROMETHEUS_PROTO || this == OPEN_METRICS_TEXT_1 || this == PROMETHEUS_TEXT_1;
    }

    static Map<String, ScrapeProtocol> byText() {
        Map<String, ScrapeProtocol> words = new LinkedHashMap<>();
        for (ScrapeProtocol protocol : values()) {
            words.put(protocol.text, protocol);
        }
        return words;
    }
}
