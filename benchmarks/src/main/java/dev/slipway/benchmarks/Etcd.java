package dev.slipway.benchmarks;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An etcd server of our own on this machine, and its `Put` call: gRPC by hand, which is two
/// length-prefixed fields in a frame, so that no generated client costs what is being measured.
/// Thread-safe.
public final class Etcd implements AutoCloseable {
    private static final int KEY_FIELD = 0x0a;
    private static final int VALUE_FIELD = 0x12;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private final Process process;
    private final ClientFactory factory;
    private final WebClient client;

    private Etcd(Process process, String url, int connections) {
        this.process = process;
        this.factory =
                ClientFactory.builder()
                        .tlsNoVerify()
                        .maxNumEventLoopsPerEndpoint(connections)
                        .build();
        this.client = WebClient.builder(url).factory(factory).responseTimeoutMillis(10_000).build();
    }

    public static Etcd start(String program, Path folder) throws IOException, InterruptedException {
        int port = freePort();
        List<String> arguments = arguments(program, folder, "http://127.0.0.1:" + port);
        return start(arguments, "h2c://127.0.0.1:" + port);
    }

    /// With the server's certificate and key in `pki`.
    public static Etcd startWithTls(String program, Path folder, Path pki)
            throws IOException, InterruptedException {
        int port = freePort();
        String url = "https://127.0.0.1:" + port;
        List<String> arguments = new ArrayList<>(arguments(program, folder, url));
        arguments.add("--cert-file=" + pki.resolve("server.crt"));
        arguments.add("--key-file=" + pki.resolve("server.key"));
        return start(arguments, url);
    }

    private static Etcd start(List<String> arguments, String url)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(arguments)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        Etcd etcd = new Etcd(process, url, Runtime.getRuntime().availableProcessors());
        etcd.awaitReady();
        return etcd;
    }

    private static List<String> arguments(String program, Path folder, String clients)
            throws IOException {
        String peers = "http://127.0.0.1:" + freePort();
        return List.of(
                program,
                "--data-dir",
                folder.toString(),
                "--listen-client-urls",
                clients,
                "--advertise-client-urls",
                clients,
                "--listen-peer-urls",
                peers,
                "--initial-advertise-peer-urls",
                peers,
                "--initial-cluster",
                "default=" + peers,
                "--quota-backend-bytes",
                String.valueOf(8L << 30),
                "--log-level",
                "error");
    }

    /// Returns when etcd has made the value durable.
    public void put(String key, byte[] value) {
        String failure = tryPut(key, value);
        if (!failure.isEmpty()) {
            throw new IllegalStateException("etcd: " + failure);
        }
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

    private void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        String failure = "not asked";
        while (!failure.isEmpty()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                close();
                throw new IllegalStateException("etcd did not start: " + failure);
            }
            failure = tryPut("ready", new byte[] {1});
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /// Returns what went wrong, empty if nothing did.
    private String tryPut(String key, byte[] value) {
        HttpRequest request =
                HttpRequest.of(
                        RequestHeaders.of(
                                HttpMethod.POST,
                                "/etcdserverpb.KV/Put",
                                HttpHeaderNames.CONTENT_TYPE,
                                "application/grpc",
                                HttpHeaderNames.TE,
                                "trailers"),
                        HttpData.wrap(frame(key.getBytes(StandardCharsets.UTF_8), value)));
        try {
            AggregatedHttpResponse response = client.execute(request).aggregate().join();
            String status =
                    response.trailers()
                            .get("grpc-status", response.headers().get("grpc-status", "none"));
            return status.equals("0") ? "" : "grpc-status " + status + " " + response.headers();
        } catch (RuntimeException e) {
            return e.toString();
        }
    }

    private static byte[] frame(byte[] key, byte[] value) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        field(message, KEY_FIELD, key);
        field(message, VALUE_FIELD, value);
        int length = message.size();
        ByteArrayOutputStream frame = new ByteArrayOutputStream(length + 5);
        frame.write(0);
        for (int shift = 24; shift >= 0; shift -= 8) {
            frame.write(length >>> shift);
        }
        frame.writeBytes(message.toByteArray());
        return frame.toByteArray();
    }

    private static void field(ByteArrayOutputStream out, int tag, byte[] bytes) {
        out.write(tag);
        int rest = bytes.length;
        while (rest > 0x7f) {
            out.write(rest | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
        out.writeBytes(bytes);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
