package dev.slipway.metric.http;

import dev.slipway.metric.http.ApiOptions.ReadLimits;
import dev.slipway.series.Labels;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesSource;
import dev.slipway.tsdb.chunk.Chunk;
import dev.slipway.tsdb.chunk.ChunkCutter;
import dev.slipway.tsdb.chunk.Encoding;
import dev.slipway.wire.ChunkedRead;
import dev.slipway.wire.ReadRequest;
import dev.slipway.wire.ReadResponseWriter;
import dev.slipway.wire.WireLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// `/api/v1/read`: raw samples for another Prometheus, all at once or as a stream of chunks.
/// Thread-safe.
final class RemoteReadEndpoint {
    static final int BODY_BYTES_MAX = 4 << 20;

    private final SeriesSource source;
    private final Supplier<Labels> external;
    private final ReadLimits limits;
    private final Semaphore turns;

    RemoteReadEndpoint(SeriesSource source, Supplier<Labels> external, ReadLimits limits) {
        this.source = source;
        this.external = external;
        this.limits = limits;
        this.turns = new Semaphore(limits.concurrency(), true);
    }

    Reply answer(Call call) {
        ReadRequest request = ReadRequest.decode(call.body(), WireLimits.DEFAULT);
        ExternalLabels own = new ExternalLabels(external.get());
        return switch (request.responseType()) {
            case SAMPLES -> {
                byte[] body = inTurn(() -> samples(request, own));
                yield new Reply.Plain(
                        200,
                        ReadResponseWriter.CONTENT_TYPE,
                        body,
                        Map.of("content-encoding", "snappy"));
            }
            case STREAMED_CHUNKS ->
                    new Reply.Streamed(
                            ChunkedRead.CONTENT_TYPE,
                            sink ->
                                    inTurn(() -> {
                                        stream(request, own, new SinkStream(sink));
                                        return sink;
                                    }));
        };
    }

    private <T> T inTurn(Supplier<T> work) {
        try {
            turns.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientGoneException();
        }
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }

    private SeriesCursor select(ReadRequest.Query query, ExternalLabels own) {
        Selection asked = query.selection();
        return source.select(
                new Selection(
                        own.withoutOwn(asked.matchers()), asked.startMillis(), asked.endMillis()));
    }

    private byte[] samples(ReadRequest request, ExternalLabels own) {
        ReadResponseWriter writer = new ReadResponseWriter();
        SampleColumns columns = new SampleColumns();
        long total = 0;
        for (ReadRequest.Query query : request.queries()) {
            writer.result();
            try (SeriesCursor cursor = select(query, own)) {
                while (cursor.next()) {
                    columns.clear();
                    cursor.read(columns);
                    total += columns.size();
                    if (total > limits.samplesMax()) {
                        throw CallException.badData(
                                "exceeded sample limit (" + limits.samplesMax() + ")");
                    }
                    if (columns.size() > 0) {
                        writer.series(own.addTo(cursor.labels()), columns);
                    }
                    stopIfGone();
                }
            }
        }
        return writer.finish();
    }

    private void stream(ReadRequest request, ExternalLabels own, SinkStream stream) {
        SampleColumns columns = new SampleColumns();
        for (int index = 0; index < request.queries().size(); index++) {
            try (SeriesCursor cursor = select(request.queries().get(index), own)) {
                while (cursor.next()) {
                    columns.clear();
                    cursor.read(columns);
                    Frames frames = new Frames(own.addTo(cursor.labels()), index, stream);
                    ChunkCutter cutter = new ChunkCutter(frames::add);
                    cutter.addAll(columns);
                    cutter.finish();
                    frames.send();
                    stopIfGone();
                }
            }
        }
        stream.flush();
    }

    private static void stopIfGone() {
        if (Thread.currentThread().isInterrupted()) {
            throw new ClientGoneException();
        }
    }

    /// Collects chunks of one series into frames.
    private final class Frames {
        private final Labels labels;
        private final int queryIndex;
        private final SinkStream stream;
        private final List<ChunkedRead.Chunk> chunks = new ArrayList<>();
        private int bytes;

        Frames(Labels labels, int queryIndex, SinkStream stream) {
            this.labels = labels;
            this.queryIndex = queryIndex;
            this.stream = stream;
        }

        void add(Chunk chunk) {
            byte[] data = chunk.data().toArray(ValueLayout.JAVA_BYTE);
            chunks.add(
                    new ChunkedRead.Chunk(
                            chunk.minMillis(), chunk.maxMillis(), encoding(chunk), data));
            bytes += data.length;
            if (bytes >= limits.frameBytes()) {
                send();
            }
        }

        void send() {
            if (chunks.isEmpty()) {
                return;
            }
            try {
                ChunkedRead.write(new ChunkedRead.Frame(labels, chunks, queryIndex), stream);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            chunks.clear();
            bytes = 0;
        }
    }

    private static ChunkedRead.Encoding encoding(Chunk chunk) {
        Encoding encoding = chunk.encoding();
        return switch (encoding) {
            case XOR -> ChunkedRead.Encoding.XOR;
            case HISTOGRAM -> ChunkedRead.Encoding.HISTOGRAM;
            case FLOAT_HISTOGRAM -> ChunkedRead.Encoding.FLOAT_HISTOGRAM;
        };
    }
}
