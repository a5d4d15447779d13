package dev.slipway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.client.Kubeconfig.Credential;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.kinds.HttpRoute;
import dev.slipway.model.kinds.Kinds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TolerantClusterTest {
    private final AtomicLong nanos = new AtomicLong();
    private HttpServer server;
    private ApiConnection connection;
    private volatile int status = 404;
    private Resources<HttpRoute> routes;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    byte[] body =
                            "{\"items\":[],\"metadata\":{\"resourceVersion\":\"42\"}}"
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        connection =
                new ApiConnection(
                        new Kubeconfig(
                                address, "default", null, null, null, new Credential.None()));
        routes =
                new TolerantCluster(new RemoteCluster(connection), nanos::get)
                        .resources(Kinds.HTTP_ROUTE);
    }

    @AfterEach
    void stop() {
        connection.close();
        server.stop(0);
    }

    @Test
    void aKindThatIsNotServedHasNoObjectsAndIsLookedForAgain() throws InterruptedException {
        ResourceList<HttpRoute> none = routes.list(ListQuery.all());
        assertThat(none.items()).isEmpty();

        try (Watch<HttpRoute> watch = routes.watch(ListQuery.all(), none.revision())) {
            assertThat(watch.next(Duration.ofMillis(1))).isNull();
            nanos.set(Duration.ofMinutes(1).toNanos());
            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(() -> watch.next(Duration.ofMillis(1)))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.EXPIRED));
        }
        status = 200;
        assertThat(routes.list(ListQuery.all()).revision()).isEqualTo(42);
    }

    @Test
    void otherRefusalsStayRefusals() {
        status = 403;

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> routes.list(ListQuery.all()))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.FORBIDDEN));
    }
}
