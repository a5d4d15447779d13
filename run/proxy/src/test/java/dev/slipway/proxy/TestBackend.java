package dev.slipway.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A backend on a real socket, one virtual thread for each connection; what it does is the test's
/// business.
final class TestBackend implements AutoCloseable {
    /// Serves a connection until it returns.
    interface Service {
        void serve(InputStream in, OutputStream out, Socket socket) throws IOException;
    }

    /// Answers a request with a whole response, as text; null closes the connection.
    interface Answer {
        @Nullable String to(HttpWire.Message request) throws IOException;
    }

    private final ServerSocket server;
    private final Service service;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    private TestBackend(Service service, int port) {
        this.service = service;
        try {
            server = new ServerSocket(port, 1000, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    static TestBackend serving(Service service) {
        return new TestBackend(service, 0);
    }

    /// Answers request after request on kept connections.
    static TestBackend answering(Answer answer) {
        return serving((in, out, socket) -> {
            for (HttpWire.Message request = HttpWire.readRequest(in);
                    request != null;
                    request = HttpWire.readRequest(in)) {
                String response = answer.to(request);
                if (response == null) {
                    return;
                }
                out.write(response.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
        });
    }

    /// Answers 200 with the same text to everything.
    static TestBackend saying(String text) {
        return answering(request -> ok(text));
    }

    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: "
                + body.getBytes(StandardCharsets.ISO_8859_1).length
                + "\r\n\r\n"
                + body;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            service.serve(
                    new BufferedInputStream(socket.getInputStream()),
                    socket.getOutputStream(),
                    socket);
        } catch (IOException gone) {
            // The proxy closed the connection, as it may.
        } finally {
            sockets.remove(socket);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", port(), "", false);
    }

    Endpoint endpoint(String revision) {
        return new Endpoint("127.0.0.1", port(), revision, false);
    }

    /// Connections accepted so far.
    int connections() {
        return connections.get();
    }

    int openConnections() {
        return sockets.size();
    }

    void closeConnections() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        closeConnections();
    }
}
