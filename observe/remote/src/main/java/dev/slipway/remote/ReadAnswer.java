package dev.slipway.remote;

import dev.slipway.remote.RemoteReadConfig.Limits;
import dev.slipway.series.Labels;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.wire.ChunkedRead;
import dev.slipway.wire.ChunkedRead.Chunk;
import dev.slipway.wire.ReadResponse;
import dev.slipway.wire.WireException;
import dev.slipway.wire.WireLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes a cursor of the answer to a remote read. Series come sorted, whatever the order of the
/// answer was, and once each, since a store may send the chunks of one in several frames.
final class ReadAnswer {
    private static final int LABELS_MAX = 1_000;
    private static final int LABEL_BYTES_MAX = 1 << 20;

    private final WireLimits limits;
    private final List<String> removed;
    private final @Nullable ChunkDecoding decoding;

    /// @param removed labels that are taken off
    ReadAnswer(Limits limits, List<String> removed, @Nullable ChunkDecoding decoding) {
        this.limits =
                new WireLimits(
                        limits.bodyBytesMax(), limits.seriesMax(), LABELS_MAX, LABEL_BYTES_MAX);
        this.removed = removed;
        this.decoding = decoding;
    }

    /// Throws [WireException] if the body is not what its type says.
    SeriesCursor cursor(String contentType, byte[] body, Selection selection) throws IOException {
        return contentType.startsWith("application/x-streamed-protobuf")
                ? chunks(body, selection)
                : samples(body, selection);
    }

    private SeriesCursor chunks(byte[] body, Selection selection) throws IOException {
        ChunkDecoding decoder = decoding;
        if (decoder == null) {
            throw new WireException(
                    WireException.Reason.UNSUPPORTED, "chunks (expected: samples, as asked)");
        }
        Map<Labels, List<Chunk>> found = new TreeMap<>();
        ByteArrayInputStream stream = new ByteArrayInputStream(body);
        Optional<ChunkedRead.Frame> frame = ChunkedRead.read(stream, limits);
        while (frame.isPresent()) {
            Labels labels = frame.get().labels().without(removed);
            found.computeIfAbsent(labels, _ -> new ArrayList<>()).addAll(frame.get().chunks());
            requireFew(found.size());
            frame = ChunkedRead.read(stream, limits);
        }
        return new RemoteCursor<>(
                found, (chunks, columns) -> decode(decoder, chunks, selection, columns));
    }

    private static void decode(
            ChunkDecoding decoding,
            List<Chunk> chunks,
            Selection selection,
            SampleColumns columns) {
        for (Chunk each : chunks) {
            decoding.decode(each, selection.startMillis(), selection.endMillis(), columns);
        }
    }

    private SeriesCursor samples(byte[] body, Selection selection) {
        List<List<ReadResponse.Series>> results = ReadResponse.decode(body, limits).results();
        Map<Labels, List<SampleColumns>> found = new TreeMap<>();
        for (List<ReadResponse.Series> result : results) {
            for (ReadResponse.Series each : result) {
                Labels labels = each.labels().without(removed);
                found.computeIfAbsent(labels, _ -> new ArrayList<>(1)).add(each.columns());
            }
        }
        requireFew(found.size());
        return new RemoteCursor<>(
                found,
                (parts, columns) ->
                        parts.forEach(each -> AnsweredSamples.addWithin(each, selection, columns)));
    }

    private void requireFew(int series) {
        if (series > limits.seriesMax()) {
            throw WireException.tooLarge("series", series, limits.seriesMax());
        }
    }
}
