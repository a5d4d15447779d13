package dev.slipway.wire.otlp;

import static java.util.Objects.requireNonNull;

import dev.slipway.wire.ProtoReader;
import dev.slipway.wire.WireException;
import dev.slipway.wire.WireLimits;
import dev.slipway.wire.WriteSink;

/// Reads requests of OTLP. What is malformed throws [WireException], and the sink has then seen the
/// resources that stood before; a metric or data point that is well-formed but not acceptable is
/// left out and counted, and the rest goes on.
///
/// Thread-safe. It holds state only where deltas are added up, so there is to be one of it for all
/// requests.
public final class OtlpMetrics {
    private final OtlpOptions options;
    private final WireLimits limits;
    private final DeltaSums deltas;

    public OtlpMetrics(OtlpOptions options, WireLimits limits) {
        this.options = requireNonNull(options, "options");
        this.limits = requireNonNull(limits, "limits");
        this.deltas = new DeltaSums(limits.seriesMax());
    }

    /// Reads a body, which is not compressed.
    public OtlpOutcome read(byte[] body, OtlpEncoding encoding, WriteSink sink) {
        if (body.length > limits.bodyBytesMax()) {
            throw WireException.tooLarge("bytes", body.length, limits.bodyBytesMax());
        }
        byte[] protobuf =
                switch (encoding) {
                    case PROTOBUF -> body;
                    case JSON -> JsonTranscoder.toProtobuf(body);
                };
        OtlpDecoder decoder = new OtlpDecoder(new ProtoReader(protobuf), limits);
        ResourceWriter writer = new ResourceWriter(options, limits, deltas, sink);
        while (decoder.next()) {
            writer.write(decoder.resource());
        }
        return writer.outcome();
    }
}
