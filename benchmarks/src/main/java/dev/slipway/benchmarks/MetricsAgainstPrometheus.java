package dev.slipway.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Our storage and Debian's Prometheus, each a process of its own, given the same samples by remote
/// write: CPU per sample, resident memory, CPU until ready after a kill, bytes on the disk. CPU is
/// what the process used, compiler and collector included, so that a busy machine does not matter.
public final class MetricsAgainstPrometheus {
    private static final int WARM_UP_ROUNDS = 10;
    private static final int ROUNDS = 30;
    private static final int DISK_SERIES = 4_000;
    private static final int DISK_HOURS = 8;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private record Contestant(String name, Process process, URI base) {
        ProcessFigures figures() {
            return ProcessFigures.of(process.pid());
        }

        void kill() throws InterruptedException {
            process.toHandle().destroyForcibly();
            process.waitFor();
        }
    }

    /// @param args number of series, 200000 if it is not given
    public static void main(String[] args) throws Exception {
        int series = args.length > 0 ? Integer.parseInt(args[0]) : 200_000;
        new MetricsAgainstPrometheus().run(series);
    }

    private void run(int series) throws Exception {
        try (BenchFolder folder = BenchFolder.create()) {
            headAlone(folder.path().resolve("head"), series);
            for (String name : List.of("ours", "prometheus")) {
                Path data = folder.path().resolve(name);
                ingest(name, data, series);
                replay(name, data, series);
            }
            for (String name : List.of("ours", "prometheus")) {
                bytesOnDisk(name, folder.path().resolve(name + "-disk"));
            }
        }
    }

    private static void headAlone(Path data, int series) throws Exception {
        List<String> arguments =
                List.of(
                        "head",
                        data.toString(),
                        Integer.toString(series),
                        Integer.toString(WARM_UP_ROUNDS + ROUNDS),
                        Long.toString(System.currentTimeMillis() - 3_600_000));
        Contestant ours = ours(arguments);
        report(
                "ours, head alone",
                "resident bytes per series",
                (double) ours.figures().residentBytes() / series);
        report("ours, head alone", "CPU-s in all", ours.figures().cpuSeconds());
        ours.kill();
    }

    private void ingest(String name, Path data, int series) throws Exception {
        Contestant one = start(name, data, series);
        long start = System.currentTimeMillis() - 3_600_000;
        MetricsLoad load = new MetricsLoad(series, start);
        double cold = one.figures().cpuSeconds();
        send(one, load, WARM_UP_ROUNDS);
        double before = one.figures().cpuSeconds();
        send(one, load, ROUNDS);
        double used = one.figures().cpuSeconds() - before;
        report(
                name,
                "samples per CPU-s, first rounds",
                (double) WARM_UP_ROUNDS * series / (before - cold));
        report(name, "samples per CPU-s", (double) ROUNDS * series / used);
        report(name, "resident bytes per series", (double) one.figures().residentBytes() / series);
        one.kill();
    }

    private void replay(String name, Path data, int series) throws Exception {
        Contestant one = start(name, data, series);
        report(name, "CPU-s until ready after a kill", one.figures().cpuSeconds());
        one.kill();
    }

    private void bytesOnDisk(String name, Path data) throws Exception {
        Contestant one = start(name, data, DISK_SERIES);
        long hour = 3_600_000;
        long start = (System.currentTimeMillis() / (2 * hour) - DISK_HOURS / 2) * 2 * hour;
        MetricsLoad load = new MetricsLoad(DISK_SERIES, start);
        send(one, load, (int) (DISK_HOURS * hour / MetricsLoad.STEP_MILLIS));
        long[] bytesAndSamples = awaitBlocks(data);
        report(name, "bytes a sample in blocks", (double) bytesAndSamples[0] / bytesAndSamples[1]);
        report(name, "samples in blocks", (double) bytesAndSamples[1]);
        one.kill();
    }

    /// Until three blocks' worth of samples is in blocks and nothing changes any more.
    private static long[] awaitBlocks(Path data) throws Exception {
        long enough = 3L * 2 * 3_600_000 / MetricsLoad.STEP_MILLIS * DISK_SERIES * 9 / 10;
        long[] last = {0, 0};
        for (int quiet = 0; quiet < 5; ) {
            Thread.sleep(2_000);
            long[] now = blocks(data);
            quiet = now[0] == last[0] && now[1] >= enough ? quiet + 1 : 0;
            last = now;
        }
        return last;
    }

    private static long[] blocks(Path data) throws IOException {
        long bytes = 0;
        long samples = 0;
        try (Stream<Path> entries = Files.list(data)) {
            for (Path block : entries.toList()) {
                Path meta = block.resolve("meta.json");
                if (Files.exists(meta)) {
                    JsonNode root = new ObjectMapper().readTree(Files.readString(meta));
                    samples += root.path("stats").path("numSamples").asLong();
                    bytes += size(block);
                }
            }
        }
        return new long[] {bytes, samples};
    }

    private static long size(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path each : tree.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(each);
            }
        }
        return bytes;
    }

    private void send(Contestant to, MetricsLoad load, int rounds) {
        for (int round = 0; round < rounds; round++) {
            load.forEachRequest(body -> post(to, body));
        }
    }

    private void post(Contestant to, byte[] body) {
        HttpRequest request =
                HttpRequest.newBuilder(to.base().resolve("/api/v1/write"))
                        .header("Content-Encoding", "snappy")
                        .header("Content-Type", "application/x-protobuf")
                        .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        try {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(to.name() + ": " + response.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Contestant start(String name, Path data, int series) throws Exception {
        return name.equals("ours")
                ? ours(List.of("receive", data.toString(), Integer.toString(series)))
                : prometheus(data);
    }

    private static Contestant ours(List<String> arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-XX:+UseSerialGC",
                                "-Xms24m",
                                "-Xmx384m",
                                "-Xss512k",
                                "-cp",
                                System.getProperty("java.class.path"),
                                MetricsReceiver.class.getName()));
        command.addAll(arguments);
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String line = process.inputReader().readLine();
        if (line == null) {
            throw new IllegalStateException("Our process did not start");
        }
        String port = line.replaceAll("\\D", "");
        return new Contestant("ours", process, URI.create("http://127.0.0.1:" + port));
    }

    private static Contestant prometheus(Path data) throws IOException {
        Files.createDirectories(data);
        Path config = Files.writeString(data.resolveSibling("empty.yml"), "scrape_configs: []\n");
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Process process =
                new ProcessBuilder(
                                "prometheus",
                                "--config.file=" + config,
                                "--storage.tsdb.path=" + data,
                                "--web.enable-remote-write-receiver",
                                "--web.listen-address=127.0.0.1:" + port)
                        .redirectErrorStream(true)
                        .start();
        BufferedReader log = process.inputReader();
        String line = log.readLine();
        while (line != null && !line.contains("Server is ready")) {
            line = log.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("Prometheus did not start");
        }
        Thread.ofVirtual().start(() -> log.lines().forEach(each -> {}));
        return new Contestant("prometheus", process, URI.create("http://127.0.0.1:" + port));
    }

    private static void report(String name, String what, double value) {
        System.out.printf("%-18s %-34s %,15.2f%n", name, what, value);
    }
}
