package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("StringConcatToTextBlock") // Lines of HTTP end with CR LF.
class ForwardingTest {
    private static TestBackend echo() {
        return TestBackend.answering(request ->
                TestBackend.ok(
                        request.line()
                                + "\n"
                                + String.join("\n", request.headers())
                                + "\n\n"
                                + request.text()));
    }

    @ParameterizedTest
    @EnumSource(ProxyConfig.Transport.class)
    void passesRequestsOnKeptConnections(ProxyConfig.Transport transport) throws IOException {
        Assumptions.assumeTrue(
                Sockets.isAvailable(transport), "not offered by this machine: " + transport);
        ProxyConfig base = TestProxy.config();
        ProxyConfig config =
                new ProxyConfig(
                        transport,
                        1,
                        base.clients(),
                        base.upstreams(),
                        base.forwarded(),
                        base.lifecycle());
        try (TestBackend backend = echo();
                TestProxy proxy = new TestProxy(config).apply(backend.endpoint());
                TestClient client = proxy.client()) {
            assertThat(client.get("/a?b=c").text()).startsWith("GET /a?b=c HTTP/1.1\n");
            assertThat(client.post("/p", "hello").text()).endsWith("\n\nhello");
            assertThat(client.get("/").status()).isEqualTo(200);
            assertThat(backend.connections()).isEqualTo(1);
        }
    }

    @Test
    void stripsHeadersOfThisHopAndTellsWhoAsked() throws IOException {
        try (TestProxy proxy = TestProxy.to(echo());
                TestClient client = proxy.client()) {
            String seen =
                    client.request(
                                    "GET /",
                                    "Connection: keep-alive, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: 5\r\nTE: trailers\r\n"
                                            + "X-Forwarded-For: 10.0.0.1\r\nX-Kept: 2\r\n")
                            .response()
                            .text();
            assertThat(seen)
                    .contains("Host: test\n", "X-Kept: 2\n", "X-Forwarded-Proto: http\n")
                    .contains("X-Forwarded-For: 10.0.0.1, 127.0.0.1\n")
                    .contains("X-Forwarded-Host: test\n")
                    .doesNotContain("Connection", "X-Hop", "Keep-Alive", "TE:");
        }
    }

    @Test
    void replacesWhatClientsClaimWhereThePolicySaysSo() throws IOException {
        ProxyConfig base = TestProxy.config();
        ProxyConfig config =
                new ProxyConfig(
                        base.transport(),
                        1,
                        base.clients(),
                        base.upstreams(),
                        ProxyConfig.ForwardedPolicy.OVERWRITE,
                        base.lifecycle());
        try (TestBackend backend = echo();
                TestProxy proxy = new TestProxy(config).apply(backend.endpoint());
                TestClient client = proxy.client()) {
            String seen =
                    client.request(
                                    "GET /",
                                    "X-Forwarded-For: 10.0.0.1\r\nX-Forwarded-Proto: https\r\nForwarded: for=x\r\n"
                                            + "X-Real-IP: 1\r\n")
                            .response()
                            .text();
            assertThat(seen)
                    .contains("X-Forwarded-For: 127.0.0.1\n", "X-Forwarded-Proto: http\n")
                    .doesNotContain("10.0.0.1", "https", "for=x", "X-Real-IP");
        }
    }

    @Test
    void servesPipelinedRequestsInOrder() throws IOException {
        try (TestProxy proxy = TestProxy.to(echo());
                TestClient client = proxy.client()) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                all.append("POST /").append(i).append(" HTTP/1.1\r\nHost: a\r\n");
                all.append("Content-Length: 3\r\n\r\nabc");
            }
            client.send(all.toString());
            for (int i = 0; i < 20; i++) {
                assertThat(client.response().text()).startsWith("POST /" + i + " ");
            }
        }
    }

    @Test
    void readsRequestsThatArriveByteByByte() throws IOException {
        try (TestProxy proxy = TestProxy.to(echo());
                TestClient client = proxy.client()) {
            String request =
                    "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n";
            for (byte b : request.getBytes(StandardCharsets.ISO_8859_1)) {
                client.send(new byte[] {b});
            }
            assertThat(client.response().text()).endsWith("\n\nab");
            assertThat(client.get("/y").text()).startsWith("GET /y");
        }
    }

    @Test
    void passesChunksBothWays() throws IOException {
        TestBackend backend =
                TestBackend.answering(request ->
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "3;x=y\r\nabc\r\n5\r\n"
                                + request.text()
                                + "\r\n0\r\nX-Sum: 1\r\n\r\n");
        try (TestProxy proxy = TestProxy.to(backend);
                TestClient client = proxy.client()) {
            for (int i = 0; i < 3; i++) {
                client.request("POST /", "Transfer-Encoding: chunked\r\n");
                client.send("2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n");
                assertThat(client.response().text()).isEqualTo("abchello");
            }
        }
    }

    @Test
    void takesChunksOffForOldClients() throws IOException {
        TestBackend backend =
                TestBackend.answering(request ->
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        try (TestProxy proxy = TestProxy.to(backend);
                TestClient client = proxy.client()) {
            client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            HttpWire.Message response = client.response();
            assertThat(response.text()).isEqualTo("abc");
            assertThat(response.header("connection")).isEqualTo("close");
            assertThat(response.header("transfer-encoding")).isNull();
        }
    }

    @Test
    void keepsConnectionsOfOldClientsThatAskForIt() throws IOException {
        try (TestProxy proxy = TestProxy.to(echo())) {
            try (TestClient client = proxy.client()) {
                client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
                assertThat(client.response().header("connection")).isEqualTo("keep-alive");
                client.send("GET / HTTP/1.0\r\n\r\n");
                assertThat(client.response().header("connection")).isEqualTo("close");
                assertThat(client.isClosed()).isTrue();
            }
        }
    }

    @Test
    void knowsResponsesWithoutBody() throws IOException {
        TestBackend backend =
                TestBackend.answering(request ->
                        switch (request.target()) {
                            case "/204" -> "HTTP/1.1 204 No Content\r\n\r\n";
                            case "/304" -> "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n";
                            default -> "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";
                        });
        try (TestProxy proxy = TestProxy.to(backend);
                TestClient client = proxy.client()) {
            assertThat(client.get("/204").status()).isEqualTo(204);
            assertThat(client.get("/304").status()).isEqualTo(304);
            assertThat(client.request("HEAD /", "").head().header("content-length")).isEqualTo("9");
            assertThat(client.get("/204").status()).isEqualTo(204);
            assertThat(backend.connections()).isEqualTo(1);
        }
    }

    @Test
    void passesInterimResponses() throws IOException {
        TestBackend backend =
                TestBackend.serving((in, out, socket) -> {
                    HttpWire.readHead(in);
                    out.write(Ascii.bytes("HTTP/1.1 100 Continue\r\n\r\n"));
                    byte[] body = in.readNBytes(4);
                    out.write(Ascii.bytes("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"));
                    out.write(Ascii.bytes(TestBackend.ok(Ascii.string(body, 0, 4))));
                    in.read();
                });
        try (TestProxy proxy = TestProxy.to(backend);
                TestClient client = proxy.client()) {
            client.request("POST /", "Expect: 100-continue\r\nContent-Length: 4\r\n");
            assertThat(client.head().status()).isEqualTo(100);
            client.send("body");
            assertThat(client.head().header("link")).isEqualTo("x");
            assertThat(client.response().text()).isEqualTo("body");
        }
    }

    @Test
    void passesBodiesThatEndWithTheConnection() throws IOException {
        TestBackend backend =
                TestBackend.serving((in, out, socket) -> {
                    HttpWire.readRequest(in);
                    out.write(Ascii.bytes("HTTP/1.0 200 OK\r\n\r\nall of it"));
                });
        try (TestProxy proxy = TestProxy.to(backend);
                TestClient client = proxy.client()) {
            HttpWire.Message response = client.get("/");
            assertThat(response.text()).isEqualTo("all of it");
            assertThat(response.header("connection")).isEqualTo("close");
        }
    }

    @Test
    void cutsTheClientOffWhereAResponseIsNotWhole() throws IOException {
        TestBackend backend =
                TestBackend.serving((in, out, socket) -> {
                    HttpWire.readRequest(in);
                    out.write(Ascii.bytes("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf"));
                });
        try (TestProxy proxy = TestProxy.to(backend);
                TestClient client = proxy.client()) {
            assertThatThrownBy(() -> client.get("/")).isInstanceOf(IOException.class);
            TestProxy.await(() -> proxy.aborted() == 1);
        }
    }

    @Test
    void passesAnEarlyAnswerToALongRequest() throws IOException {
        TestBackend backend =
                TestBackend.serving((in, out, socket) -> {
                    HttpWire.readHead(in);
                    out.write(
                            Ascii.bytes(
                                    "HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n"
                                            + "Connection: close\r\n\r\nno!"));
                    socket.shutdownOutput();
                    in.skip(Long.MAX_VALUE);
                });
        try (TestProxy proxy = TestProxy.to(backend);
                TestClient client = proxy.client()) {
            client.request("POST /", "Content-Length: 100000000\r\n").send(new byte[1 << 16]);
            HttpWire.Message response = client.response();
            assertThat(response.status()).isEqualTo(413);
            assertThat(response.text()).isEqualTo("no!");
            assertThat(client.isClosed()).isTrue();
        }
    }

    /// The backend does not read until it is told to: what the proxy takes from the client
    /// meanwhile must stay small.
    @Test
    void slowsTheClientDownToTheBackend() throws Exception {
        CountDownLatch mayRead = new CountDownLatch(1);
        TestBackend backend =
                TestBackend.serving((in, out, socket) -> {
                    awaitLatch(mayRead);
                    HttpWire.Message request = HttpWire.readRequest(in);
                    if (request != null) {
                        int sum = Arrays.hashCode(request.body());
                        out.write(Ascii.bytes(TestBackend.ok(Integer.toString(sum))));
                        in.read();
                    }
                });
        byte[] body = new byte[64 << 20];
        Arrays.fill(body, (byte) 'x');
        try (TestProxy proxy = TestProxy.to(backend);
                TestClient client = proxy.client()) {
            AtomicLong written = new AtomicLong();
            Thread sender = Thread.ofVirtual().start(() -> sendSlices(client, body, written));
            TestProxy.await(() -> isStill(written));
            assertThat(written.get()).isLessThan(32L << 20);
            assertThat(usedMemory(proxy)).isLessThan(8L << 20);
            mayRead.countDown();
            assertThat(client.response().text()).isEqualTo(Integer.toString(Arrays.hashCode(body)));
            sender.join();
        }
    }

    private static void awaitLatch(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void sendSlices(TestClient client, byte[] body, AtomicLong written) {
        try {
            client.request("POST /", "Content-Length: " + body.length + "\r\n");
            OutputStream out = client.socket().getOutputStream();
            for (int at = 0; at < body.length; at += 1 << 16) {
                out.write(body, at, 1 << 16);
                written.addAndGet(1 << 16);
            }
        } catch (IOException e) {
            written.set(Long.MAX_VALUE);
        }
    }

    /// Whether a number has begun to grow and then stayed the same for a while.
    private static boolean isStill(AtomicLong number) {
        long before = number.get();
        LockSupport.parkNanos(300_000_000);
        return before > 0 && number.get() == before;
    }

    private static long usedMemory(TestProxy proxy) {
        return proxy.proxy().allocator().metric().usedDirectMemory();
    }

    @Test
    void slowsTheBackendDownToTheClient() throws IOException {
        AtomicLong written = new AtomicLong();
        int size = 64 << 20;
        TestBackend backend =
                TestBackend.serving((in, out, socket) -> {
                    HttpWire.readRequest(in);
                    out.write(
                            Ascii.bytes("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n"));
                    byte[] part = new byte[1 << 16];
                    for (int at = 0; at < size; at += part.length) {
                        out.write(part);
                        written.addAndGet(part.length);
                    }
                    in.read();
                });
        try (TestProxy proxy = TestProxy.to(backend);
                TestClient client = proxy.client()) {
            client.request("GET /", "").head();
            TestProxy.await(() -> isStill(written));
            assertThat(written.get()).isLessThan(32L << 20);
            assertThat(usedMemory(proxy)).isLessThan(8L << 20);
            assertThat(client.read(size)).hasSize(size);
            assertThat(proxy.proxy().inFlight("127.0.0.1", backend.port())).isZero();
        }
    }
}
