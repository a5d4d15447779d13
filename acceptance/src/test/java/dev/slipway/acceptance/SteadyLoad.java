package dev.slipway.acceptance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/// Clients that each send one request after the other, every other a `POST`, and count what fails:
/// any answer but 200, and any connection that breaks.
final class SteadyLoad implements AutoCloseable {
    private static final int CLIENTS = 8;

    private final URI base;
    private final String host;
    private final HttpClient client;
    private final List<Thread> threads = new ArrayList<>();
    private final LongAdder sent = new LongAdder();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
    private volatile boolean running = true;

    SteadyLoad(int edgePort, String host) {
        this.base = URI.create("http://127.0.0.1:" + edgePort);
        this.host = host;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
        for (int number = 0; number < CLIENTS; number++) {
            threads.add(Thread.ofPlatform().name("load-" + number).start(this::run));
        }
    }

    long sent() {
        return sent.sum();
    }

    /// What failed and how often; empty if nothing did.
    Map<String, LongAdder> failures() {
        return failures;
    }

    private void run() {
        for (int number = 0; running; number++) {
            HttpRequest.Builder request =
                    number % 2 == 0
                            ? HttpRequest.newBuilder(base.resolve("/items"))
                            : HttpRequest.newBuilder(base.resolve("/items/rope/reserve?quantity=1"))
                                    .POST(HttpRequest.BodyPublishers.ofString("{}"));
            send(request.header("Host", host).timeout(Duration.ofSeconds(10)).build());
        }
    }

    private void send(HttpRequest request) {
        sent.increment();
        try {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                count(request.method() + " " + answer.statusCode() + " " + answer.body().strip());
            }
        } catch (IOException e) {
            count(request.method() + " " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    private void count(String failure) {
        failures.computeIfAbsent(failure, name -> new LongAdder()).increment();
    }

    @Override
    public void close() {
        running = false;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.shutdownNow();
    }
}
