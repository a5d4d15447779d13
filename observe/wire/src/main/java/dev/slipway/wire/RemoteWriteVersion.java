package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// The two messages of remote write, and how headers tell them apart.
public enum RemoteWriteVersion {
    /// `prometheus.WriteRequest`.
    V1("application/x-protobuf", "0.1.0"),
    /// `io.prometheus.write.v2.Request`.
    V2("application/x-protobuf;proto=io.prometheus.write.v2.Request", "2.0.0");

    /// `Content-Encoding` of both.
    public static final String ENCODING = "snappy";

    public static final String VERSION_HEADER = "X-Prometheus-Remote-Write-Version";
    public static final String SAMPLES_HEADER = "X-Prometheus-Remote-Write-Samples-Written";
    public static final String HISTOGRAMS_HEADER = "X-Prometheus-Remote-Write-Histograms-Written";
    public static final String EXEMPLARS_HEADER = "X-Prometheus-Remote-Write-Exemplars-Written";

    private final String contentType;
    private final String number;

    RemoteWriteVersion(String contentType, String number) {
        this.contentType = contentType;
        this.number = number;
    }

    public String contentType() {
        return contentType;
    }

    /// What a sender puts into [#VERSION_HEADER].
    public String number() {
        return number;
    }

    /// The message of a request by its headers: version 1.0 where nothing is said, as senders
    /// before the second version did. Throws [WireException], to be answered 415, for anything else
    /// than these two messages in snappy.
    public static RemoteWriteVersion of(@Nullable String contentType, @Nullable String encoding) {
        if (encoding != null
                && !encoding.isEmpty()
                && !encoding.strip().equalsIgnoreCase(ENCODING)) {
            throw unsupported("Content-Encoding: " + encoding, ENCODING);
        }
        if (contentType == null || contentType.isBlank()) {
            return V1;
        }
        MediaType media = MediaType.of(contentType);
        if (media.type().equals("application/x-protobuf")) {
            switch (media.parameter("proto")) {
                case "", "prometheus.WriteRequest" -> {
                    return V1;
                }
                case "io.prometheus.write.v2.Request" -> {
                    return V2;
                }
                default -> {}
            }
        }
        throw unsupported("Content-Type: " + contentType, V1.contentType + " or " + V2.contentType);
    }

    private static WireException unsupported(String found, String expected) {
        return new WireException(
                WireException.Reason.UNSUPPORTED, found + " (expected: " + expected + ")");
    }
}
