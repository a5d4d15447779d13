package dev.slipway.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import dev.slipway.wire.CachedSeries;
import dev.slipway.wire.RemoteWriteReader;
import dev.slipway.wire.RemoteWriteVersion;
import dev.slipway.wire.SeriesCache;
import dev.slipway.wire.WireLimits;
import dev.slipway.wire.WriteSink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/// A receiver of remote write that does as a test says, and remembers what it took.
final class Receiver implements AutoCloseable {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    /// What becomes of a request.
    @FunctionalInterface
    interface Behaviour {
        /// The status to answer with; 0 to close the connection, below 0 never to answer.
        int answer(int request, HttpExchange exchange);
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final RemoteWriteReader reader =
            new RemoteWriteReader(new SeriesCache(1_000), WireLimits.DEFAULT);

    /// Guarded by this, as all below.
    private final List<String> taken = new ArrayList<>();

    private final List<RemoteWriteVersion> versions = new ArrayList<>();
    private Behaviour behaviour;
    private int requests;

    Receiver(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1/write");
    }

    synchronized void behave(Behaviour other) {
        behaviour = other;
    }

    synchronized List<String> taken() {
        return List.copyOf(taken);
    }

    synchronized List<RemoteWriteVersion> versions() {
        return List.copyOf(versions);
    }

    synchronized int requests() {
        return requests;
    }

    /// Waits, without a limit that a slow machine would meet.
    synchronized void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within a minute; taken: " + taken.size());
            }
            wait(20);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        int status;
        synchronized (this) {
            requests++;
            status = behaviour.answer(requests, exchange);
            RemoteWriteVersion version =
                    RemoteWriteVersion.of(
                            exchange.getRequestHeaders().getFirst("Content-Type"),
                            exchange.getRequestHeaders().getFirst("Content-Encoding"));
            versions.add(version);
            if (status / 100 == 2) {
                reader.read(version, body, new Lines());
            }
            notifyAll();
        }
        if (status == 0) {
            exchange.close();
        } else if (status > 0) {
            byte[] answer = ("status " + status).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, status == 204 ? -1 : answer.length);
            if (status != 204) {
                exchange.getResponseBody().write(answer);
            }
            exchange.close();
        }
    }

    /// One line for each thing of a series.
    private final class Lines implements WriteSink {
        private Labels labels = Labels.EMPTY;

        @Override
        public void series(CachedSeries series) {
            labels = series.labels();
        }

        @Override
        public void sample(long timeMillis, double value) {
            taken.add(labels + " " + timeMillis + " " + value);
        }

        @Override
        public void histogram(long timeMillis, FloatHistogram histogram) {
            taken.add(labels + " " + timeMillis + " " + histogram);
        }

        @Override
        public void exemplar(Exemplar exemplar) {
            taken.add(labels + " exemplar " + exemplar.value());
        }

        @Override
        public void describe(Metadata metadata) {
            taken.add(labels.metricName() + " is " + metadata.type() + " " + metadata.help());
        }

        @Override
        public void describe(String family, Metadata metadata) {
            taken.add(family + " is " + metadata.type() + " " + metadata.help());
        }

        @Override
        public void reject(String reason) {
            throw new AssertionError(reason);
        }
    }
}
