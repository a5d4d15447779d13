package dev.slipway.scrape;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A target that speaks bytes, however wrong they are.
final class RawServer implements AutoCloseable {
    /// What it does with a connection on which a request has come. Returning leaves it open.
    interface Behaviour {
        void answer(Socket socket, OutputStream stream) throws IOException;
    }

    private final ServerSocket server;
    private final Behaviour behaviour;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();

    RawServer(Behaviour behaviour) {
        this.behaviour = behaviour;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    int requests() {
        return requests.get();
    }

    static void write(OutputStream stream, String text) throws IOException {
        stream.write(text.getBytes(ISO_8859_1));
        stream.flush();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try {
            byte[] request = new byte[16_384];
            int length = 0;
            while (!new String(request, 0, length, ISO_8859_1).contains("\r\n\r\n")) {
                int read = socket.getInputStream().read(request, length, request.length - length);
                if (read < 0) {
                    return;
                }
                length += read;
            }
            requests.incrementAndGet();
            behaviour.answer(socket, socket.getOutputStream());
        } catch (IOException _) {
            // The other side has had enough of it.
        }
    }
}
