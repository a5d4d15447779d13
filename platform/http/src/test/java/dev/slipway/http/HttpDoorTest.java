package dev.slipway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpDoorTest {
    @TempDir Path folder;

    @Test
    void servesEachMountBelowItsPrefix() throws Exception {
        HttpService console = (context, request) -> HttpResponse.of("console " + request.path());
        HttpService metrics =
                (context, request) -> HttpResponse.of("metrics " + context.mappedPath());
        try (HttpDoor door = plain(new Mount("/", console), new Mount("/prometheus", metrics))) {
            assertThat(get(door.url() + "/pods")).isEqualTo("200 console /pods");
            assertThat(get(door.url() + "/prometheus/api/v1/query"))
                    .isEqualTo("200 metrics /api/v1/query");
        }
    }

    @Test
    void servesHttpsWithItsOwnCertificate() throws Exception {
        Pki pki = Pki.open(folder.resolve("pki"), Pki.localNames(), InstantSource.system());
        HttpService echo = (context, request) -> HttpResponse.of("hello");
        HttpDoor door = new HttpDoor(DoorConfig.api(0, pki), List.of(new Mount("/", echo)));
        try (door;
                HttpClient client = HttpClient.newBuilder().sslContext(trusting(pki)).build()) {
            door.start();
            assertThat(get(client, "https://localhost:" + door.port())).isEqualTo("200 hello");
            assertThat(get(client, "https://127.0.0.1:" + door.port())).isEqualTo("200 hello");
        }
    }

    @Test
    void saysWhichPortIsTakenAndWhatToDo() {
        HttpService nothing = (context, request) -> HttpResponse.of(404);
        try (HttpDoor first = plain(new Mount("/", nothing))) {
            HttpDoor second =
                    new HttpDoor(
                            DoorConfig.console(first.port()), List.of(new Mount("/", nothing)));
            assertThatThrownBy(second::start)
                    .isInstanceOf(PortTakenException.class)
                    .hasMessageContaining(String.valueOf(first.port()))
                    .hasMessageContaining("--console-port");
            second.close();
        }
    }

    @Test
    void letsRequestsUnderWayEndWhenItCloses() throws Exception {
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        HttpService slow =
                (context, request) -> {
                    asked.complete(null);
                    return HttpResponse.of(answer);
                };
        HttpDoor door = plain(new Mount("/", slow));
        try (HttpClient client = HttpClient.newHttpClient()) {
            var response = client.sendAsync(request(door.url()), BodyHandlers.ofString());
            asked.join();
            Thread closing = Thread.ofVirtual().start(door::close);
            answer.complete(HttpResponse.of("late"));
            assertThat(response.join().body()).isEqualTo("late");
            closing.join();
        }
    }

    @Test
    void refusesHostNamesThatAreNotLocal() {
        assertThat(LocalHostNames.isLocal("localhost:7070")).isTrue();
        assertThat(LocalHostNames.isLocal("shop.default.localhost")).isTrue();
        assertThat(LocalHostNames.isLocal("127.0.0.1:80")).isTrue();
        assertThat(LocalHostNames.isLocal("[::1]:7070")).isTrue();
        assertThat(LocalHostNames.isLocal("rebind.example:7070")).isFalse();
        assertThat(LocalHostNames.isLocal("127.evil.example")).isFalse();
        assertThat(LocalHostNames.isLocal("localhost.evil.example")).isFalse();
        assertThat(LocalHostNames.isLocal(null)).isFalse();
    }

    private static HttpDoor plain(Mount... mounts) {
        HttpDoor door = new HttpDoor(DoorConfig.console(0), List.of(mounts));
        door.start();
        return door;
    }

    private static String get(String url) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return get(client, url);
        }
    }

    private static String get(HttpClient client, String url) throws Exception {
        var response = client.send(request(url), BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }

    private static HttpRequest request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).build();
    }

    private static SSLContext trusting(Pki pki) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("ca", pki.caCertificate());
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
