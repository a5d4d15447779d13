package dev.slipway.remote;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Exchanges requests for answers with one store; the timeout holds for all of an exchange, so that
/// a peer that sends a byte now and then cannot hold it. Thread-safe.
final class Exchange implements AutoCloseable {
    private final Transport transport;
    private final HttpClient client;

    Exchange(Transport transport) {
        this.transport = transport;
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(transport.timeout())
                        .followRedirects(HttpClient.Redirect.NORMAL);
        if (transport.tls() != null) {
            builder.sslContext(transport.tls());
        }
        if (transport.proxy() != null) {
            builder.proxy(transport.proxy());
        }
        client = builder.build();
    }

    /// The answer with at most so many bytes; more of them is a failure.
    HttpResponse<byte[]> post(byte[] body, Map<String, String> headers, long bytesMax)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(transport.uri());
        headers.forEach(request::setHeader);
        request.POST(HttpRequest.BodyPublishers.ofByteArray(body));
        return send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), bytesMax));
    }

    HttpResponse<byte[]> get(URI uri, long bytesMax) throws IOException, InterruptedException {
        return send(request(uri), BodyHandlers.limiting(BodyHandlers.ofByteArray(), bytesMax));
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }

    private HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(transport.timeout());
        request.setHeader("User-Agent", "slipway");
        transport.headers().forEach(request::setHeader);
        String authorization = transport.authorization().get();
        if (!authorization.isEmpty()) {
            request.setHeader("Authorization", authorization);
        }
        return request;
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        Future<HttpResponse<T>> answer = client.sendAsync(request.build(), handler);
        try {
            return answer.get(transport.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new InterruptedIOException(
                    "no whole answer within " + transport.timeout().toMillis() + " ms");
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e.getCause());
        } finally {
            answer.cancel(true);
        }
    }
}
