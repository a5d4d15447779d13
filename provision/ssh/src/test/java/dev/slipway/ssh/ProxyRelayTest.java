package dev.slipway.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.terraform.remote.Connection;
import dev.slipway.terraform.remote.Connection.Login;
import dev.slipway.terraform.remote.Connection.Platform;
import dev.slipway.terraform.remote.Connection.Proxy;
import dev.slipway.terraform.remote.Connection.Proxy.Scheme;
import dev.slipway.terraform.remote.RemoteException;
import dev.slipway.terraform.remote.RemoteHost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProxyRelayTest {
    @TempDir Path folder;
    private final List<String> asked = new ArrayList<>();

    @Test
    void reachesMachinesThroughAnHttpProxy() throws Exception {
        assertThat(through(Scheme.HTTP, "HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\n"))
                .isTrue();
        assertThat(asked.getFirst())
                .startsWith("CONNECT 127.0.0.1:")
                .contains("Proxy-Authorization: Basic YWRhOnNlY3JldA==");
    }

    @Test
    void reachesMachinesThroughASocksProxy() throws Exception {
        assertThat(through(Scheme.SOCKS5, "")).isTrue();
        assertThat(asked).containsExactly("ada:secret", "127.0.0.1");
    }

    @Test
    void tellsWhyAProxyRefuses() {
        assertThatThrownBy(() ->
                        through(Scheme.HTTP, "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining(
                        "answers \"HTTP/1.1 407 Proxy Authentication Required\" (expected: 200)");
    }

    /// A proxy that lets one connection through, or answers otherwise.
    private boolean through(Scheme scheme, String answer) throws Exception {
        try (TestServer server = new TestServer(folder, null);
                ServerSocket door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread proxy =
                    Thread.ofVirtual()
                            .start(() -> {
                                try (Socket client = door.accept();
                                        Socket target =
                                                new Socket(
                                                        InetAddress.getLoopbackAddress(),
                                                        server.port())) {
                                    if (scheme == Scheme.HTTP) {
                                        http(client, answer);
                                    } else {
                                        socks(client);
                                    }
                                    Thread.ofVirtual().start(() -> pump(target, client));
                                    pump(client, target);
                                } catch (IOException e) {
                                    asked.add(e.toString());
                                }
                            });
            Login login = server.login(TestServer.password(TestServer.PASSWORD), null);
            Connection connection =
                    new Connection(
                            login,
                            null,
                            new Proxy(scheme, "127.0.0.1", door.getLocalPort(), "ada", "secret"),
                            Platform.UNIX,
                            Duration.ofMillis(500));
            try (RemoteHost host = new SshHosts(Map.of()).connect(connection, _ -> {})) {
                return host.run("/bin/true", _ -> {}).isGood();
            } finally {
                proxy.join();
            }
        }
    }

    private void http(Socket client, String answer) throws IOException {
        StringBuilder header = new StringBuilder();
        while (header.indexOf("\r\n\r\n") < 0) {
            header.append((char) client.getInputStream().read());
        }
        asked.add(header.toString());
        client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    }

    private void socks(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        in.readNBytes(2 + 2);
        client.getOutputStream().write(new byte[] {5, 2});
        in.readNBytes(1);
        asked.add(text(in) + ":" + text(in));
        client.getOutputStream().write(new byte[] {1, 0});
        in.readNBytes(4);
        asked.add(text(in));
        in.readNBytes(2);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 22});
        client.getOutputStream().write(answer.toByteArray());
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readNBytes(in.read()), StandardCharsets.UTF_8);
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One end was closed, so the other is closed too.
        }
    }
}
