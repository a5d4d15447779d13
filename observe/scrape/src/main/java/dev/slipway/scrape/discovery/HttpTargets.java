package dev.slipway.scrape.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.scrape.config.ConfigException;
import dev.slipway.scrape.config.DiscoveryConfig;
import dev.slipway.scrape.config.TargetGroup;
import dev.slipway.scrape.config.TargetGroupReading;
import dev.slipway.scrape.http.FetchException;
import dev.slipway.scrape.http.HttpAnswer;
import dev.slipway.scrape.http.HttpCall;
import dev.slipway.scrape.http.HttpTransport;
import dev.slipway.scrape.http.HttpTransports;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Targets that a web service lists as JSON.
final class HttpTargets implements TargetLookup {
    private static final int BODY_BYTES_MAX = 64 << 20;
    private static final Duration TIMEOUT_MAX = Duration.ofMinutes(1);
    private static final int OK = 200;
    private static final String URL_LABEL = "__meta_url";

    private final DiscoveryConfig.OverHttp config;
    private final HttpTransports transports;
    private final HttpTransport transport;
    private final Map<String, String> headers;

    HttpTargets(DiscoveryConfig.OverHttp config, HttpTransports transports) {
        this.config = config;
        this.transports = transports;
        this.transport = transports.lease(config.http());
        this.headers =
                Map.of(
                        "Accept",
                        "application/json",
                        "User-Agent",
                        "Slipway",
                        "X-Prometheus-Refresh-Interval-Seconds",
                        Long.toString(config.refreshInterval().toSeconds()));
    }

    @Override
    public List<TargetGroup> find() throws IOException {
        try {
            Duration interval = config.refreshInterval();
            Duration timeout = interval.compareTo(TIMEOUT_MAX) < 0 ? interval : TIMEOUT_MAX;
            HttpAnswer answer =
                    transport.fetch(HttpCall.get(config.url(), headers, timeout, BODY_BYTES_MAX));
            if (answer.status() != OK) {
                throw new IOException("status " + answer.status() + " (expected: 200)");
            }
            String text = new String(answer.body(), 0, answer.length(), UTF_8);
            String source = config.url().toString();
            return TargetGroupReading.json(text, source).stream()
                    .map(group ->
                            new TargetGroup(
                                    group.source(),
                                    group.targets(),
                                    group.labels().with(URL_LABEL, source)))
                    .toList();
        } catch (FetchException | ConfigException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        transports.release(config.http());
    }

    @Override
    public String toString() {
        return config.url().toString();
    }
}
