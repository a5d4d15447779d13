package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Many clients at once with requests of every shape, drawn at random: whatever the sizes, framings
/// and packet borders, each gets back what it sent.
class RandomTrafficTest {
    private static final int CLIENTS = 12;
    private static final int ROUNDS = 30;
    private static final int BODY_BYTES_MAX = 200_000;

    @ParameterizedTest
    @EnumSource(
            value = ProxyConfig.Transport.class,
            names = {"IO_URING", "EPOLL"})
    void returnsToEachClientWhatItSent(ProxyConfig.Transport transport) throws Exception {
        Assumptions.assumeTrue(
                Sockets.isAvailable(transport), "not offered by this machine: " + transport);
        long seed = ThreadLocalRandom.current().nextLong();
        ProxyConfig base = TestProxy.config();
        ProxyConfig config =
                new ProxyConfig(
                        transport,
                        2,
                        base.clients(),
                        base.upstreams(),
                        base.forwarded(),
                        base.lifecycle());
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        try (TestBackend backend = TestBackend.serving(new Echo());
                TestProxy proxy = new TestProxy(config).apply(backend.endpoint())) {
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                SplittableRandom random = new SplittableRandom(seed + i);
                clients.add(Thread.ofVirtual().start(() -> talk(proxy, random, failures)));
            }
            for (Thread client : clients) {
                client.join();
            }
            assertThat(failures).as("seed %d", seed).isEmpty();
            assertThat(proxy.traffic().responses()).containsOnlyKeys(200);
            assertThat(proxy.proxy().inFlight("127.0.0.1", backend.port())).isZero();
        }
    }

    private static void talk(TestProxy proxy, SplittableRandom random, Queue<String> failures) {
        int done = 0;
        while (done < ROUNDS) {
            try (TestClient client = proxy.client()) {
                boolean open = true;
                while (open && done < ROUNDS) {
                    open = exchange(client, random, failures);
                    done++;
                }
            } catch (IOException e) {
                failures.add(e.toString());
                return;
            }
        }
    }

    /// Sends up to three requests at once and reads their responses; false where the connection
    /// ends.
    private static boolean exchange(
            TestClient client, SplittableRandom random, Queue<String> failures) throws IOException {
        int count = 1 + random.nextInt(3);
        List<byte[]> bodies = new ArrayList<>();
        ByteArrayOutputStream requests = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            byte[] body =
                    new byte
                            [random.nextInt(4) == 0
                                    ? random.nextInt(BODY_BYTES_MAX)
                                    : random.nextInt(500)];
            random.nextBytes(body);
            bodies.add(body);
            writeMessage(requests, "POST /echo HTTP/1.1\r\nHost: test\r\n", body, random);
        }
        byte[] all = requests.toByteArray();
        Thread sender = Thread.ofVirtual().start(() -> sendInPieces(client, all, random.split()));
        boolean open = true;
        for (byte[] body : bodies) {
            if (!open) {
                return false;
            }
            HttpWire.Message response = client.response();
            if (!Arrays.equals(response.body(), body)) {
                failures.add("sent " + body.length + " bytes, got " + response.body().length);
            }
            open = !"close".equals(response.header("connection"));
        }
        return open && !sender.isAlive();
    }

    private static void sendInPieces(TestClient client, byte[] all, SplittableRandom random) {
        try {
            for (int at = 0; at < all.length; ) {
                int n =
                        Math.min(
                                all.length - at,
                                1 + random.nextInt(random.nextBoolean() ? 100 : 50_000));
                client.send(Arrays.copyOfRange(all, at, at + n));
                at += n;
            }
        } catch (IOException closedEarly) {
            // The reader finds out.
        }
    }

    /// Writes a message with a fixed length or in chunks.
    private static void writeMessage(
            ByteArrayOutputStream out, String head, byte[] body, SplittableRandom random) {
        if (random.nextBoolean()) {
            out.writeBytes(Ascii.bytes(head + "Content-Length: " + body.length + "\r\n\r\n"));
            out.writeBytes(body);
            return;
        }
        out.writeBytes(Ascii.bytes(head + "Transfer-Encoding: chunked\r\n\r\n"));
        for (int at = 0; at < body.length; ) {
            int n = Math.min(body.length - at, 1 + random.nextInt(20_000));
            out.writeBytes(Ascii.bytes(Integer.toHexString(n) + "\r\n"));
            out.write(body, at, n);
            out.writeBytes(Ascii.bytes("\r\n"));
            at += n;
        }
        out.writeBytes(Ascii.bytes("0\r\n\r\n"));
    }

    /// Returns bodies with a framing drawn at random, now and then closing the connection as it had
    /// announced.
    private static final class Echo implements TestBackend.Service {
        @Override
        public void serve(InputStream in, OutputStream out, Socket socket) throws IOException {
            SplittableRandom random = new SplittableRandom(socket.getPort());
            for (HttpWire.Message request = HttpWire.readRequest(in);
                    request != null;
                    request = HttpWire.readRequest(in)) {
                boolean closes = random.nextInt(20) == 0;
                String head = "HTTP/1.1 200 OK\r\n" + (closes ? "Connection: close\r\n" : "");
                ByteArrayOutputStream response = new ByteArrayOutputStream();
                if (closes && random.nextBoolean()) {
                    response.writeBytes(Ascii.bytes(head + "\r\n"));
                    response.writeBytes(request.body());
                } else {
                    writeMessage(response, head, request.body(), random);
                }
                out.write(response.toByteArray());
                if (closes) {
                    return;
                }
            }
        }
    }
}
