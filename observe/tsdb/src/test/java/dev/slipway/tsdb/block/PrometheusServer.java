package dev.slipway.tsdb.block;

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

/// Prometheus over a folder of blocks.
final class PrometheusServer implements AutoCloseable {
    private final Process process;
    private final int port;

    PrometheusServer(Path scratch, Path blocks) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path config = Files.writeString(scratch.resolve("prometheus.yml"), "scrape_configs: []\n");
        process =
                new ProcessBuilder(
                                "prometheus",
                                "--config.file=" + config,
                                "--storage.tsdb.path=" + blocks,
                                "--storage.tsdb.retention.time=100y",
                                "--web.listen-address=127.0.0.1:" + port,
                                "--enable-feature=native-histograms")
                        .redirectErrorStream(true)
                        .start();
        awaitReady();
    }

    JsonNode query(String query, long timeMillis) throws Exception {
        URI uri =
                URI.create(
                        "http://127.0.0.1:%d/api/v1/query?time=%d.%03d&query=%s"
                                .formatted(
                                        port,
                                        timeMillis / 1000,
                                        timeMillis % 1000,
                                        URLEncoder.encode(query, StandardCharsets.UTF_8)));
        try (HttpClient client = HttpClient.newHttpClient()) {
            String body =
                    client.send(
                                    HttpRequest.newBuilder(uri).build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body();
            return new ObjectMapper().readTree(body).path("data").path("result");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
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
