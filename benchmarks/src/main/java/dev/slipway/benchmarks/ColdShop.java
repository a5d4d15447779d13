package dev.slipway.benchmarks;

import dev.slipway.judge.GainLimit;
import dev.slipway.judge.JudgePolicy;
import dev.slipway.judge.LatencyRule;
import dev.slipway.judge.Margin;
import dev.slipway.judge.Side;
import dev.slipway.judge.WarmUpRule;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/// Releases of the same version of the example shop's inventory, in real processes: the old one has
/// been warm for half a minute, the new one gets a tenth of the requests from the moment it
/// answers. Counts which rules call it worse. Real time and real processes: run it on a quiet
/// machine.
///
/// Arguments: releases (20), seconds of each (60), requests per second (100), the inventory's
/// classes (`examples/shop/inventory/target/classes` from where it is started).
final class ColdShop {
    private static final double SHARE = .1;
    private static final int LEARNING_SECONDS = 30;

    private final HttpClient client = HttpClient.newHttpClient();
    private final double[] bounds = bounds();
    private final Path classes;
    private final int perSecond;

    private ColdShop(Path classes, int perSecond) {
        this.classes = classes;
        this.perSecond = perSecond;
    }

    public static void main(String[] args) throws Exception {
        int releases = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 60;
        int perSecond = args.length > 2 ? Integer.parseInt(args[2]) : 100;
        Path classes =
                Path.of(args.length > 3 ? args[3] : "examples/shop/inventory/target/classes");
        new ColdShop(classes, perSecond).run(releases, seconds);
    }

    private void run(int releases, int seconds) throws Exception {
        Map<String, Integer> alarms = new LinkedHashMap<>();
        try (Shop old = new Shop()) {
            Answers before = new Answers();
            for (int second = 0; second < LEARNING_SECONDS; second++) {
                before = new Answers();
                ask(old, before, old, before);
            }
            for (int release = 0; release < releases; release++) {
                Map<String, ReleaseRival> rules = rules(before.side());
                int ninth = before.boundBeyond(.1);
                Map<String, Integer> found = new LinkedHashMap<>();
                try (Shop fresh = new Shop()) {
                    for (int second = 0; second < seconds; second++) {
                        Answers baseline = new Answers();
                        Answers candidate = new Answers();
                        ask(old, baseline, fresh, candidate);
                        before = baseline;
                        ReleaseRival.Second seen =
                                new ReleaseRival.Second(
                                        second,
                                        baseline.side(),
                                        candidate.side(),
                                        baseline.beyond(ninth),
                                        candidate.beyond(ninth),
                                        baseline.sumSeconds(),
                                        candidate.sumSeconds());
                        int after = second + 1;
                        rules.forEach((name, rule) -> {
                            if (!found.containsKey(name) && rule.aborts(seen)) {
                                found.put(name, after);
                            }
                        });
                    }
                }
                System.out.println("release " + release + " called worse after (s): " + found);
                rules.keySet()
                        .forEach(name ->
                                alarms.merge(name, found.containsKey(name) ? 1 : 0, Integer::sum));
            }
        }
        System.out.println("of " + releases + " equal releases called worse: " + alarms);
    }

    private Map<String, ReleaseRival> rules(Side before) {
        LatencyRule standard = LatencyRule.standard(Arrays.stream(bounds).boxed().toList());
        LatencyRule hasty =
                new LatencyRule(
                        standard.upperBoundsSeconds(),
                        standard.slots(),
                        standard.floorSeconds(),
                        WarmUpRule.NONE,
                        standard.limit());
        Map<String, ReleaseRival> rules = new LinkedHashMap<>();
        rules.put("chi-square, peeking", ReleaseRival.chiSquare());
        rules.put("untuned e-process", ReleaseRival.untuned());
        rules.put("judge, warm-up not left out", ReleaseRival.judge(policy(hasty), before));
        rules.put("judge, standard", ReleaseRival.judge(policy(standard), before));
        return rules;
    }

    private static JudgePolicy policy(LatencyRule rule) {
        return new JudgePolicy(
                .01, new Margin(.0005, .01), GainLimit.TWO_WINDOWS, true, rule, List.of());
    }

    private static double[] bounds() {
        double[] bounds = new double[40];
        for (int bound = 0; bound < bounds.length - 1; bound++) {
            bounds[bound] = .0002 * Math.pow(1.3, bound);
        }
        bounds[bounds.length - 1] = Double.POSITIVE_INFINITY;
        return bounds;
    }

    /// Spreads a second's requests evenly over it, and divides them at random.
    private void ask(Shop old, Answers baseline, Shop fresh, Answers candidate)
            throws InterruptedException {
        long start = System.nanoTime();
        Thread[] requests = new Thread[perSecond];
        for (int request = 0; request < perSecond; request++) {
            long wait = start + 1_000_000_000L * request / perSecond - System.nanoTime();
            if (wait > 0) {
                Thread.sleep(Duration.ofNanos(wait));
            }
            boolean toFresh = ThreadLocalRandom.current().nextDouble() < SHARE;
            Shop shop = toFresh ? fresh : old;
            Answers answers = toFresh ? candidate : baseline;
            requests[request] = Thread.startVirtualThread(() -> shop.ask(answers));
        }
        for (Thread request : requests) {
            request.join();
        }
    }

    /// What a version answered in a second. Thread-safe.
    private final class Answers {
        private final AtomicLong requests = new AtomicLong();
        private final AtomicLong errors = new AtomicLong();
        private final AtomicLong nanos = new AtomicLong();
        private final AtomicLongArray counts = new AtomicLongArray(bounds.length);

        void add(long tookNanos, boolean failed) {
            requests.incrementAndGet();
            nanos.addAndGet(tookNanos);
            errors.addAndGet(failed ? 1 : 0);
            int bound = 0;
            while (tookNanos > bounds[bound] * 1e9) {
                bound++;
            }
            counts.incrementAndGet(bound);
        }

        Side side() {
            return Side.of(requests.get(), errors.get()).withLatency(array());
        }

        private long[] array() {
            long[] array = new long[counts.length()];
            Arrays.setAll(array, counts::get);
            return array;
        }

        long beyond(int bound) {
            long sum = 0;
            for (int bucket = bound + 1; bucket < counts.length(); bucket++) {
                sum += counts.get(bucket);
            }
            return sum;
        }

        int boundBeyond(double share) {
            int bound = 0;
            while (beyond(bound) > share * requests.get()) {
                bound++;
            }
            return bound;
        }

        double sumSeconds() {
            return nanos.get() / 1e9;
        }
    }

    /// A process of the inventory.
    private final class Shop implements AutoCloseable {
        private final Process process;
        private final HttpRequest request;

        Shop() throws Exception {
            int port = freePort();
            ProcessBuilder builder =
                    new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-Xmx64m",
                            "-cp",
                            classes.toString(),
                            "shop.inventory.Inventory");
            builder.environment().put("PORT", Integer.toString(port));
            builder.environment()
                    .put("DATA_DIR", Files.createTempDirectory("cold-shop").toString());
            builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
            process = builder.start();
            request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/items"))
                            .timeout(Duration.ofSeconds(5))
                            .build();
            awaitReady(port);
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            }
        }

        private void awaitReady(int port) throws Exception {
            HttpRequest ready =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/healthz"))
                            .build();
            while (true) {
                try {
                    client.send(ready, HttpResponse.BodyHandlers.discarding());
                    return;
                } catch (IOException e) {
                    if (!process.isAlive()) {
                        throw new IOException("the shop has ended: " + process.exitValue(), e);
                    }
                    Thread.sleep(50);
                }
            }
        }

        void ask(Answers answers) {
            long start = System.nanoTime();
            boolean failed;
            try {
                failed =
                        client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()
                                >= 500;
            } catch (IOException e) {
                failed = true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            answers.add(System.nanoTime() - start, failed);
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
