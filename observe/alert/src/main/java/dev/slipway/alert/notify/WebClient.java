package dev.slipway.alert.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.alert.config.HttpOptions;
import dev.slipway.alert.config.HttpOptions.Credentials;
import dev.slipway.alert.config.TlsOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes one request as `http_config` says. Each message has a connection of its own: messages are
/// rare, and the certificates and secrets are then always those on disk now. Thread-safe.
final class WebClient {
    private static final int REPLY_BYTES_MAX = 16 * 1024;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    private static final int HTTP_PORT = 80;

    /// What the other side said.
    record Reply(int status, String contentType, String body) {
        boolean isSuccess() {
            return status / 100 == 2;
        }
    }

    private final HttpOptions options;
    private final @Nullable AccessTokens tokens;

    WebClient(HttpOptions options) {
        this.options = options;
        this.tokens =
                options.credentials() instanceof Credentials.ClientCredentials client
                        ? new AccessTokens(client)
                        : null;
    }

    /// A request with a JSON document, unless a header says otherwise. Throws [NotifyException] if
    /// there was no reply.
    Reply send(
            String method,
            URI target,
            byte[] content,
            Map<String, String> headers,
            Duration timeout)
            throws InterruptedException {
        HttpRequest.Builder request;
        try {
            request =
                    HttpRequest.newBuilder(target)
                            .timeout(timeout)
                            .header("Content-Type", "application/json")
                            .header("User-Agent", "Alertmanager/Slipway")
                            .method(method, HttpRequest.BodyPublishers.ofByteArray(content));
            headers.forEach(request::setHeader);
            signIn(request, timeout);
            options.headers().forEach((name, value) -> request.setHeader(name, value.read()));
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw NotifyException.lasting("the request cannot be made: " + e.getMessage(), e);
        }
        HttpClient client = client(target);
        try (Deadline _ = Deadline.in(timeout, client::shutdownNow)) {
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return new Reply(
                        response.statusCode(),
                        response.headers().firstValue("Content-Type").orElse(""),
                        new String(body.readNBytes(REPLY_BYTES_MAX), UTF_8));
            }
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw NotifyException.passing(
                    "%s cannot be reached: %s".formatted(target.getHost(), reason), e);
        } finally {
            client.shutdownNow();
        }
    }

    private void signIn(HttpRequest.Builder request, Duration timeout) throws InterruptedException {
        if (tokens != null) {
            request.setHeader("Authorization", tokens.header(timeout));
        }
        switch (options.credentials()) {
            case Credentials.None _, Credentials.ClientCredentials _ -> {}
            case Credentials.Basic(String username, var password) -> {
                byte[] pair = (username + ":" + password.read()).getBytes(UTF_8);
                request.setHeader(
                        "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
            }
            case Credentials.Token(String type, var value) ->
                    request.setHeader("Authorization", type + " " + value.read());
        }
    }

    private HttpClient client(URI target) {
        boolean https = "https".equals(target.getScheme());
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .executor(task -> Thread.ofVirtual().start(task))
                        .version(
                                https && options.http2()
                                        ? HttpClient.Version.HTTP_2
                                        : HttpClient.Version.HTTP_1_1)
                        .followRedirects(
                                options.followRedirects()
                                        ? HttpClient.Redirect.NORMAL
                                        : HttpClient.Redirect.NEVER);
        if (https && !options.tls().equals(TlsOptions.DEFAULT)) {
            builder.sslContext(TlsContexts.context(options.tls()))
                    .sslParameters(TlsContexts.parameters(options.tls()));
        }
        URI proxy = options.proxy();
        if (proxy != null) {
            builder.proxy(new ConfiguredProxy(proxy, options.noProxy()));
        }
        return builder.build();
    }

    /// One proxy for all but some hosts.
    private static final class ConfiguredProxy extends ProxySelector {
        private final Proxy proxy;
        private final List<String> exceptions;

        ConfiguredProxy(URI uri, List<String> exceptions) {
            int port = uri.getPort() < 0 ? HTTP_PORT : uri.getPort();
            this.proxy = new Proxy(Proxy.Type.HTTP, new InetSocketAddress(uri.getHost(), port));
            this.exceptions = exceptions;
        }

        @Override
        public List<Proxy> select(URI target) {
            String host = target.getHost();
            boolean direct =
                    exceptions.stream()
                            .anyMatch(each ->
                                    each.equals("*")
                                            || host.equals(each)
                                            || host.endsWith(
                                                    each.startsWith(".") ? each : "." + each));
            return List.of(direct ? Proxy.NO_PROXY : proxy);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException e) {
            // The request fails, and says so.
        }
    }
}
