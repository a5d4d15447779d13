package dev.slipway.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/// A backend to be released: on `PORT` it waits as for a database, makes a report, and fails the
/// share `FAILURES` of its requests. Every answer names the `RELEASE` in the header `X-Release`.
final class AnsweringPod {
    private static final double DATABASE_MILLIS = 12;
    private static final int ROWS = 300;

    private AnsweringPod() {}

    public static void main(String[] args) throws IOException {
        Map<String, String> settings = System.getenv();
        int port = Integer.parseInt(settings.getOrDefault("PORT", "8080"));
        String release = settings.getOrDefault("RELEASE", "0");
        double failures = Double.parseDouble(settings.getOrDefault("FAILURES", "0"));
        HttpServer server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/healthz", exchange -> reply(exchange, 200, "ok"));
        server.createContext("/report", exchange -> report(exchange, release, failures));
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(5)));
    }

    private static void report(HttpExchange exchange, String release, double failures)
            throws IOException {
        exchange.getResponseHeaders().set("X-Release", release);
        ThreadLocalRandom random = ThreadLocalRandom.current();
        try {
            double wait = DATABASE_MILLIS * Math.exp(.5 * random.nextGaussian());
            Thread.sleep(java.time.Duration.ofNanos((long) (wait * 1e6)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean fails = random.nextDouble() < failures;
        reply(exchange, fails ? 503 : 200, text(random.nextLong()));
    }

    private static String text(long seed) {
        Map<String, Integer> rows = new TreeMap<>();
        for (int row = 0; row < ROWS; row++) {
            rows.merge("customer-" + Long.hashCode(seed * (row + 31)) % 100, row, Integer::sum);
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] sum = digest.digest(rows.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum) + rows;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
