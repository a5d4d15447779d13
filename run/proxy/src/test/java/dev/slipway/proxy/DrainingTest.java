package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DrainingTest {
    @Test
    void isDrainedWhenTheLastRequestIsAnswered() throws Exception {
        CountDownLatch mayAnswer = new CountDownLatch(1);
        TestBackend backend =
                TestBackend.answering(request -> {
                    try {
                        mayAnswer.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    return TestBackend.ok("late");
                });
        try (TestBackend other = TestBackend.saying("other");
                TestProxy proxy = TestProxy.to(backend);
                TestClient client = proxy.client();
                TestClient later = proxy.client()) {
            int port = backend.port();
            assertThat(proxy.proxy().isDrained("127.0.0.1", port)).isFalse();
            client.request("POST /", "Content-Length: 0\r\n");
            TestProxy.await(() -> proxy.proxy().inFlight("127.0.0.1", port) == 1);
            proxy.apply(new Endpoint("127.0.0.1", port, "", true), other.endpoint());
            assertThat(later.get("/").text()).isEqualTo("other");
            assertThat(proxy.proxy().isDrained("127.0.0.1", port)).isFalse();
            mayAnswer.countDown();
            assertThat(client.response().text()).isEqualTo("late");
            TestProxy.await(() -> proxy.proxy().isDrained("127.0.0.1", port));
            TestProxy.await(() -> backend.openConnections() == 0);
        }
    }

    @Test
    void closesIdleConnectionsToRemovedEndpoints() throws IOException {
        try (TestBackend backend = TestBackend.saying("x");
                TestProxy proxy = TestProxy.to(backend.endpoint());
                TestClient client = proxy.client()) {
            client.get("/");
            TestProxy.await(() -> proxy.proxy().figures().connections().upstreamIdle() == 1);
            proxy.apply();
            TestProxy.await(() -> backend.openConnections() == 0);
            assertThat(proxy.proxy().isDrained("127.0.0.1", backend.port())).isTrue();
            proxy.apply(backend.endpoint());
            assertThat(client.get("/").status()).isEqualTo(200);
            assertThat(proxy.proxy().isDrained("127.0.0.1", backend.port())).isFalse();
        }
    }

    /// Endpoints come and go under constant load of GET and POST; each one that goes is stopped,
    /// with its connections, the moment it is drained. Nobody may notice.
    @Test
    void losesNoRequestWhileEndpointsAreReplaced() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong served = new AtomicLong();
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        Deque<TestBackend> live = new ArrayDeque<>();
        live.add(echo());
        live.add(echo());
        List<Thread> clients = new ArrayList<>();
        try (TestProxy proxy = TestProxy.to(endpoints(live))) {
            for (int i = 0; i < 8; i++) {
                boolean keepsAlive = i % 4 != 0;
                clients.add(
                        Thread.ofVirtual()
                                .start(() -> load(proxy, keepsAlive, stop, served, failures)));
            }
            long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
            int replaced = 0;
            while (System.nanoTime() < end) {
                replaceOne(proxy, live);
                replaced++;
                long goal = served.get() + 20;
                TestProxy.await(() -> served.get() >= goal || !failures.isEmpty());
            }
            stop.set(true);
            for (Thread client : clients) {
                client.join();
            }
            assertThat(failures).isEmpty();
            assertThat(replaced).isGreaterThan(20);
            assertThat(proxy.traffic().responses(5)).isZero();
            assertThat(proxy.traffic().requests()).isEqualTo(served.get());
        } finally {
            for (TestBackend backend : live) {
                backend.close();
            }
        }
    }

    private static TestBackend echo() {
        return TestBackend.answering(request -> TestBackend.ok(request.method() + request.text()));
    }

    private static Endpoint[] endpoints(Deque<TestBackend> backends) {
        return backends.stream().map(TestBackend::endpoint).toArray(Endpoint[]::new);
    }

    private static void replaceOne(TestProxy proxy, Deque<TestBackend> live) throws IOException {
        TestBackend old = live.removeFirst();
        live.addLast(echo());
        proxy.apply(endpoints(live));
        TestProxy.await(() -> proxy.proxy().isDrained("127.0.0.1", old.port()));
        old.close();
    }

    private static void load(
            TestProxy proxy,
            boolean keepsAlive,
            AtomicBoolean stop,
            AtomicLong served,
            Queue<String> failures) {
        String close = keepsAlive ? "" : "Connection: close\r\n";
        while (!stop.get()) {
            try (TestClient client = proxy.client()) {
                for (int i = 0; !stop.get() && (keepsAlive || i == 0); i++) {
                    String body = "n" + i;
                    boolean isPost = i % 2 == 0;
                    String line = isPost ? "POST /" : "GET /";
                    String length = isPost ? "Content-Length: " + body.length() + "\r\n" : "";
                    client.request(line, length + close).send(isPost ? body : "");
                    String answer = client.response().text();
                    if (!answer.equals(isPost ? "POST" + body : "GET")) {
                        failures.add(answer);
                    }
                    served.incrementAndGet();
                }
            } catch (IOException e) {
                failures.add(e.toString());
            }
        }
    }

    @Test
    void finishesWhatIsInFlightWhenItCloses() throws Exception {
        CountDownLatch mayAnswer = new CountDownLatch(1);
        TestBackend backend =
                TestBackend.answering(request -> {
                    try {
                        mayAnswer.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    return TestBackend.ok("whole");
                });
        try (backend;
                TestProxy proxy =
                        new TestProxy(TestProxy.config(TestProxy.config().clients(), 1))
                                .apply(backend.endpoint());
                TestClient idle = proxy.client();
                TestClient busy = proxy.client()) {
            busy.request("GET /", "");
            TestProxy.await(() -> proxy.proxy().inFlight("127.0.0.1", backend.port()) == 1);
            Thread closing = Thread.ofVirtual().start(() -> proxy.proxy().close());
            assertThat(idle.isClosed()).isTrue();
            mayAnswer.countDown();
            HttpWire.Message answer = busy.response();
            assertThat(answer.text()).isEqualTo("whole");
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(busy.isClosed()).isTrue();
            closing.join();
        }
    }
}
