package dev.slipway.scrape.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.scrape.config.Confidential;
import dev.slipway.scrape.config.HttpSettings;
import dev.slipway.scrape.config.HttpSettings.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class HttpTransportTest {
    private final SimulatedTime time = new SimulatedTime();
    private final HttpTransports transports = new HttpTransports(time);
    private final List<HttpServer> servers = new ArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();

    private static @Nullable TestCertificate certificate;

    @TempDir private Path folder;

    @BeforeAll
    static void createCertificate(@TempDir Path place) {
        certificate = TestCertificate.create(place, "localhost", "EC");
    }

    private static TestCertificate certificate() {
        return Objects.requireNonNull(certificate);
    }

    @AfterEach
    void close() {
        transports.close();
        servers.forEach(each -> each.stop(0));
    }

    private int serve(HttpHandler handler) throws IOException {
        return start(HttpServer.create(loopback(), 0), handler);
    }

    private int serveSecurely(TestCertificate certificate, boolean askForOne, HttpHandler handler)
            throws IOException {
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(certificate.serverContext()) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters settings = getSSLContext().getDefaultSSLParameters();
                        settings.setNeedClientAuth(askForOne);
                        parameters.setSSLParameters(settings);
                    }
                });
        return start(server, handler);
    }

    private int start(HttpServer server, HttpHandler handler) {
        server.createContext("/", handler);
        server.start();
        servers.add(server);
        return server.getAddress().getPort();
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        authorizations.add(authorization == null ? "none" : authorization);
        try (exchange) {
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String fetch(HttpSettings settings, String url) {
        HttpAnswer answer =
                transports
                        .lease(settings)
                        .fetch(
                                HttpCall.get(
                                        URI.create(url), Map.of(), Duration.ofSeconds(10), 10_000));
        return answer.status() + " " + new String(answer.body(), 0, answer.length(), UTF_8);
    }

    private static HttpSettings with(Credentials credentials) {
        return HttpSettings.DEFAULT.withCredentials(credentials);
    }

    private static Confidential text(String text) {
        return new Confidential.Inline(text);
    }

    @Test
    void saysWhoItIs() throws IOException {
        int port = serve(exchange -> answer(exchange, 200, "hello"));
        String url = "http://127.0.0.1:" + port;
        assertThat(fetch(HttpSettings.DEFAULT, url)).isEqualTo("200 hello");
        fetch(with(new Credentials.Basic(text("me"), text("pass"))), url);
        fetch(with(new Credentials.Authorization("Bearer", text("token"))), url);
        assertThat(authorizations).containsExactly("none", "Basic bWU6cGFzcw==", "Bearer token");
    }

    @Test
    void readsASecretInAFileForEachRequest() throws IOException {
        int port = serve(exchange -> answer(exchange, 200, ""));
        Path file = Files.writeString(folder.resolve("token"), "one\n");
        Confidential secret = new Confidential.InFile(file);
        HttpSettings settings = with(new Credentials.Authorization("Bearer", secret));
        fetch(settings, "http://127.0.0.1:" + port);
        Files.writeString(file, "two\n");
        fetch(settings, "http://127.0.0.1:" + port);
        assertThat(authorizations).containsExactly("Bearer one", "Bearer two");
        Files.delete(file);
        assertThatThrownBy(() -> fetch(settings, "http://127.0.0.1:" + port))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("request cannot be made");
    }

    @Test
    void fetchesATokenOnceUntilItEnds() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        int tokens =
                serve(exchange -> {
                    asked.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                    answer(
                            exchange,
                            200,
                            "{\"access_token\":\"t%d\",\"expires_in\":60}".formatted(asked.size()));
                });
        int port = serve(exchange -> answer(exchange, 200, ""));
        HttpSettings settings =
                with(
                        new Credentials.OAuth2(
                                "id",
                                text("secret"),
                                List.of("read", "all"),
                                URI.create("http://127.0.0.1:" + tokens + "/token"),
                                Map.of("audience", "x"),
                                HttpSettings.Tls.DEFAULT));
        fetch(settings, "http://127.0.0.1:" + port);
        fetch(settings, "http://127.0.0.1:" + port);
        time.advance(Duration.ofSeconds(51));
        fetch(settings, "http://127.0.0.1:" + port);
        assertThat(asked)
                .hasSize(2)
                .first()
                .isEqualTo("grant_type=client_credentials&scope=read+all&audience=x");
        assertThat(authorizations)
                .containsExactly(
                        "Basic aWQ6c2VjcmV0",
                        "Bearer t1",
                        "Bearer t1",
                        "Basic aWQ6c2VjcmV0",
                        "Bearer t2");
    }

    @Test
    void followsRedirectsAndTakesCredentialsNowhereElse() throws IOException {
        int port =
                serve(exchange -> {
                    String path = exchange.getRequestURI().getPath();
                    int own = exchange.getLocalAddress().getPort();
                    switch (path) {
                        case "/a" -> exchange.getResponseHeaders().set("Location", "/b");
                        case "/b" ->
                                exchange.getResponseHeaders()
                                        .set("Location", "http://localhost:" + own + "/c");
                        case "/loop" -> exchange.getResponseHeaders().set("Location", "/loop");
                        default -> {}
                    }
                    answer(exchange, path.equals("/c") ? 200 : 302, "");
                });
        HttpSettings settings = with(new Credentials.Authorization("Bearer", text("token")));
        assertThat(fetch(settings, "http://127.0.0.1:" + port + "/a")).startsWith("200");
        assertThat(authorizations).containsExactly("Bearer token", "Bearer token", "none");
        assertThatThrownBy(() -> fetch(settings, "http://127.0.0.1:" + port + "/loop"))
                .hasMessage("more than 10 redirects");
        HttpSettings still =
                new HttpSettings(
                        new Credentials.None(),
                        HttpSettings.Tls.DEFAULT,
                        HttpSettings.Proxy.NONE,
                        false,
                        true,
                        Map.of());
        assertThat(fetch(still, "http://127.0.0.1:" + port + "/a")).startsWith("302");
    }

    @Test
    void decompressesWhatIsCompressed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write("long ".repeat(1_000).getBytes(UTF_8));
        }
        int port =
                serve(exchange -> {
                    try (exchange) {
                        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                        exchange.sendResponseHeaders(200, bytes.size());
                        bytes.writeTo(exchange.getResponseBody());
                    }
                });
        assertThat(fetch(HttpSettings.DEFAULT, "http://127.0.0.1:" + port)).hasSize(5_004);
    }

    @Test
    void goesThroughAProxyUnlessTheHostIsReachedDirectly() throws IOException {
        int proxy = serve(exchange -> answer(exchange, 200, "via " + exchange.getRequestURI()));
        int port = serve(exchange -> answer(exchange, 200, "direct"));
        HttpSettings.Proxy through =
                new HttpSettings.Proxy(
                        URI.create("http://127.0.0.1:" + proxy), "10.0.0.1, localhost", false);
        HttpSettings settings =
                new HttpSettings(
                        new Credentials.None(),
                        HttpSettings.Tls.DEFAULT,
                        through,
                        true,
                        true,
                        Map.of("X-Room", List.of(text("a"))));
        assertThat(fetch(settings, "http://example.invalid/m"))
                .isEqualTo("200 via http://example.invalid/m");
        assertThat(fetch(settings, "http://localhost:" + port + "/m")).isEqualTo("200 direct");
    }

    @Test
    void trustsOnlyWhomItIsTold() throws IOException {
        TestCertificate certificate = certificate();
        int port = serveSecurely(certificate, false, exchange -> answer(exchange, 200, "ok"));
        String url = "https://localhost:" + port;
        assertThatThrownBy(() -> fetch(HttpSettings.DEFAULT, url))
                .isInstanceOf(FetchException.class);
        String pem = certificate.certificatePem();
        assertThat(fetch(secure(pem, null, null, false), url)).isEqualTo("200 ok");
        assertThat(fetch(secure(null, null, null, true), "https://127.0.0.1:" + port))
                .isEqualTo("200 ok");
        // The certificate is for another name than the address.
        assertThatThrownBy(() -> fetch(secure(pem, null, null, false), "https://127.0.0.1:" + port))
                .isInstanceOf(FetchException.class);
        assertThat(fetch(secure(pem, "localhost", null, false), "https://127.0.0.1:" + port))
                .isEqualTo("200 ok");
        assertThatThrownBy(() -> fetch(secure(pem, "other", null, false), url))
                .hasMessageContaining("certificate is for [localhost] (expected: other)");
    }

    @Test
    void showsItsOwnCertificate() throws IOException {
        TestCertificate certificate = certificate();
        int port = serveSecurely(certificate, true, exchange -> answer(exchange, 200, "ok"));
        String url = "https://localhost:" + port;
        String pem = certificate.certificatePem();
        assertThatThrownBy(() -> fetch(secure(pem, null, null, false), url))
                .isInstanceOf(FetchException.class);
        assertThat(fetch(secure(pem, null, certificate, false), url)).isEqualTo("200 ok");
    }

    private static HttpSettings secure(
            @Nullable String authority,
            @Nullable String name,
            @Nullable TestCertificate own,
            boolean skip) {
        HttpSettings.Tls tls =
                new HttpSettings.Tls(
                        authority == null ? null : text(authority),
                        own == null ? null : text(own.certificatePem()),
                        own == null ? null : text(own.keyPem()),
                        name,
                        skip,
                        null,
                        null);
        return new HttpSettings(
                new Credentials.None(), tls, HttpSettings.Proxy.NONE, true, true, Map.of());
    }
}
