package dev.slipway.wire.otlp;

import dev.slipway.wire.WireException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The two encodings of OTLP over HTTP. An answer comes in the encoding of its request.
public enum OtlpEncoding {
    PROTOBUF("application/x-protobuf"),
    JSON("application/json");

    private final String contentType;

    OtlpEncoding(String contentType) {
        this.contentType = contentType;
    }

    /// By the header of a request; anything but these two throws [WireException], to be answered
    /// with 415.
    public static OtlpEncoding of(@Nullable String contentType) {
        String type = contentType == null ? "" : contentType.split(";", 2)[0].strip();
        for (OtlpEncoding each : values()) {
            if (each.contentType.equals(type.toLowerCase(Locale.ROOT))) {
                return each;
            }
        }
        throw new WireException(
                WireException.Reason.UNSUPPORTED,
                "Content-Type: %s (expected: %s or %s)"
                        .formatted(contentType, PROTOBUF.contentType, JSON.contentType));
    }

    public String contentType() {
        return contentType;
    }
}
