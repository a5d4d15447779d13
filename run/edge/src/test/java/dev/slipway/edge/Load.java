package dev.slipway.edge;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/// Clients that keep their connections and send GET and POST in turn, without pause, over plain
/// sockets: nothing is retried, so that nothing is hidden.
final class Load implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final int port;
    private final String host;
    private final List<Thread> threads = new ArrayList<>();
    private final LongAdder sent = new LongAdder();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private volatile boolean ending;

    Load(int port, String host, int clients) {
        this.port = port;
        this.host = host;
        for (int i = 0; i < clients; i++) {
            threads.add(Thread.ofPlatform().daemon().start(this::run));
        }
    }

    long sent() {
        return sent.sum();
    }

    /// What went wrong, in the order in which it did.
    List<String> failures() {
        return List.copyOf(failures);
    }

    /// How often a body was answered.
    long answers(String body) {
        LongAdder count = answers.get(body);
        return count == null ? 0 : count.sum();
    }

    @Override
    public void close() {
        ending = true;
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!ending) {
            try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
                socket.setSoTimeout(TIMEOUT_MILLIS);
                socket.setTcpNoDelay(true);
                talk(socket);
            } catch (IOException e) {
                failures.add(e.toString());
            }
        }
    }

    private void talk(Socket socket) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        for (long i = 0; !ending; i++) {
            String body = i % 2 == 0 ? "" : "hello";
            String request =
                    (i % 2 == 0 ? "GET" : "POST")
                            + " / HTTP/1.1\r\nHost: "
                            + host
                            + "\r\nContent-Length: "
                            + body.length()
                            + "\r\n\r\n"
                            + body;
            sent.increment();
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            read(in);
        }
    }

    private void read(InputStream in) throws IOException {
        String status = line(in);
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(lower.indexOf(':') + 1).strip());
            }
        }
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        if (!status.contains(" 200 ")) {
            failures.add(status + " " + body);
        } else {
            answers.computeIfAbsent(body, _ -> new LongAdder()).increment();
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the connection ended in the middle of an answer");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
