package dev.slipway.wire;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.SampleColumns;

/// Builds the answer to a remote read as samples: [#result] for each query of the request, and the
/// series of the query after it. Not thread-safe.
public final class ReadResponseWriter {
    /// `Content-Type` of the answer; its `Content-Encoding` is `snappy`.
    public static final String CONTENT_TYPE = "application/x-protobuf";

    private static final int NONE = -1;

    private final ProtoWriter writer = new ProtoWriter(64 << 10);
    private int opened = NONE;

    /// Begins the result of the next query.
    public void result() {
        close();
        opened = writer.open(1);
    }

    public void series(Labels labels, SampleColumns columns) {
        int series = writer.open(1);
        PromLabels.write(writer, labels);
        for (int i = 0; i < columns.size(); i++) {
            FloatHistogram histogram = columns.histogram(i);
            if (histogram != null) {
                PromHistograms.write(writer, 4, columns.timeMillis(i), histogram);
            } else {
                int sample = writer.open(2);
                writer.float64IfSet(1, columns.value(i));
                writer.varintIfSet(2, columns.timeMillis(i));
                writer.close(sample);
            }
        }
        writer.close(series);
    }

    /// So far, before compression: for whoever limits it.
    public int sizeBytes() {
        return writer.size();
    }

    /// The answer, compressed.
    public byte[] finish() {
        close();
        return SnappyBlock.compress(writer.buffer(), 0, writer.size());
    }

    private void close() {
        if (opened != NONE) {
            writer.close(opened);
            opened = NONE;
        }
    }
}
