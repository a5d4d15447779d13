package dev.slipway.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// So many requests a second through the edge, whatever the answers take, counted by the release
/// that answered. Thread-safe.
final class ReleaseLoad implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int IN_FLIGHT_MAX = 500;
    private static final String NONE = "none";

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TIMEOUT)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();
    private final HttpRequest request;
    private final Map<String, Answers> byRelease = new ConcurrentHashMap<>();
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT_MAX);
    private final Thread pacer;
    private volatile boolean running = true;

    ReleaseLoad(int edgePort, String host, int perSecond) {
        this.request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edgePort + "/report"))
                        .header("Host", host)
                        .timeout(TIMEOUT)
                        .build();
        this.pacer = Thread.ofPlatform().name("load").daemon().start(() -> run(perSecond));
    }

    /// What clients saw of a release: when the first and the last answer came, by `nanoTime`.
    static final class Answers {
        final LongAdder all = new LongAdder();
        final LongAdder failed = new LongAdder();
        final AtomicLong firstNanos = new AtomicLong();
        final AtomicLong lastNanos = new AtomicLong();

        private void add(boolean bad) {
            long now = System.nanoTime();
            all.increment();
            failed.add(bad ? 1 : 0);
            firstNanos.compareAndSet(0, now);
            lastNanos.set(now);
        }

        double seconds() {
            return (lastNanos.get() - firstNanos.get()) / 1e9;
        }
    }

    Answers of(String release) {
        return byRelease.computeIfAbsent(release, _ -> new Answers());
    }

    /// What no release answered: connections that broke, and answers of the edge itself.
    Answers ofNone() {
        return of(NONE);
    }

    private void run(int perSecond) {
        long interval = 1_000_000_000L / perSecond;
        long next = System.nanoTime();
        while (running) {
            long wait = next - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
                continue;
            }
            next += interval;
            inFlight.acquireUninterruptibly();
            Thread.startVirtualThread(this::ask);
        }
    }

    private void ask() {
        try {
            HttpResponse<Void> answer =
                    client.send(request, HttpResponse.BodyHandlers.discarding());
            String release = answer.headers().firstValue("X-Release").orElse(NONE);
            of(release).add(answer.statusCode() >= 500);
        } catch (IOException e) {
            ofNone().add(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inFlight.release();
        }
    }

    @Override
    public void close() {
        running = false;
        try {
            pacer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.shutdownNow();
    }
}
