package dev.slipway.metric.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.linecorp.armeria.common.HttpHeaderNames;
import dev.slipway.series.Appender;
import dev.slipway.series.SeriesStore;
import dev.slipway.wire.AppenderSink;
import dev.slipway.wire.RemoteWriteReader;
import dev.slipway.wire.RemoteWriteVersion;
import dev.slipway.wire.SeriesCache;
import dev.slipway.wire.WireLimits;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// `/api/v1/write`: one request is one transaction. What is not acceptable is left out, the rest is
/// written, and the sender is answered 400 so that it does not send it again; what could not be
/// written is answered 500, so that it does. Thread-safe.
final class RemoteWriteEndpoint {
    static final int BODY_BYTES_MAX = 32 << 20;
    private static final int KNOWN_SERIES_MAX = 1 << 18;
    private static final int READERS_KEPT_MAX = 8;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final SeriesStore store;
    private final SeriesCache cache = new SeriesCache(KNOWN_SERIES_MAX);

    /// Readers keep buffers that are worth using again.
    private final BlockingQueue<RemoteWriteReader> readers =
            new ArrayBlockingQueue<>(READERS_KEPT_MAX);

    RemoteWriteEndpoint(SeriesStore store) {
        this.store = store;
    }

    Reply answer(Call call) {
        RemoteWriteVersion version =
                RemoteWriteVersion.of(
                        call.headers().get(HttpHeaderNames.CONTENT_TYPE),
                        call.headers().get(HttpHeaderNames.CONTENT_ENCODING));
        try (Appender appender = store.appender()) {
            AppenderSink sink = new AppenderSink(appender);
            read(version, call.body(), sink);
            sink.families().forEach(appender::describe);
            appender.commit();
            return reply(version, sink);
        }
    }

    private void read(RemoteWriteVersion version, byte[] body, AppenderSink sink) {
        RemoteWriteReader idle = readers.poll();
        RemoteWriteReader reader =
                idle == null ? new RemoteWriteReader(cache, WireLimits.DEFAULT) : idle;
        reader.read(version, body, sink);
        // One that failed in the middle is not used again; nor are more than are kept.
        readers.offer(reader);
    }

    private static Reply reply(RemoteWriteVersion version, AppenderSink sink) {
        Map<String, String> written =
                switch (version) {
                    case V1 -> Map.of();
                    case V2 ->
                            Map.of(
                                    RemoteWriteVersion.SAMPLES_HEADER,
                                    Long.toString(sink.samplesWritten()),
                                    RemoteWriteVersion.HISTOGRAMS_HEADER,
                                    Long.toString(sink.histogramsWritten()),
                                    RemoteWriteVersion.EXEMPLARS_HEADER,
                                    Long.toString(sink.exemplarsWritten()));
                };
        if (sink.rejected() == 0) {
            return new Reply.Plain(204, "", new byte[0], written);
        }
        String problem =
                sink.rejected() == 1
                        ? sink.firstRejection()
                        : sink.firstRejection() + " (" + sink.rejected() + " refused in all)";
        return new Reply.Plain(400, TEXT, (problem + "\n").getBytes(UTF_8), written);
    }
}
