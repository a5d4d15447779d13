package dev.slipway.analysis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.model.kinds.AnalysisRun.Measurement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The providers that make HTTP requests, against a real small server.
class ProvidersTest {
    private final AnalysisWorld world = new AnalysisWorld();
    private final AtomicReference<Request> last = new AtomicReference<>();
    private final HttpServer server;
    private volatile String answer = "{}";
    private volatile int code = 200;

    private record Request(
            String method, String target, String authorization, String type, String body) {}

    ProvidersTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        world.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            last.set(
                    new Request(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().toString(),
                            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                            String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                            new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            byte[] bytes = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(code, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Test
    void webReadsAFieldOfTheAnswer() throws InterruptedException {
        answer = "{\"data\": {\"items\": [{\"ok\": true, \"rate\": 0.97}]}}";
        world.create(
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: s, namespace: default}
                stringData: {token: hushhush}
                """);
        measure(
                "args: [{name: token, valueFrom: {secretKeyRef: {name: s, key: token}}}], ",
                "successCondition: result.ok && result.rate >= 0.9",
                "web: {url: 'URL/status?a=1', jsonPath: '{$.data.items[0]}', headers:"
                        + " [{key: Authorization, value: 'Bearer {{ args.token }}'}]}");
        assertThat(world.phase()).isEqualTo("Successful");
        assertThat(only().value()).isEqualTo("{\"ok\":true,\"rate\":0.97}");
        assertThat(last.get())
                .isEqualTo(new Request("GET", "/status?a=1", "Bearer hushhush", "null", ""));
    }

    @Test
    void webSendsJson() throws InterruptedException {
        answer = "7";
        measure(
                "",
                "successCondition: result == 7",
                "web: {method: POST, url: 'URL/', jsonBody: {a: [1, x]}}");
        assertThat(world.phase()).isEqualTo("Successful");
        assertThat(last.get())
                .isEqualTo(
                        new Request("POST", "/", "null", "application/json", "{\"a\":[1,\"x\"]}"));
    }

    @Test
    void webSaysWhatIsWrongWithTheAnswer() throws InterruptedException {
        code = 503;
        measure("", "successCondition: 'true'", "web: {url: 'URL/'}");
        assertThat(world.phase()).isEqualTo("Error");
        assertThat(only().message()).isEqualTo("received non 2xx response code: 503");
    }

    @Test
    void webSaysThatNobodyAnswers() throws InterruptedException {
        int port = server.getAddress().getPort();
        server.stop(0);
        measure("", "successCondition: 'true'", "web: {url: 'http://127.0.0.1:" + port + "/'}");
        assertThat(only().message()).startsWith("cannot reach 127.0.0.1:" + port);
    }

    @Test
    void webSaysThatAFieldIsMissing() throws InterruptedException {
        answer = "{\"a\": 1}";
        measure("", "successCondition: 'true'", "web: {url: 'URL/', jsonPath: '{$.b}'}");
        assertThat(only().message())
                .isEqualTo("Could not find JSONPath in body: {$.b} is not found");
    }

    @Test
    void prometheusAsksAnotherAddress() throws InterruptedException {
        answer =
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":"
                        + "[{\"metric\":{},\"value\":[1,\"0.5\"]}]}}";
        measure(
                "",
                "successCondition: 'result[0] < 1'",
                "prometheus: {address: 'URL/p/', query: 'up{a=\"b\"}',"
                        + " authentication: {basic: {username: u, password: p}}}");
        assertThat(world.phase()).isEqualTo("Successful");
        assertThat(only().value()).isEqualTo("[0.5]");
        assertThat(last.get())
                .isEqualTo(
                        new Request(
                                "POST",
                                "/p/api/v1/query",
                                "Basic dTpw",
                                "application/x-www-form-urlencoded",
                                "query=up%7Ba%3D%22b%22%7D"));
    }

    @Test
    void prometheusPassesOnWhatTheServerSays() throws InterruptedException {
        code = 400;
        answer = "{\"status\":\"error\",\"error\":\"parse error\"}";
        measure("", "successCondition: 'true'", "prometheus: {address: 'URL', query: 'up{'}");
        assertThat(only().message()).isEqualTo("parse error");
    }

    @Test
    void pluginIsAskedWhereTheConfigurationSays() throws InterruptedException {
        configurePlugin();
        answer = "{\"value\": 41, \"metadata\": {\"trace\": \"t1\"}}";
        measure("", "successCondition: result > 40", "plugin: {acme/score: {of: shop}}");
        assertThat(world.phase()).isEqualTo("Successful");
        assertThat(only().metadata()).containsEntry("trace", "t1");
        assertThat(last.get().target()).isEqualTo("/score");
        assertThat(last.get().body())
                .contains("\"plugin\":\"acme/score\"")
                .contains("\"config\":{\"of\":\"shop\"}")
                .contains("\"analysisRun\":\"run\"");
    }

    @Test
    void pluginMaySayThePhase() throws InterruptedException {
        configurePlugin();
        answer = "{\"phase\": \"Failed\", \"message\": \"bad score\"}";
        measure("", "successCondition: result > 40", "plugin: {acme/score: {}}");
        assertThat(world.phase()).isEqualTo("Failed");
        assertThat(only().message()).isEqualTo("bad score");
    }

    @Test
    void pluginThatNobodyKnowsIsAnError() throws InterruptedException {
        measure("", "successCondition: 'true'", "plugin: {acme/score: {}}");
        assertThat(only().message()).startsWith("plugin 'acme/score' is not known (expected:");
    }

    private void configurePlugin() {
        world.create("{apiVersion: v1, kind: Namespace, metadata: {name: argo-rollouts}}");
        world.create(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: argo-rollouts-config, namespace: argo-rollouts}
                data:
                  metricProviderPlugins: |-
                    - name: acme/score
                      location: URL/score
                """
                        .replace("URL", url()));
    }

    private Measurement only() {
        return world.result("m").measurements().getFirst();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void measure(String args, String condition, String provider)
            throws InterruptedException {
        world.run(
                "ARGSmetrics: [{name: m, consecutiveErrorLimit: 0, CONDITION, provider: {PROVIDER}}]"
                        .replace("ARGS", args)
                        .replace("CONDITION", condition)
                        .replace("PROVIDER", provider.replace("URL", url())));
        world.await(() -> Phase.of(world.phase()).isDone());
    }
}
