package dev.slipway.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A Prometheus over a folder of blocks.
final class PrometheusPeer implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper mapper = new ObjectMapper();
    private final Process process;
    private final int port;

    /// @param features to switch on, of those that this version knows
    PrometheusPeer(String program, Path folder, List<String> features) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path config = Files.writeString(folder.resolve("prometheus.yml"), "scrape_configs: []\n");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                program,
                                "--config.file=" + config,
                                "--storage.tsdb.path=" + folder,
                                "--storage.tsdb.retention.time=100y",
                                "--web.listen-address=127.0.0.1:" + port));
        if (!features.isEmpty()) {
            command.add("--enable-feature=" + String.join(",", features));
        }
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        awaitReady();
    }

    /// The answer of an instant query.
    JsonNode instant(String query, long timeMillis) throws IOException, InterruptedException {
        return mapper.readTree(get("/api/v1/query?time=" + seconds(timeMillis), query));
    }

    JsonNode range(String query, long startMillis, long endMillis, long stepMillis)
            throws IOException, InterruptedException {
        return mapper.readTree(get(path(startMillis, endMillis, stepMillis), query));
    }

    /// The same with what it took, as `data.stats`.
    JsonNode rangeWithTimes(String query, long startMillis, long endMillis, long stepMillis)
            throws IOException, InterruptedException {
        String path = path(startMillis, endMillis, stepMillis) + "&stats=all";
        return mapper.readTree(get(path, query));
    }

    private static String path(long startMillis, long endMillis, long stepMillis) {
        return "/api/v1/query_range?start=%s&end=%s&step=%s"
                .formatted(seconds(startMillis), seconds(endMillis), seconds(stepMillis));
    }

    /// Processor time used so far.
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        client.close();
        process.destroyForcibly().onExit().join();
    }

    private byte[] get(String path, String query) throws IOException, InterruptedException {
        String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
        URI uri = URI.create("http://127.0.0.1:" + port + path + "&query=" + encoded);
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    }

    private static String seconds(long millis) {
        return java.math.BigDecimal.valueOf(millis, 3).toPlainString();
    }

    private void awaitReady() throws IOException {
        StringBuilder said = new StringBuilder();
        BufferedReader log = process.inputReader();
        String line = log.readLine();
        while (line != null && !line.contains("Server is ready")) {
            said.append(line).append('\n');
            line = log.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("Prometheus did not start: " + said);
        }
    }
}
