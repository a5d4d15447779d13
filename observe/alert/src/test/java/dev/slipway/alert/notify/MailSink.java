package dev.slipway.alert.notify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A mail server on this machine that writes down the conversation and keeps the last letter.
final class MailSink implements AutoCloseable {
    private final ServerSocket socket;
    private final @Nullable SSLContext tls;
    private final String authOffered;
    final List<String> commands = new CopyOnWriteArrayList<>();
    final Map<String, String> answers = new ConcurrentHashMap<>();
    volatile String letter = "";

    MailSink(String authOffered, @Nullable SSLContext tls) throws IOException {
        this.socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        this.authOffered = authOffered;
        this.tls = tls;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                converse(connection, false);
            } catch (IOException e) {
                commands.add("! " + e.getMessage());
            }
        }
    }

    private void converse(Socket connection, boolean secure) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
        OutputStream out = connection.getOutputStream();
        if (!secure) {
            say(out, "220 sink");
        }
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            commands.add((secure ? "s " : "") + line);
            String word = line.split("[ :]")[0];
            if (word.equals("STARTTLS") && tls != null) {
                say(out, "220 go");
                SSLSocket secured =
                        (SSLSocket) tls.getSocketFactory().createSocket(connection, null, true);
                secured.setUseClientMode(false);
                converse(secured, true);
                return;
            }
            say(out, answers.getOrDefault(word, answer(word, line, secure)));
            if (word.equals("DATA") && !answers.containsKey(word)) {
                letter = readLetter(in);
                say(out, answers.getOrDefault(".", "250 taken"));
            }
            if (word.equals("QUIT")) {
                return;
            }
        }
    }

    private String answer(String word, String line, boolean secure) {
        return switch (word) {
            case "EHLO" ->
                    "250-sink\r\n250-AUTH "
                            + authOffered
                            + (tls != null && !secure ? "\r\n250-STARTTLS" : "")
                            + "\r\n250 SIZE 1000000";
            case "AUTH" -> line.startsWith("AUTH PLAIN") ? "235 in" : "334 PDEyMy40NTZAc2luaz4=";
            case "DATA" -> "354 go on";
            case "QUIT" -> "221 bye";
            case "MAIL", "RCPT" -> "250 ok";
            default ->
                    commands.size() > 1 && commands.get(commands.size() - 2).contains("AUTH LOGIN")
                            ? "334 UGFzc3dvcmQ6"
                            : "235 in";
        };
    }

    private static String readLetter(BufferedReader in) throws IOException {
        StringBuilder letter = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            letter.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
        }
        return letter.toString();
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(UTF_8));
        out.flush();
    }
}
