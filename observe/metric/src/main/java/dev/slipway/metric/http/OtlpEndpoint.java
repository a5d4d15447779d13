package dev.slipway.metric.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import dev.slipway.series.Appender;
import dev.slipway.series.SeriesStore;
import dev.slipway.wire.AppenderSink;
import dev.slipway.wire.WireException;
import dev.slipway.wire.WireLimits;
import dev.slipway.wire.otlp.OtlpEncoding;
import dev.slipway.wire.otlp.OtlpMetrics;
import dev.slipway.wire.otlp.OtlpOptions;
import dev.slipway.wire.otlp.OtlpOutcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// `/api/v1/otlp/v1/metrics`: one request is one transaction. Thread-safe.
final class OtlpEndpoint {
    static final int BODY_BYTES_MAX = 32 << 20;

    private final SeriesStore store;
    private final OtlpMetrics metrics;

    OtlpEndpoint(SeriesStore store, OtlpOptions options) {
        this.store = store;
        this.metrics = new OtlpMetrics(options, WireLimits.DEFAULT);
    }

    Reply answer(Call call) {
        OtlpEncoding encoding = OtlpEncoding.of(call.headers().get(HttpHeaderNames.CONTENT_TYPE));
        byte[] body =
                uncompressed(call.headers().get(HttpHeaderNames.CONTENT_ENCODING, ""), call.body());
        try (Appender appender = store.appender()) {
            AppenderSink sink = new AppenderSink(appender);
            OtlpOutcome outcome = metrics.read(body, encoding, sink);
            appender.commit();
            OtlpOutcome whole = outcome.withRefused(sink.rejected(), sink.firstRejection());
            return new Reply.Plain(200, encoding.contentType(), whole.response(encoding), Map.of());
        }
    }

    private static byte[] uncompressed(String encoding, byte[] body) {
        return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> body;
            case "gzip" -> gunzipped(body);
            default ->
                    throw new WireException(
                            WireException.Reason.UNSUPPORTED,
                            "Content-Encoding: " + encoding + " (expected: gzip, or none)");
        };
    }

    private static byte[] gunzipped(byte[] body) {
        int bytesMax = WireLimits.DEFAULT.bodyBytesMax();
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] bytes = stream.readNBytes(bytesMax);
            if (stream.read() >= 0) {
                throw new WireException(
                        WireException.Reason.TOO_LARGE,
                        "decompressed bytes: more than " + bytesMax + " (expected: at most)");
            }
            return bytes;
        } catch (IOException e) {
            throw new WireException(
                    WireException.Reason.MALFORMED, "Body: no gzip stream (expected: one)");
        }
    }
}
