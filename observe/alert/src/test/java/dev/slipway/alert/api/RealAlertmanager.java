package dev.slipway.alert.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The program we claim to be like, as a process of its own on a port that it chose.
final class RealAlertmanager implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/prometheus-alertmanager");
    private static final Pattern LISTENING =
            Pattern.compile("Listening on\"? address=127\\.0\\.0\\.1:([0-9]+)");

    private final Process process;
    private final String url;

    RealAlertmanager(Path config, Path data) throws IOException {
        process =
                new ProcessBuilder(
                                PROGRAM.toString(),
                                "--config.file=" + config,
                                "--storage.path=" + data,
                                "--web.listen-address=127.0.0.1:0",
                                "--web.external-url=http://am",
                                "--web.route-prefix=/",
                                "--cluster.listen-address=")
                        .redirectErrorStream(true)
                        .start();
        BufferedReader log =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        url = "http://127.0.0.1:" + port(log);
        // Nobody reads the rest, but the pipe must not fill up.
        Thread.ofVirtual().start(() -> drain(log));
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    String url() {
        return url;
    }

    private static int port(BufferedReader log) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            said.append(line).append('\n');
            Matcher found = LISTENING.matcher(line);
            if (found.find()) {
                return Integer.parseInt(found.group(1));
            }
        }
        throw new IOException("It did not start:\n" + said);
    }

    private static void drain(BufferedReader log) {
        try {
            while (log.readLine() != null) {}
        } catch (IOException _) {
            // The process is gone.
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
