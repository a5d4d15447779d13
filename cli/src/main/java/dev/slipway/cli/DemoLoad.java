package dev.slipway.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
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

/// Steady traffic through the edge: a fixed number of requests a second, half of them `POST`, one
/// in seven to the partners' door. Each answer is counted for every version that had a part in it,
/// a failure for the one that it is due to. Where the machine is out of breath customers wait, and
/// fewer come: only so many are under way at a time, and none gives up before a minute.
/// Thread-safe.
final class DemoLoad implements AutoCloseable {
    static final int REQUESTS_PER_SECOND = 80;
    static final int IN_FLIGHT_MAX = 40;

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String NOBODY = "nobody";
    private static final int PARTNERS_EVERY = 7;

    private final URI base;
    private final HttpClient client;
    private final Map<String, DemoAnswers> byVersion = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
    private final LongAdder sent = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final AtomicInteger customer = new AtomicInteger();
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT_MAX);
    private final Thread pacer;
    private volatile boolean running = true;

    DemoLoad(int edgePort) {
        this.base = URI.create("http://127.0.0.1:" + edgePort);
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

    /// Those that came back, well or not.
    long answered() {
        return answered.sum();
    }

    long failed() {
        return failures.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /// What became of the requests that a version, such as `storefront 3`, had a part in.
    DemoAnswers answersOf(String version) {
        return byVersion.computeIfAbsent(version, name -> new DemoAnswers());
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
            inFlight.acquireUninterruptibly();
            next = Math.max(next + interval, System.nanoTime());
            Thread.startVirtualThread(this::request);
        }
    }

    private void request() {
        int number = customer.incrementAndGet();
        boolean partner = number % PARTNERS_EVERY == 0;
        sent.increment();
        try {
            HttpResponse<Void> answer =
                    client.send(
                            request(number, partner ? "partners.default" : "shop"),
                            HttpResponse.BodyHandlers.discarding());
            count(answer, partner ? "partners" : "storefront");
        } catch (IOException e) {
            fail(NOBODY, e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            answered.increment();
            inFlight.release();
        }
    }

    /// The customers come in turn, twenty to look and twenty to buy.
    private HttpRequest request(int number, String host) {
        boolean buying = (number / 20) % 2 == 0;
        String path = (buying ? "/buy/" : "/offers/") + "rope?customer=" + number;
        return HttpRequest.newBuilder(base.resolve(path))
                .method(buying ? "POST" : "GET", HttpRequest.BodyPublishers.noBody())
                .header("Host", host + ".localhost")
                .timeout(TIMEOUT)
                .build();
    }

    /// Asks once, uncounted, and returns the release that answers, or `none`.
    String releaseAt(String host) {
        try {
            return client.send(request(1, host), HttpResponse.BodyHandlers.discarding())
                    .headers()
                    .firstValue("X-Release")
                    .orElse("none");
        } catch (IOException e) {
            return "none";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "none";
        }
    }

    private void count(HttpResponse<Void> answer, String service) {
        HttpHeaders head = answer.headers();
        String front = head.firstValue("X-Release").map(name -> service + " " + name).orElse("");
        String back = head.firstValue("X-Inventory-Release").map("inventory "::concat).orElse("");
        String currency = head.firstValue("X-Currency").map(name -> " in " + name).orElse("");
        if (!front.isEmpty()) {
            answersOf(front).count();
            answersOf(front + currency).count();
        }
        if (!back.isEmpty()) {
            answersOf(back).count();
        }
        if (answer.statusCode() >= 500) {
            String asked = front.isEmpty() ? NOBODY : front;
            fail(back.isEmpty() ? asked : back, "status " + answer.statusCode());
        }
    }

    private void fail(String version, String what) {
        answersOf(version).fail();
        failures.computeIfAbsent(what + " of " + version, key -> new LongAdder()).increment();
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
