package dev.slipway.metric.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.series.Appender;
import dev.slipway.series.Labels;
import dev.slipway.series.MemorySeries;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesStore;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LeavingClientTest {
    private static final int PATIENCE_SECONDS = 60;

    /// Answers nothing until whoever asks is interrupted.
    private static final class Endless implements SeriesStore {
        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch interrupted = new CountDownLatch(1);

        @Override
        public SeriesCursor select(Selection selection) {
            asked.countDown();
            try {
                if (new CountDownLatch(1).await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("Nobody counts this down");
                }
            } catch (InterruptedException e) {
                interrupted.countDown();
                Thread.currentThread().interrupt();
            }
            return SeriesCursor.empty();
        }

        @Override
        public List<Labels> series(Selection selection) {
            return List.of();
        }

        @Override
        public List<String> labelNames(Selection selection) {
            return List.of();
        }

        @Override
        public List<String> labelValues(String name, Selection selection) {
            return List.of();
        }

        @Override
        public Appender appender() {
            return new MemorySeries().appender();
        }
    }

    @Test
    void endsAQueryWhoseClientIsGone() throws Exception {
        Endless store = new Endless();
        try (Served served = new Served(store, builder -> builder)) {
            URI address = URI.create(served.url());
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                socket.getOutputStream()
                        .write(
                                "GET /prometheus/api/v1/query?query=a HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                        .getBytes(UTF_8));
                assertThat(store.asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(store.interrupted.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void stopsMakingAnAnswerThatNobodyReads() throws Exception {
        MemorySeries store = new MemorySeries();
        try (Served served = new Served(store, builder -> builder)) {
            for (int i = 0; i < 500; i++) {
                served.write("big,series=" + i, 1_000, Math.sqrt(i));
            }
            URI address = URI.create(served.url());
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                socket.setReceiveBufferSize(4_096);
                socket.getOutputStream()
                        .write(
                                ("GET /prometheus/api/v1/query_range?query=big&start=1700000000"
                                                + "&end=1700000290&step=0.1 HTTP/1.1\r\n"
                                                + "Host: localhost\r\n\r\n")
                                        .getBytes(UTF_8));
                assertThat(socket.getInputStream().readNBytes(4_096)).hasSize(4_096);
            }
            // The door closes only when no request is under way any more.
            assertThat(served.get("/-/healthy").statusCode()).isEqualTo(200);
        }
    }
}
