package dev.slipway.scrape;

import dev.slipway.scrape.config.ScrapeConfig;
import dev.slipway.scrape.config.ScrapeProtocol;
import dev.slipway.scrape.http.FetchException;
import dev.slipway.scrape.http.FetchException.Reason;
import dev.slipway.scrape.http.HttpAnswer;
import dev.slipway.scrape.http.HttpCall;
import dev.slipway.scrape.http.HttpTransport;
import dev.slipway.wire.Exposition;
import dev.slipway.wire.ExpositionReader;
import dev.slipway.wire.WireLimits;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks one target, and makes a reader of its answer. Only for the thread that scrapes.
final class TargetFetcher {
    /// Where the configuration says nothing: an answer without end is not to be the server's.
    static final int BODY_BYTES_DEFAULT = 64 << 20;

    private static final int BODY_BYTES_MAX = 1 << 30;
    private static final int SERIES_MAX = 1_000_000;
    private static final int LABELS_MAX = 1_000;
    private static final int LABEL_BYTES_MAX = 64 << 10;
    private static final int OK = 200;

    private final HttpTransport transport;
    private final Target target;
    private final ScrapeConfig config;
    private final int bodyBytesMax;
    private final Map<String, String> headers;
    private int lastBodyBytes;

    TargetFetcher(HttpTransport transport, Target target, ScrapeConfig config) {
        this.transport = transport;
        this.target = target;
        this.config = config;
        long limit = config.limits().bodyBytes();
        this.bodyBytesMax = limit == 0 ? BODY_BYTES_DEFAULT : (int) Math.min(limit, BODY_BYTES_MAX);
        this.headers = headers(target, config);
    }

    /// Throws [FetchException] if there is no answer, or it is no success.
    HttpAnswer fetch() {
        HttpAnswer answer =
                transport.fetch(
                        new HttpCall(
                                target.url(),
                                headers,
                                null,
                                target.timeout(),
                                bodyBytesMax,
                                lastBodyBytes));
        if (answer.status() != OK) {
            throw new FetchException(
                    Reason.STATUS, "server returned HTTP status " + answer.status());
        }
        lastBodyBytes = answer.length();
        return answer;
    }

    ExpositionReader reader(HttpAnswer answer) {
        Exposition format = Exposition.of(answer.contentType(), fallback());
        boolean classic =
                config.histograms().alwaysClassic() || !config.histograms().scrapeNative();
        WireLimits limits = new WireLimits(bodyBytesMax, SERIES_MAX, LABELS_MAX, LABEL_BYTES_MAX);
        return format.reader(answer.body(), 0, answer.length(), classic, limits);
    }

    private @Nullable Exposition fallback() {
        ScrapeProtocol protocol = config.fallbackProtocol();
        if (protocol == null) {
            return null;
        }
        return switch (protocol) {
            case PROMETHEUS_PROTO -> Exposition.PROTOBUF;
            case OPEN_METRICS_TEXT_0, OPEN_METRICS_TEXT_1 -> Exposition.OPENMETRICS;
            case PROMETHEUS_TEXT_0 -> Exposition.TEXT;
            case PROMETHEUS_TEXT_1 -> Exposition.TEXT_UTF8;
        };
    }

    private static Map<String, String> headers(Target target, ScrapeConfig config) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", AcceptHeader.of(config));
        headers.put("Accept-Encoding", config.enableCompression() ? "gzip" : "identity");
        headers.put("User-Agent", "Slipway");
        headers.put(
                "X-Prometheus-Scrape-Timeout-Seconds",
                BigDecimal.valueOf(target.timeout().toMillis(), 3)
                        .stripTrailingZeros()
                        .toPlainString());
        return headers;
    }
}
