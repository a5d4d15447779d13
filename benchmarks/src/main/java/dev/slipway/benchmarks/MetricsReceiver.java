package dev.slipway.benchmarks;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.series.Appender;
import dev.slipway.tsdb.MaintenanceLoop;
import dev.slipway.tsdb.TimeSeriesDatabase;
import dev.slipway.tsdb.TsdbConfig;
import dev.slipway.wire.AppenderSink;
import dev.slipway.wire.RemoteWriteReader;
import dev.slipway.wire.RemoteWriteVersion;
import dev.slipway.wire.SeriesCache;
import dev.slipway.wire.WireLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;

/// The process of [MetricsAgainstPrometheus] that has our storage. Says a line when it is ready,
/// then waits to be killed.
public final class MetricsReceiver {
    private MetricsReceiver() {}

    /// `receive FOLDER SERIES`: remote write on a free port. `head FOLDER SERIES ROUNDS START`:
    /// fills the head itself.
    public static void main(String[] args) throws IOException, InterruptedException {
        TsdbConfig config = TsdbConfig.defaults();
        TimeSeriesDatabase database =
                TimeSeriesDatabase.open(Path.of(args[1]), config, InstantSource.system());
        if (args[0].equals("head")) {
            MetricsLoad load = new MetricsLoad(Integer.parseInt(args[2]), Long.parseLong(args[4]));
            fill(database, load, Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            System.out.println("ready 0");
        } else {
            MaintenanceLoop.start(database, Duration.ofSeconds(1));
            HttpServer server = serve(database, Integer.parseInt(args[2]));
            System.out.println("ready " + server.getAddress().getPort());
        }
        System.out.flush();
        Thread.currentThread().join();
    }

    /// A transaction for each machine, as scraping has it.
    private static void fill(TimeSeriesDatabase database, MetricsLoad load, int count, int rounds) {
        long[] references = new long[count];
        for (int round = 0; round < rounds; round++) {
            long time = load.next();
            for (int from = 0; from < count; from += 1000) {
                try (Appender appender = database.appender()) {
                    for (int i = from; i < Math.min(count, from + 1000); i++) {
                        if (round == 0) {
                            references[i] = appender.series(MetricsLoad.labels(i));
                        }
                        appender.append(references[i], time, load.value(i));
                    }
                    appender.commit();
                }
            }
        }
    }

    private static HttpServer serve(TimeSeriesDatabase database, int series) throws IOException {
        RemoteWriteReader reader =
                new RemoteWriteReader(new SeriesCache(2 * series), WireLimits.DEFAULT);
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(2));
        server.createContext(
                "/api/v1/write",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    int status = write(database, reader, body) ? 204 : 400;
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        server.createContext(
                "/status",
                exchange -> {
                    byte[] body = status(database).getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private static boolean write(
            TimeSeriesDatabase database, RemoteWriteReader reader, byte[] body) {
        try (Appender appender = database.appender()) {
            AppenderSink sink = new AppenderSink(appender);
            reader.read(RemoteWriteVersion.V1, body, sink);
            appender.commit();
            return sink.rejected() == 0;
        }
    }

    private static String status(TimeSeriesDatabase database) {
        return List.of(database.status(3)).toString();
    }
}
