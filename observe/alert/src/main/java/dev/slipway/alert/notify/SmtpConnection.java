package dev.slipway.alert.notify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Lines to and from a mail server, with a deadline for the whole conversation. Used by one thread.
final class SmtpConnection implements AutoCloseable {
    private static final int LINE_BYTES_MAX = 4 * 1024;
    private static final int LINES_MAX = 100;

    /// What the server said: a number, and the text of each line.
    record Reply(int code, List<String> lines) {
        String text() {
            return code + " " + String.join(" / ", lines);
        }
    }

    private final String host;
    private final int port;
    private final long deadlineNanos;
    private final Socket raw;
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    private SmtpConnection(String host, int port, long deadlineNanos, Socket socket)
            throws IOException {
        this.host = host;
        this.port = port;
        this.deadlineNanos = deadlineNanos;
        this.raw = socket;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    static SmtpConnection open(String host, int port, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        Socket socket = new Socket();
        try {
            socket.connect(
                    new InetSocketAddress(host, port),
                    (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE));
            return new SmtpConnection(host, port, deadline, socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /// Goes on encrypted; the server must show a certificate for the host's name.
    void secure(SSLSocketFactory factory, SSLParameters parameters) throws IOException {
        if (in.available() > 0) {
            throw new IOException("the server spoke before encryption began");
        }
        SSLSocket secured = (SSLSocket) factory.createSocket(socket, host, port, true);
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.setSoTimeout(remainingMillis());
        secured.startHandshake();
        socket = secured;
        in = new BufferedInputStream(secured.getInputStream());
        out = secured.getOutputStream();
    }

    boolean isSecure() {
        return socket instanceof SSLSocket;
    }

    boolean isLocal() {
        return socket.getInetAddress().isLoopbackAddress();
    }

    /// Sends one line and reads the answer.
    Reply command(String line) throws IOException {
        write((line + "\r\n").getBytes(UTF_8));
        return reply();
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    Reply reply() throws IOException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < LINES_MAX) {
            String line = line();
            if (line.length() < 3 || !line.substring(0, 3).chars().allMatch(Character::isDigit)) {
                throw new IOException("the server said \"" + line + "\", which is no reply");
            }
            lines.add(line.length() > 4 ? line.substring(4) : "");
            if (line.length() == 3 || line.charAt(3) != '-') {
                return new Reply(Integer.parseInt(line.substring(0, 3)), lines);
            }
        }
        throw new IOException("the server's reply has more than " + LINES_MAX + " lines");
    }

    /// Makes who reads or writes fail.
    void breakOff() {
        try {
            raw.close();
        } catch (IOException _) {
            // It is as good as closed.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        socket.setSoTimeout(remainingMillis());
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (line.size() >= LINE_BYTES_MAX) {
                throw new IOException("the server sent a line without end");
            }
            line.write(b);
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }

    private int remainingMillis() throws SocketTimeoutException {
        long millis = (deadlineNanos - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException("the server took too long");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }
}
