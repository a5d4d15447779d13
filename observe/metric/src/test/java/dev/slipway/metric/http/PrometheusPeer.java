package dev.slipway.metric.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A real Prometheus that takes remote writes, on a port that it chooses.
final class PrometheusPeer implements AutoCloseable {
    private static final Pattern LISTENING =
            Pattern.compile("Listening on\"? .*address=\"?127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern VERSION = Pattern.compile("version (\\d+)\\.");

    private static final int NEWEST = 3;

    private final Process process;
    private final String url;

    PrometheusPeer(Path folder) throws IOException {
        this(folder, "scrape_configs: []\n");
    }

    PrometheusPeer(Path folder, String configuration) throws IOException {
        Path config = Files.writeString(folder.resolve("prometheus.yml"), configuration);
        process =
                new ProcessBuilder(
                                "prometheus",
                                "--config.file=" + config,
                                "--storage.tsdb.path=" + folder.resolve("data"),
                                "--web.listen-address=127.0.0.1:0",
                                "--web.enable-remote-write-receiver",
                                "--enable-feature=native-histograms,exemplar-storage")
                        .redirectErrorStream(true)
                        .start();
        url = "http://127.0.0.1:" + awaitPort();
    }

    static boolean isInstalled(String program) {
        for (String folder : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    /// 2 or 3: what changed between them is not compared with the older.
    static int majorVersion() throws IOException, InterruptedException {
        Process asked =
                new ProcessBuilder(List.of("prometheus", "--version"))
                        .redirectErrorStream(true)
                        .start();
        String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        asked.waitFor();
        Matcher found = VERSION.matcher(said);
        // One built by hand says no version, and is new.
        return found.find() ? Integer.parseInt(found.group(1)) : NEWEST;
    }

    String url() {
        return url;
    }

    URI uri(String path) {
        return URI.create(url + path);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private String awaitPort() throws IOException {
        StringBuilder said = new StringBuilder();
        BufferedReader log = process.inputReader();
        String port = "";
        boolean ready = false;
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            said.append(line).append('\n');
            Matcher listening = LISTENING.matcher(line);
            port = listening.find() ? listening.group(1) : port;
            ready |= line.contains("Server is ready");
            if (ready && !port.isEmpty()) {
                // What it says from now on is read and thrown away, so that it never waits.
                Thread.startVirtualThread(() -> log.lines().forEach(_ -> {}));
                return port;
            }
        }
        close();
        throw new IllegalStateException("Prometheus did not start: " + said);
    }
}
