package dev.slipway.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.series.Appender;
import dev.slipway.tsdb.TimeSeriesDatabase;
import dev.slipway.tsdb.TsdbConfig;
import dev.slipway.wire.AppenderSink;
import dev.slipway.wire.ByteKeyMap;
import dev.slipway.wire.CachedSeries;
import dev.slipway.wire.Exposition;
import dev.slipway.wire.ExpositionReader;
import dev.slipway.wire.RemoteWriteReader;
import dev.slipway.wire.RemoteWriteVersion;
import dev.slipway.wire.SeriesCache;
import dev.slipway.wire.WireLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/// Samples per second of processor time, from a body to the storage: a real Prometheus, by the time
/// of its process, and decoder and storage here, by the time of this one, compiler included. The
/// peer also has its HTTP in it, ours has not.
///
/// Arguments: the program of the peer (`prometheus`), rounds (100).
public final class IngestAgainstPrometheus {
    private static final int SHARDS = 20;
    private static final long STEP_MILLIS = 15_000;
    private static final int SCRAPE_SECONDS = 20;
    private static final Pattern ADDRESS = Pattern.compile("address=(127\\.0\\.0\\.1:[1-9]\\d*)");

    private final String program;
    private final int rounds;
    private final List<WireBodies> bodies = new ArrayList<>();

    private IngestAgainstPrometheus(String program, int rounds) {
        this.program = program;
        this.rounds = rounds;
        for (int shard = 0; shard < SHARDS; shard++) {
            bodies.add(new WireBodies(shard));
        }
    }

    public static void main(String[] arguments) throws Exception {
        String program = arguments.length > 0 ? arguments[0] : "prometheus";
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
        IngestAgainstPrometheus bench = new IngestAgainstPrometheus(program, rounds);
        for (RemoteWriteVersion version : RemoteWriteVersion.values()) {
            bench.print("remote write " + version, bench.ours(version), bench.theirs(version));
        }
        bench.print("scrape, text", bench.oursScraped(), bench.theirsScraped());
    }

    private void print(String what, double ours, double theirs) {
        System.out.printf(
                "%-16s ours %,12.0f/s   %s %,12.0f/s   %.2fx%n",
                what, ours, Path.of(program).getFileName(), theirs, ours / theirs);
    }

    private long start() {
        return System.currentTimeMillis() - rounds * STEP_MILLIS;
    }

    private double ours(RemoteWriteVersion version) throws IOException {
        RemoteWriteReader reader =
                new RemoteWriteReader(new SeriesCache(1 << 17), WireLimits.DEFAULT);
        long spent = 0;
        long start = start();
        try (BenchFolder folder = BenchFolder.create();
                TimeSeriesDatabase store = open(folder)) {
            for (int round = 0; round < rounds; round++) {
                List<byte[]> written = written(version, start + round * STEP_MILLIS);
                long before = ownNanos();
                for (byte[] body : written) {
                    try (Appender appender = store.appender()) {
                        AppenderSink sink = new AppenderSink(appender);
                        reader.read(version, body, sink);
                        requireAll(sink);
                        appender.commit();
                    }
                }
                spent += ownNanos() - before;
            }
        }
        return perSecond((long) rounds * SHARDS * WireBodies.SERIES, spent);
    }

    private double theirs(RemoteWriteVersion version) throws Exception {
        try (BenchFolder folder = BenchFolder.create();
                HttpClient client = HttpClient.newHttpClient();
                Peer peer =
                        Peer.start(
                                program,
                                folder.path(),
                                "scrape_configs: []\n",
                                "--web.enable-remote-write-receiver")) {
            long start = start();
            Duration before = peer.cpu();
            for (int round = 0; round < rounds; round++) {
                for (byte[] body : written(version, start + round * STEP_MILLIS)) {
                    HttpRequest request =
                            HttpRequest.newBuilder(peer.uri("/api/v1/write"))
                                    .header("Content-Type", version.contentType())
                                    .header("Content-Encoding", RemoteWriteVersion.ENCODING)
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                    .build();
                    int status =
                            client.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode();
                    if (status / 100 != 2) {
                        return Double.NaN;
                    }
                }
            }
            long nanos = peer.cpu().minus(before).toNanos();
            return perSecond((long) rounds * SHARDS * WireBodies.SERIES, nanos);
        }
    }

    private double oursScraped() throws IOException {
        List<ByteKeyMap<CachedSeries>> known = new ArrayList<>();
        for (int i = 0; i < SHARDS; i++) {
            known.add(new ByteKeyMap<>());
        }
        long spent = 0;
        long start = start();
        try (BenchFolder folder = BenchFolder.create();
                TimeSeriesDatabase store = open(folder)) {
            for (int round = 0; round < rounds; round++) {
                long time = start + round * STEP_MILLIS;
                List<byte[]> texts = bodies.stream().map(each -> each.text(time)).toList();
                long before = ownNanos();
                for (int shard = 0; shard < SHARDS; shard++) {
                    try (Appender appender = store.appender()) {
                        AppenderSink sink = new AppenderSink(appender);
                        scrape(texts.get(shard), known.get(shard), sink, time);
                        requireAll(sink);
                        appender.commit();
                    }
                }
                spent += ownNanos() - before;
            }
        }
        return perSecond((long) rounds * SHARDS * WireBodies.SERIES, spent);
    }

    private static void scrape(
            byte[] body, ByteKeyMap<CachedSeries> known, AppenderSink sink, long time) {
        ExpositionReader reader = Exposition.TEXT.reader(body);
        while (reader.next()) {
            byte[] bytes = reader.seriesBytes();
            CachedSeries series = known.find(bytes, reader.seriesStart(), reader.seriesEnd());
            if (series == null) {
                series = new CachedSeries(reader.labels());
                known.put(bytes, reader.seriesStart(), reader.seriesEnd(), series);
            }
            sink.series(series);
            sink.sample(time, reader.value());
        }
    }

    /// Scrapes of the whole every second.
    private double theirsScraped() throws Exception {
        AtomicLong served = new AtomicLong();
        HttpServer targets =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        StringBuilder config =
                new StringBuilder("global: {scrape_interval: 1s}\nscrape_configs:\n");
        for (int shard = 0; shard < SHARDS; shard++) {
            byte[] body = bodies.get(shard).text(System.currentTimeMillis());
            targets.createContext(
                    "/" + shard,
                    exchange -> {
                        exchange.getResponseHeaders()
                                .set("Content-Type", Exposition.TEXT.contentType());
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body);
                        exchange.close();
                        served.addAndGet(WireBodies.SERIES);
                    });
            config.append(
                    "- {job_name: j%d, honor_labels: true, metrics_path: /%d, static_configs: [{targets: ['127.0.0.1:%d']}]}\n"
                            .formatted(shard, shard, targets.getAddress().getPort()));
        }
        targets.start();
        try (BenchFolder folder = BenchFolder.create();
                Peer peer = Peer.start(program, folder.path(), config.toString())) {
            Duration before = peer.cpu();
            Thread.sleep(Duration.ofSeconds(SCRAPE_SECONDS));
            long nanos = peer.cpu().minus(before).toNanos();
            return perSecond(served.get(), nanos);
        } finally {
            targets.stop(0);
        }
    }

    private List<byte[]> written(RemoteWriteVersion version, long timeMillis) {
        return bodies.stream().map(each -> each.remoteWrite(version, timeMillis)).toList();
    }

    private static TimeSeriesDatabase open(BenchFolder folder) {
        return TimeSeriesDatabase.open(folder.path(), TsdbConfig.defaults(), Instant::now);
    }

    private static void requireAll(AppenderSink sink) {
        if (sink.rejected() > 0) {
            throw new IllegalStateException(sink.firstRejection());
        }
    }

    private static long ownNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static double perSecond(long samples, long nanos) {
        return samples * 1e9 / nanos;
    }

    /// A Prometheus process.
    private record Peer(Process process, URI root) implements AutoCloseable {
        static Peer start(String program, Path folder, String config, String... flags)
                throws IOException {
            List<String> command = new ArrayList<>();
            command.add(program);
            Path file = Files.writeString(folder.resolve("prometheus.yml"), config);
            command.add("--config.file=" + file);
            command.add("--storage.tsdb.path=" + folder.resolve("data"));
            command.add("--web.listen-address=127.0.0.1:0");
            command.addAll(List.of(flags));
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            BufferedReader log = process.inputReader();
            String address = "";
            boolean ready = false;
            while (!ready || address.isEmpty()) {
                String line = log.readLine();
                if (line == null) {
                    throw new IOException(program + " did not start");
                }
                ready |= line.contains("Server is ready");
                var found = ADDRESS.matcher(line);
                if (found.find()) {
                    address = found.group(1);
                }
            }
            Thread.ofVirtual().start(() -> drain(log));
            return new Peer(process, URI.create("http://" + address + "/"));
        }

        URI uri(String path) {
            return root.resolve(path);
        }

        Duration cpu() {
            return process.info().totalCpuDuration().orElse(Duration.ZERO);
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }

        private static void drain(BufferedReader log) {
            try {
                log.transferTo(Writer.nullWriter());
            } catch (IOException e) {
                // The process has ended.
                return;
            }
        }
    }
}
