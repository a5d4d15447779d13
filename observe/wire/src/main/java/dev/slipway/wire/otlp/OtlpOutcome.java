package dev.slipway.wire.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.slipway.wire.ProtoWriter;

/// What became of a request: how many data points were taken and how many were not, and why the
/// first of those was not. A request is a success even if some are refused; its sender is told and
/// does not send it again.
///
/// @param message empty if nothing was refused
public record OtlpOutcome(long accepted, long rejected, String message) {
    public OtlpOutcome {
        requireNonNull(message, "message");
    }

    /// With what the store refused of the points that were accepted here.
    public OtlpOutcome withRefused(long points, String reason) {
        return points == 0
                ? this
                : new OtlpOutcome(
                        Math.max(0, accepted - points),
                        rejected + points,
                        message.isEmpty() ? reason : message);
    }

    /// The `ExportMetricsServiceResponse`.
    public byte[] response(OtlpEncoding encoding) {
        return switch (encoding) {
            case PROTOBUF -> protobuf();
            case JSON -> json().getBytes(UTF_8);
        };
    }

    private byte[] protobuf() {
        ProtoWriter writer = new ProtoWriter();
        if (rejected > 0) {
            int opened = writer.open(1);
            writer.varint(1, rejected);
            writer.stringIfSet(2, message);
            writer.close(opened);
        }
        return writer.toByteArray();
    }

    /// Numbers of 64 bits are strings in JSON.
    private String json() {
        return rejected == 0
                ? "{}"
                : "{\"partialSuccess\":{\"rejectedDataPoints\":\"%d\",\"errorMessage\":\"%s\"}}"
                        .formatted(
                                rejected,
                                new String(JsonStringEncoder.getInstance().quoteAsString(message)));
    }
}
