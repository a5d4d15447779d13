package dev.slipway.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesSource;
import dev.slipway.wire.ReadRequest;
import dev.slipway.wire.ReadResponseWriter;
import dev.slipway.wire.WireLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Answers remote reads from a source, as samples, and remembers what it was asked.
final class ReadServer implements AutoCloseable {
    private final SeriesSource source;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<ReadRequest> requests = new CopyOnWriteArrayList<>();

    ReadServer(SeriesSource source) throws IOException {
        this.source = source;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/api/v1/read", this::read);
        server.createContext("/hang", exchange -> exchange.getRequestBody().readAllBytes());
        server.createContext("/garbage", exchange -> answer(exchange, 200, new byte[] {9, 9, 9}));
        server.start();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    List<ReadRequest> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void read(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        ReadRequest request = ReadRequest.decode(body, WireLimits.DEFAULT);
        requests.add(request);
        ReadResponseWriter writer = new ReadResponseWriter();
        for (ReadRequest.Query query : request.queries()) {
            writer.result();
            try (SeriesCursor cursor = source.select(query.selection())) {
                while (cursor.next()) {
                    SampleColumns columns = new SampleColumns();
                    cursor.read(columns);
                    writer.series(cursor.labels(), columns);
                }
            }
        }
        answer(exchange, 200, writer.finish());
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", ReadResponseWriter.CONTENT_TYPE);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
