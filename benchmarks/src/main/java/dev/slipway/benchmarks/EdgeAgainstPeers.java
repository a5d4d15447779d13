package dev.slipway.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Compares the proxy with nginx and HAProxy as reverse proxies in front of the same nginx: one
/// worker thread each, 64 kept connections from `wrk`, a small response, in turns. CPU per request
/// is the proxy's own process time over the requests it served; it is the steadiest of the figures,
/// because client, proxy and upstream share the cores.
///
/// Arguments: rounds (3), seconds of each (5), seconds of warm-up (10), transports of ours
/// (`IO_URING,EPOLL`).
public final class EdgeAgainstPeers {
    private static final int CONNECTIONS = 64;
    private static final double TICK_MICROS = 10_000;
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern P99 = Pattern.compile("99%\\s+([0-9.]+)(us|ms|s)");
    private static final Pattern TROUBLE = Pattern.compile("(Non-2xx.*|Socket errors.*)");

    private record Sample(String name, double rate, double p99Millis, double cpuMicros) {}

    private EdgeAgainstPeers() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        int warmUp = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
        String transports = arguments.length > 3 ? arguments[3] : "IO_URING,EPOLL";
        Path folder = Files.createTempDirectory("edge-benchmark");
        List<EdgePeer> peers = new ArrayList<>();
        try (EdgePeer upstream = EdgePeer.upstream(folder)) {
            peers.add(EdgePeer.nginx(folder, upstream.port()));
            peers.add(EdgePeer.haproxy(folder, upstream.port()));
            for (String transport : transports.split(",")) {
                peers.add(EdgePeer.slipway(transport, upstream.port()));
            }
            report(measure(peers, rounds, seconds, warmUp));
            for (EdgePeer peer : peers) {
                System.out.printf(
                        "%-18s resident %d MB%n", peer.name(), peer.residentKilobytes() / 1024);
            }
        } finally {
            for (EdgePeer peer : peers) {
                peer.close();
            }
        }
    }

    private static List<Sample> measure(List<EdgePeer> peers, int rounds, int seconds, int warmUp)
            throws IOException, InterruptedException {
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        for (EdgePeer peer : peers) {
            load(peer, warmUp);
        }
        for (int round = 0; round < rounds; round++) {
            for (EdgePeer peer : peers) {
                samples.computeIfAbsent(peer.name(), name -> new ArrayList<>())
                        .add(load(peer, seconds));
            }
        }
        List<Sample> medians = new ArrayList<>();
        samples.forEach((name, all) -> medians.add(median(name, all)));
        return medians;
    }

    private static Sample load(EdgePeer peer, int seconds)
            throws IOException, InterruptedException {
        long before = peer.cpuTicks();
        Process wrk =
                new ProcessBuilder(
                                "wrk",
                                "-t1",
                                "-c" + CONNECTIONS,
                                "-d" + seconds,
                                "--latency",
                                "http://127.0.0.1:" + peer.port() + "/")
                        .redirectErrorStream(true)
                        .start();
        String text = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        wrk.waitFor();
        Matcher trouble = TROUBLE.matcher(text);
        if (trouble.find()) {
            System.out.println(peer.name() + ": " + trouble.group(1));
        }
        double cpu = (peer.cpuTicks() - before) * TICK_MICROS;
        return new Sample(
                peer.name(), number(RATE, text), millis(text), cpu / number(REQUESTS, text));
    }

    private static double number(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("wrk: no figures in its output: " + text);
        }
        return Double.parseDouble(matcher.group(1));
    }

    private static double millis(String text) throws IOException {
        Matcher matcher = P99.matcher(text);
        if (!matcher.find()) {
            throw new IOException("wrk: no 99th percentile in its output: " + text);
        }
        double value = Double.parseDouble(matcher.group(1));
        return switch (matcher.group(2)) {
            case "us" -> value / 1000;
            case "s" -> value * 1000;
            default -> value;
        };
    }

    private static Sample median(String name, List<Sample> all) {
        return new Sample(
                name,
                middle(all.stream().mapToDouble(Sample::rate).toArray()),
                middle(all.stream().mapToDouble(Sample::p99Millis).toArray()),
                middle(all.stream().mapToDouble(Sample::cpuMicros).toArray()));
    }

    private static double middle(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /// Medians, and ours over the peer that uses less CPU for a request.
    private static void report(List<Sample> medians) {
        System.out.printf("%-18s %10s %9s %12s%n", "", "requests/s", "p99 ms", "CPU us/req");
        for (Sample s : medians) {
            System.out.printf(
                    "%-18s %10.0f %9.2f %12.2f%n",
                    s.name(), s.rate(), s.p99Millis(), s.cpuMicros());
        }
        Sample peer =
                medians.stream()
                        .filter(s -> !isOurs(s))
                        .min(Comparator.comparingDouble(Sample::cpuMicros))
                        .orElseThrow();
        medians.stream().filter(EdgeAgainstPeers::isOurs).forEach(s -> compare(s, peer));
    }

    private static boolean isOurs(Sample sample) {
        return sample.name().startsWith("slipway");
    }

    private static void compare(Sample ours, Sample peer) {
        System.out.printf(
                "%s over %s: requests/s %.2fx (goal 0.95x), p99 %.2fx (1.2x), CPU %.2fx (1.0x)%n",
                ours.name(),
                peer.name(),
                ours.rate() / peer.rate(),
                ours.p99Millis() / peer.p99Millis(),
                ours.cpuMicros() / peer.cpuMicros());
    }
}
