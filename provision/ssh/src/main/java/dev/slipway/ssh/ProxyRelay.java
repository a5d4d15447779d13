package dev.slipway.ssh;

import dev.slipway.terraform.remote.Connection.Proxy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// A way through a proxy to another machine, which begins at a port of this machine that takes one
/// connection. Thread-safe.
final class ProxyRelay implements AutoCloseable {
    private static final int HEADER_BYTES_MAX = 16 << 10;
    private static final int TEXT_BYTES_MAX = 255;

    private final Socket outer;
    private final ServerSocket door;

    private ProxyRelay(Socket outer, ServerSocket door) {
        this.outer = outer;
        this.door = door;
    }

    /// @throws IOException if the proxy cannot be reached or refuses
    static ProxyRelay open(Proxy proxy, String host, int port, Duration most) throws IOException {
        int mostMillis = (int) Math.min(Integer.MAX_VALUE, Math.max(1, most.toMillis()));
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(proxy.host(), proxy.port()), mostMillis);
            plain.setSoTimeout(mostMillis);
            plain.setTcpNoDelay(true);
            Socket outer = proxy.scheme() == Proxy.Scheme.HTTPS ? secured(plain, proxy) : plain;
            switch (proxy.scheme()) {
                case HTTP, HTTPS -> askHttp(outer, proxy, host, port);
                case SOCKS5 -> askSocks(outer, proxy, host, port);
            }
            outer.setSoTimeout(0);
            ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            door.setSoTimeout(mostMillis);
            ProxyRelay relay = new ProxyRelay(outer, door);
            Thread.ofVirtual().name("proxy-relay").start(relay::join);
            return relay;
        } catch (IOException e) {
            plain.close();
            throw new IOException("proxy " + proxy + ": " + e.getMessage(), e);
        }
    }

    private static Socket secured(Socket plain, Proxy proxy) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket socket =
                (SSLSocket) factory.createSocket(plain, proxy.host(), proxy.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static void askHttp(Socket socket, Proxy proxy, String host, int port)
            throws IOException {
        String target = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        StringBuilder asked = new StringBuilder("CONNECT " + target + " HTTP/1.1\r\n");
        asked.append("Host: ").append(target).append("\r\n");
        if (proxy.user() != null) {
            String who = proxy.user() + ":" + (proxy.password() == null ? "" : proxy.password());
            asked.append("Proxy-Authorization: Basic ")
                    .append(
                            Base64.getEncoder()
                                    .encodeToString(who.getBytes(StandardCharsets.UTF_8)))
                    .append("\r\n");
        }
        write(socket, asked.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        String answer = header(socket.getInputStream());
        String first = answer.lines().findFirst().orElse("");
        String[] words = first.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/") || !words[1].startsWith("2")) {
            throw new IOException("answers \"" + first + "\" (expected: 200)");
        }
    }

    /// Byte by byte, since what follows the header is the other machine's already.
    private static String header(InputStream in) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        int line = 0;
        while (header.size() < HEADER_BYTES_MAX) {
            int each = in.read();
            if (each < 0) {
                throw new IOException("closes the connection");
            }
            header.write(each);
            if (each == '\n') {
                if (line == 0) {
                    return header.toString(StandardCharsets.UTF_8);
                }
                line = 0;
            } else if (each != '\r') {
                line++;
            }
        }
        throw new IOException("answers with more than " + HEADER_BYTES_MAX + " bytes");
    }

    /// RFC 1928, and RFC 1929 for who asks. The proxy looks names up.
    private static void askSocks(Socket socket, Proxy proxy, String host, int port)
            throws IOException {
        InputStream in = socket.getInputStream();
        boolean named = proxy.user() != null;
        write(socket, named ? new byte[] {5, 2, 0, 2} : new byte[] {5, 1, 0});
        byte[] way = in.readNBytes(2);
        if (way.length < 2 || way[0] != 5) {
            throw new IOException("does not speak SOCKS5");
        }
        if (way[1] == 2 && named) {
            ByteArrayOutputStream who = new ByteArrayOutputStream();
            who.write(1);
            text(who, String.valueOf(proxy.user()));
            text(who, proxy.password() == null ? "" : proxy.password());
            write(socket, who.toByteArray());
            byte[] answer = in.readNBytes(2);
            if (answer.length < 2 || answer[1] != 0) {
                throw new IOException("refuses the user \"" + proxy.user() + "\"");
            }
        } else if (way[1] != 0) {
            throw new IOException("accepts none of the ways to sign in");
        }
        ByteArrayOutputStream asked = new ByteArrayOutputStream();
        asked.writeBytes(new byte[] {5, 1, 0, 3});
        text(asked, host);
        asked.write(port >> 8);
        asked.write(port);
        write(socket, asked.toByteArray());
        byte[] answer = in.readNBytes(4);
        if (answer.length < 4 || answer[1] != 0) {
            throw new IOException(
                    "does not connect to "
                            + host
                            + ":"
                            + port
                            + (answer.length < 4 ? "" : " (reply " + answer[1] + ")"));
        }
        int address =
                switch (answer[3]) {
                    case 1 -> 4;
                    case 4 -> 16;
                    default -> in.read();
                };
        in.readNBytes(address + 2);
    }

    private static void text(ByteArrayOutputStream to, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > TEXT_BYTES_MAX) {
            throw new IOException("a name of " + bytes.length + " bytes is too long for SOCKS5");
        }
        to.write(bytes.length);
        to.writeBytes(bytes);
    }

    private static void write(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(door.getInetAddress(), door.getLocalPort());
    }

    private void join() {
        try (outer;
                Socket inner = door.accept()) {
            door.close();
            inner.setTcpNoDelay(true);
            Thread back =
                    Thread.ofVirtual().name("proxy-relay-back").start(() -> pump(outer, inner));
            pump(inner, outer);
            back.join();
        } catch (IOException e) {
            // Whoever was to come has gone; both ends are closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            // One end was closed, so the other is closed too.
        }
    }

    @Override
    public void close() {
        try (outer;
                door) {
            // Closing is all there is to do.
        } catch (IOException e) {
            // They are gone already.
        }
    }
}
