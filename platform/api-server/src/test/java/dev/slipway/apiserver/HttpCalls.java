package dev.slipway.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Requests by somebody with a bearer token, or with none.
final class HttpCalls implements AutoCloseable {
    private final HttpClient client;
    private final SSLContext tls;
    private final String url;
    private final String token;

    HttpCalls(RunningServer server, String token) {
        this.tls = trust(server);
        this.client = HttpClient.newBuilder().sslContext(tls).build();
        this.url = server.door.url();
        this.token = token;
    }

    record Answer(int status, String type, String body, HttpResponse<?> response) {
        JsonNode json() {
            return Json.parse(body.getBytes(StandardCharsets.UTF_8));
        }
    }

    Answer get(String path) {
        return get(path, "application/json");
    }

    Answer get(String path, String accept) {
        return send(request(path).header("Accept", accept).GET());
    }

    Answer post(String path, String type, String body) {
        return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    Answer send(String method, String path, String type, String body) {
        return send(
                request(path)
                        .header("Content-Type", type)
                        .method(method, BodyPublishers.ofString(body)));
    }

    /// The lines of an answer that does not end.
    Lines stream(String path, String accept) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                client.send(
                        request(path).header("Accept", accept).GET().build(),
                        BodyHandlers.ofInputStream());
        return new Lines(response.statusCode(), response.body());
    }

    /// A bare connection.
    Socket connect() throws IOException {
        URI address = URI.create(url);
        return tls.getSocketFactory().createSocket(address.getHost(), address.getPort());
    }

    /// The first message of a WebSocket.
    String firstMessage(String path) {
        BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        WebSocket.Listener listener =
                new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(
                            WebSocket socket, CharSequence text, boolean last) {
                        messages.add(text.toString());
                        return WebSocket.Listener.super.onText(socket, text, last);
                    }
                };
        WebSocket socket =
                client.newWebSocketBuilder()
                        .header("Authorization", "Bearer " + token)
                        .buildAsync(URI.create(url.replace("https:", "wss:") + path), listener)
                        .join();
        try {
            return String.valueOf(messages.poll(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        }
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(20));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Answer(response.statusCode(), type, response.body(), response);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A stream read line by line.
    static final class Lines implements AutoCloseable {
        final int status;
        private final BufferedReader reader;

        Lines(int status, InputStream in) {
            this.status = status;
            this.reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        }

        JsonNode next() throws IOException {
            String line = reader.readLine();
            if (line == null) {
                throw new IOException("The stream has ended");
            }
            return Json.parse(line.getBytes(StandardCharsets.UTF_8));
        }

        boolean ends() throws IOException {
            return reader.readLine() == null;
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }

    private static SSLContext trust(RunningServer server) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("ca", server.pki.caCertificate());
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
