package dev.slipway.benchmarks;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// An [ApiUnderTest] in a process of its own, and a client to it over TLS. Thread-safe.
final class ApiProcess implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    private final Process process;
    private final ClientFactory factory;
    private final WebClient client;

    private ApiProcess(Process process, int port) {
        this.process = process;
        this.factory =
                ClientFactory.builder()
                        .tlsNoVerify()
                        .maxNumEventLoopsPerEndpoint(Runtime.getRuntime().availableProcessors())
                        .build();
        this.client =
                WebClient.builder("https://127.0.0.1:" + port)
                        .factory(factory)
                        .responseTimeoutMillis(0)
                        .maxResponseLength(0)
                        .setHeader(HttpHeaderNames.AUTHORIZATION, "Bearer " + ApiUnderTest.TOKEN)
                        .build();
    }

    static ApiProcess start(Path folder, int pods) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process =
                new ProcessBuilder(
                                java.toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Xmx1g",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ApiUnderTest.class.getName(),
                                folder.toString(),
                                String.valueOf(pods))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile())
                        .start();
        Path port = folder.resolve("port");
        long end = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!Files.exists(port)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "The API did not start: " + Files.readString(folder.resolve("output")));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return new ApiProcess(process, Integer.parseInt(Files.readString(port)));
    }

    /// Creates a ConfigMap; returns when it is durable.
    void create(String name, String value) {
        String body =
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\""
                        + name
                        + "\"},\"data\":{\"value\":\""
                        + value
                        + "\"}}";
        RequestHeaders headers =
                RequestHeaders.of(
                        HttpMethod.POST,
                        "/api/v1/namespaces/default/configmaps",
                        HttpHeaderNames.CONTENT_TYPE,
                        "application/json");
        AggregatedHttpResponse response = client.execute(headers, body).aggregate().join();
        if (response.status().code() != 201) {
            throw new IllegalStateException(response.status() + " " + response.contentUtf8());
        }
    }

    HttpResponse get(String path) {
        return client.get(path);
    }

    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        factory.close();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
