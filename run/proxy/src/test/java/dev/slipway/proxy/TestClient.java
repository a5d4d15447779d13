package dev.slipway.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A client that sends exactly the bytes it is told to.
final class TestClient implements AutoCloseable {
    private static final int READ_MILLIS_MAX = 10_000;

    private final Socket socket;
    private final InputStream in;

    TestClient(int port) throws IOException {
        this(new Socket(InetAddress.ofLiteral("127.0.0.1"), port));
    }

    TestClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(READ_MILLIS_MAX);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    TestClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    TestClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /// Sends `METHOD PATH` for host `test` with header lines, each ended by CR LF.
    TestClient request(String methodAndPath, String headers) throws IOException {
        return send(methodAndPath + " HTTP/1.1\r\nHost: test\r\n" + headers + "\r\n");
    }

    HttpWire.Message get(String path) throws IOException {
        return request("GET " + path, "").response();
    }

    HttpWire.Message post(String path, String body) throws IOException {
        return request("POST " + path, "Content-Length: " + body.length() + "\r\n")
                .send(body)
                .response();
    }

    HttpWire.Message response() throws IOException {
        HttpWire.Message response = HttpWire.readResponse(in);
        if (response == null) {
            throw new IOException("response: connection closed before it");
        }
        return response;
    }

    HttpWire.Message head() throws IOException {
        HttpWire.Message head = HttpWire.readHead(in);
        if (head == null) {
            throw new IOException("response: connection closed before it");
        }
        return head;
    }

    byte[] read(int length) throws IOException {
        return in.readNBytes(length);
    }

    byte[] readAll() throws IOException {
        return in.readAllBytes();
    }

    boolean isClosed() throws IOException {
        return in.read() < 0;
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
