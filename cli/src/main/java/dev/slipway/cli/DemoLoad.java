package dev.slipway.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// Steady traffic: a fixed number of requests a second through the edge, half of them `POST`, each
/// counted by what became of it and by the release that answered. Thread-safe.
final class DemoLoad implements AutoCloseable {
    static final int REQUESTS_PER_SECOND = 150;

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int IN_FLIGHT_MAX = 300;
    private static final String UNKNOWN_RELEASE = "none";

    /// What is known of one release, as clients see it.
    static final class Answers {
        final LongAdder failed = new LongAdder();
        final LongAdder all = new LongAdder();
        volatile long firstNanos;
        volatile long lastNanos;
    }

    private final URI base;
    private final String host;
    private final HttpClient client;
    private final Map<String, Answers> byRelease = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
    private final LongAdder sent = new LongAdder();
    private final AtomicInteger customer = new AtomicInteger();
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT_MAX);
    private final Thread pacer;
    private volatile boolean running = true;

    DemoLoad(int edgePort, String host) {
        this.base = URI.create("http://127.0.0.1:" + edgePort);
        this.host = host;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(TIMEOUT)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
        this.pacer = Thread.ofPlatform().name("demo-load").daemon().start(this::run);
    }

    long sent() {
        return sent.sum();
    }

    long failed() {
        return byRelease.values().stream().mapToLong(answers -> answers.failed.sum()).sum();
    }

    Answers answersOf(String release) {
        return byRelease.computeIfAbsent(release, name -> new Answers());
    }

    /// How often each kind of failure was seen.
    Map<String, Long> failures() {
        Map<String, Long> counts = new TreeMap<>();
        failures.forEach((what, count) -> counts.put(what, count.sum()));
        return counts;
    }

    private void run() {
        long interval = 1_000_000_000L / REQUESTS_PER_SECOND;
        long next = System.nanoTime();
        while (running) {
            long wait = next - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
                continue;
            }
            next += interval;
            inFlight.acquireUninterruptibly();
            Thread.startVirtualThread(this::request);
        }
    }

    private void request() {
        sent.increment();
        try {
            HttpResponse<Void> answer = client.send(next(), HttpResponse.BodyHandlers.discarding());
            String release = answer.headers().firstValue("X-Release").orElse(UNKNOWN_RELEASE);
            boolean bad = answer.statusCode() >= 500;
            count(release, bad, bad ? "status " + answer.statusCode() : "");
        } catch (IOException e) {
            count(UNKNOWN_RELEASE, true, e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inFlight.release();
        }
    }

    /// The customers come in turn, twenty to look and twenty to buy.
    private HttpRequest next() {
        int number = customer.incrementAndGet();
        boolean buying = (number / 20) % 2 == 0;
        String path = (buying ? "/buy/" : "/offers/") + "rope?customer=" + number;
        return HttpRequest.newBuilder(base.resolve(path))
                .method(buying ? "POST" : "GET", HttpRequest.BodyPublishers.noBody())
                .header("Host", host)
                .timeout(TIMEOUT)
                .build();
    }

    private void count(String release, boolean bad, String failure) {
        Answers answers = answersOf(release);
        long now = System.nanoTime();
        if (answers.firstNanos == 0) {
            answers.firstNanos = now;
        }
        answers.lastNanos = now;
        answers.all.increment();
        if (bad) {
            answers.failed.increment();
            failures.computeIfAbsent(failure + " (release " + release + ")", key -> new LongAdder())
                    .increment();
        }
    }

    /// Sends no more and waits for the answers under way.
    void finish() {
        running = false;
        try {
            pacer.join();
            inFlight.acquire(IN_FLIGHT_MAX);
            inFlight.release(IN_FLIGHT_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        finish();
        client.shutdownNow();
    }
}
