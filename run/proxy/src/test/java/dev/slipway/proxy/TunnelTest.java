package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TunnelTest {
    private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\n";

    private static void echo(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            out.write(buffer, 0, n);
        }
        out.write("bye".getBytes(StandardCharsets.US_ASCII));
    }

    private static TestBackend upgrading() {
        return TestBackend.serving((in, out, socket) -> {
            HttpWire.Message request = HttpWire.readRequest(in);
            boolean asked = request != null && "websocket".equals(request.header("upgrade"));
            if (!asked) {
                out.write(Ascii.bytes(TestBackend.ok("plain")));
                return;
            }
            out.write(
                    Ascii.bytes(
                            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
                                    + "Upgrade: websocket\r\n\r\nhello"));
            echo(in, out);
        });
    }

    @Test
    void passesBytesBothWaysAfterAnUpgrade() throws IOException {
        try (TestBackend backend = upgrading();
                TestProxy proxy = TestProxy.to(backend.endpoint());
                TestClient client = proxy.client()) {
            HttpWire.Message head = client.request("GET /", UPGRADE).head();
            assertThat(head.status()).isEqualTo(101);
            assertThat(head.header("upgrade")).isEqualTo("websocket");
            assertThat(head.header("connection")).isEqualToIgnoringCase("upgrade");
            assertThat(client.read(5)).asString().isEqualTo("hello");
            client.send("GET / HTTP/1.1\r\n\r\n not HTTP any more");
            assertThat(client.read(36)).asString().endsWith("not HTTP any more");
            assertThat(proxy.proxy().inFlight("127.0.0.1", backend.port())).isEqualTo(1);
            client.socket().shutdownOutput();
            assertThat(client.readAll()).asString().isEqualTo("bye");
            TestProxy.await(() -> proxy.proxy().inFlight("127.0.0.1", backend.port()) == 0);
            assertThat(proxy.traffic().responses()).containsEntry(101, 1L);
        }
    }

    @Test
    void staysHttpWhereTheBackendDoesNotUpgrade() throws IOException {
        TestBackend backend = TestBackend.saying("plain");
        try (TestProxy proxy = TestProxy.to(backend);
                TestClient client = proxy.client()) {
            assertThat(client.request("GET /", UPGRADE).response().text()).isEqualTo("plain");
            assertThat(client.get("/").text()).isEqualTo("plain");
        }
    }

    @Test
    void keepsUpgradesToItselfThatWouldHideRequests() throws IOException {
        try (TestBackend backend =
                        TestBackend.answering(r -> TestBackend.ok(String.join("|", r.headers())));
                TestProxy proxy = TestProxy.to(backend.endpoint());
                TestClient client = proxy.client()) {
            for (String headers :
                    List.of(
                            "Connection: Upgrade\r\nUpgrade: h2c\r\n",
                            "Upgrade: websocket\r\n",
                            UPGRADE + "Upgrade: h2c\r\n",
                            UPGRADE + "Content-Length: 1\r\n")) {
                String body = headers.contains("Content-Length") ? "x" : "";
                String seen = client.request("POST /", headers).send(body).response().text();
                assertThat(seen).doesNotContainIgnoringCase("upgrade");
            }
        }
    }

    private static TestProxy tcp(Endpoint... endpoints) {
        return new TestProxy(TestProxy.config())
                .apply(
                        new RoutingSnapshot(
                                List.of(
                                        new Listener.Tcp(
                                                TestProxy.LISTENER, "127.0.0.1", 0, "raw")),
                                List.of(new Backend("raw", List.of(endpoints), Map.of()))));
    }

    @Test
    void passesTcpWithHalfClosedConnections() throws IOException {
        TestBackend backend =
                TestBackend.serving((in, out, socket) -> {
                    out.write(Ascii.bytes("first"));
                    echo(in, out);
                });
        byte[] much = new byte[20 << 20];
        try (backend;
                TestProxy proxy = tcp(backend.endpoint());
                TestClient client = proxy.client()) {
            assertThat(client.read(5)).asString().isEqualTo("first");
            Thread sender =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    client.send(much);
                                    client.socket().shutdownOutput();
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
            assertThat(client.readAll()).hasSize(much.length + 3);
            assertThat(sender.isAlive()).isFalse();
            TestProxy.await(() -> proxy.proxy().inFlight("127.0.0.1", backend.port()) == 0);
            Figures.Traffic traffic = proxy.proxy().figures().traffic().getFirst();
            assertThat(traffic.key().routeId()).isEqualTo(TestProxy.LISTENER);
            assertThat(traffic.bytes().received()).isEqualTo(much.length);
        }
    }

    @Test
    void closesTcpConnectionsThatNobodyServes() throws IOException {
        try (TestProxy proxy = tcp();
                TestClient client = proxy.client()) {
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void connectsTcpToAnotherEndpointWhereOneFails() throws IOException {
        TestBackend gone = TestBackend.saying("x");
        gone.close();
        try (TestBackend backend =
                        TestBackend.serving((in, out, socket) -> out.write(Ascii.bytes("me")));
                TestProxy proxy =
                        tcp(
                                new Endpoint("127.0.0.1", gone.port(), "", false),
                                backend.endpoint())) {
            for (int i = 0; i < 10; i++) {
                try (TestClient client = proxy.client()) {
                    assertThat(client.readAll()).asString().isEqualTo("me");
                }
            }
        }
    }
}
