package dev.slipway.wire.peer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.series.Matcher;
import dev.slipway.series.Selection;
import dev.slipway.wire.ReadRequest;
import dev.slipway.wire.ReadResponse;
import dev.slipway.wire.WireLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A Prometheus process over a folder. The test that starts it is skipped where there is none of
/// the release it needs.
public final class PrometheusServer implements AutoCloseable {
    /// Which Prometheus a test needs: any, or one of release 3.
    public enum Release {
        ANY,
        THREE
    }

    /// Names the program of release 3 where `prometheus` is an older one.
    private static final String VARIABLE = "SLIPWAY_PROMETHEUS_3";

    private static final Pattern ADDRESS = Pattern.compile("address=(127\\.0\\.0\\.1:[1-9]\\d*)");

    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI root;

    private PrometheusServer(Process process, URI root) {
        this.process = process;
        this.root = root;
    }

    /// Over the folder `data` in this one, which may be there from an earlier start.
    ///
    /// @param config the content of `prometheus.yml`
    public static PrometheusServer start(
            Release release, Path folder, String config, String... flags) throws IOException {
        String program = program(release);
        assumeTrue(program != null, "no Prometheus of release " + release + " on this machine");
        Path file = Files.writeString(folder.resolve("prometheus.yml"), config);
        List<String> command = new ArrayList<>();
        command.add(String.valueOf(program));
        command.add("--config.file=" + file);
        command.add("--storage.tsdb.path=" + folder.resolve("data"));
        command.add("--storage.tsdb.retention.time=100y");
        command.add("--web.listen-address=127.0.0.1:0");
        command.addAll(List.of(flags));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new PrometheusServer(process, URI.create("http://" + address(process) + "/"));
    }

    public URI uri(String path) {
        return root.resolve(path);
    }

    public HttpResponse<String> post(String path, String contentType, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    public String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /// The raw samples of every series that matches, all of them without matchers.
    public List<ReadResponse.Series> read(long startMillis, long endMillis, Matcher... matchers)
            throws IOException, InterruptedException {
        List<Matcher> all = new ArrayList<>(List.of(matchers));
        if (all.isEmpty()) {
            all.add(Matcher.of(Matcher.Type.NOT_EQUAL, "__name__", ""));
        }
        ReadRequest.Query query =
                new ReadRequest.Query(
                        new Selection(all, startMillis, endMillis), ReadRequest.Hints.NONE);
        HttpRequest request =
                HttpRequest.newBuilder(uri("api/v1/read"))
                        .POST(
                                HttpRequest.BodyPublishers.ofByteArray(
                                        new ReadRequest(List.of(query), List.of()).encode()))
                        .build();
        byte[] body = client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
        return ReadResponse.decode(body, WireLimits.DEFAULT).results().getFirst();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        client.close();
    }

    private static @Nullable String program(Release release) {
        String named = System.getenv(VARIABLE);
        if (named != null) {
            return named;
        }
        for (String name : List.of("prometheus", "prometheus3")) {
            String help = help(name);
            boolean three = help.contains("web.enable-otlp-receiver");
            if (!help.isEmpty() && (release == Release.ANY || three)) {
                return name;
            }
        }
        return null;
    }

    /// Empty if there is no such program.
    private static String help(String program) {
        try {
            Process process =
                    new ProcessBuilder(program, "--help").redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /// Where it listens, once it is ready; what it says afterwards is read so that it can go on.
    private static String address(Process process) throws IOException {
        BufferedReader log = process.inputReader();
        StringBuilder said = new StringBuilder();
        String address = "";
        boolean ready = false;
        while (!ready || address.isEmpty()) {
            String line = log.readLine();
            if (line == null) {
                throw new IllegalStateException("Prometheus did not start: " + said);
            }
            said.append(line).append('\n');
            ready |= line.contains("Server is ready");
            var found = ADDRESS.matcher(line);
            if (found.find()) {
                address = found.group(1);
            }
        }
        Thread.ofVirtual().start(() -> drain(log));
        return address;
    }

    private static void drain(BufferedReader log) {
        try {
            log.transferTo(java.io.Writer.nullWriter());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
