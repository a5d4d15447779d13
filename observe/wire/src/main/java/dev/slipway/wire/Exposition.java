package dev.slipway.wire;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The formats in which a target exposes its metrics.
public enum Exposition {
    /// Length-delimited `io.prometheus.client.MetricFamily`: the only one with native histograms.
    PROTOBUF(
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
                    + " encoding=delimited"),
    OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8"),
    /// Prometheus' text format 1.0.0, where a name that is no identifier is quoted.
    TEXT_UTF8("text/plain; version=1.0.0; charset=utf-8; escaping=allow-utf-8"),
    /// Prometheus' text format 0.0.4.
    TEXT("text/plain; version=0.0.4; charset=utf-8");

    /// What a scrape asks for, best first, where native histograms are not wanted.
    public static final String ACCEPT =
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                    + "application/openmetrics-text;version=0.0.1;q=0.5,"
                    + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
                    + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

    /// What a scrape asks for where native histograms are wanted.
    public static final String ACCEPT_WITH_HISTOGRAMS =
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
                    + "encoding=delimited;q=0.7,"
                    + ACCEPT;

    private final String contentType;

    Exposition(String contentType) {
        this.contentType = contentType;
    }

    public String contentType() {
        return contentType;
    }

    /// The format of a body by its `Content-Type`; the fallback where the header is missing, or
    /// names something else. Without a fallback that throws [WireException], as in Prometheus 3.
    public static Exposition of(@Nullable String contentType, @Nullable Exposition fallback) {
        Exposition found = contentType == null ? null : find(contentType).orElse(fallback);
        Exposition chosen = contentType == null ? fallback : found;
        if (chosen == null) {
            throw new WireException(
                    WireException.Reason.UNSUPPORTED,
                    "Content-Type: %s (expected: text/plain, application/openmetrics-text or %s)"
                            .formatted(contentType, "application/vnd.google.protobuf"));
        }
        return chosen;
    }

    /// As [#of(String, Exposition)] without a fallback.
    public static Exposition of(@Nullable String contentType) {
        return of(contentType, null);
    }

    /// What to answer to this `Accept`: the format of the highest weight that is written here,
    /// which is not protobuf; [#TEXT] if none is named.
    public static Exposition accepted(@Nullable String accept) {
        Exposition best = TEXT;
        double bestWeight = 0;
        for (String range : (accept == null ? "" : accept).split(",")) {
            double weight = MediaType.of(range).weight();
            Exposition found = find(range).orElse(PROTOBUF);
            if (found != PROTOBUF && weight > bestWeight) {
                best = found;
                bestWeight = weight;
            }
        }
        return best;
    }

    /// A reader of a body in this format.
    ///
    /// @param classicNextToNative whether a native histogram that also has classic buckets is
    ///   handed out as both
    /// @param limits what the reader refuses, but for the size of the body, which is here already
    public ExpositionReader reader(
            byte[] bytes, int start, int end, boolean classicNextToNative, WireLimits limits) {
        return switch (this) {
            case PROTOBUF ->
                    new ProtobufExpositionReader(bytes, start, end, classicNextToNative, limits);
            case OPENMETRICS -> new TextReader(bytes, start, end, true, limits);
            case TEXT, TEXT_UTF8 -> new TextReader(bytes, start, end, false, limits);
        };
    }

    public ExpositionReader reader(byte[] bytes) {
        return reader(bytes, 0, bytes.length, false, WireLimits.DEFAULT);
    }

    private static Optional<Exposition> find(String header) {
        MediaType media = MediaType.of(header);
        return switch (media.type()) {
            case "application/openmetrics-text" -> Optional.of(OPENMETRICS);
            case "text/plain" ->
                    Optional.of(media.parameter("version").startsWith("1.") ? TEXT_UTF8 : TEXT);
            case "application/vnd.google.protobuf" -> {
                boolean families =
                        media.parameter("proto").equals("io.prometheus.client.MetricFamily")
                                && media.parameter("encoding").equals("delimited");
                yield families ? Optional.of(PROTOBUF) : Optional.empty();
            }
            default -> Optional.empty();
        };
    }
}
