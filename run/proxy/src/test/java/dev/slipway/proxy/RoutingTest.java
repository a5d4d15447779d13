package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.proxy.RouteFilter.Header;
import dev.slipway.proxy.RouteFilter.HeaderEdit;
import dev.slipway.proxy.RouteFilter.PathRewrite;
import dev.slipway.proxy.RouteFilter.PathRewriteKind;
import dev.slipway.proxy.RouteMatch.Path;
import dev.slipway.proxy.RouteMatch.PathKind;
import dev.slipway.proxy.RouteMatch.Value;
import dev.slipway.proxy.RouteMatch.ValueKind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingTest {
    private static RouteMatch match(
            PathKind kind, String path, @Nullable String method, List<Value> headers) {
        return new RouteMatch(new Path(kind, path), method, headers, List.of());
    }

    /// A route that answers with its own name.
    private static Route naming(String id, RouteMatch... matches) {
        return new Route(
                id,
                List.of(matches),
                List.of(new RouteFilter.Respond(200, id)),
                RouteTimeouts.NONE,
                List.of());
    }

    private static Value header(String name, ValueKind kind, String value) {
        return new Value(name, kind, value);
    }

    private static final List<Route> PRECEDENCE =
            List.of(
                    naming("all"),
                    naming("a", RouteMatch.prefix("/a")),
                    naming("a-again", RouteMatch.prefix("/a/")),
                    naming("ab", RouteMatch.prefix("/a/b")),
                    naming("exact", match(PathKind.EXACT, "/a/b/c", null, List.of())),
                    naming("regex", match(PathKind.REGEX, "/a/[0-9]+", null, List.of())),
                    naming("post", match(PathKind.PREFIX, "/a", "POST", List.of())),
                    naming(
                            "one-header",
                            match(
                                    PathKind.PREFIX,
                                    "/a",
                                    null,
                                    List.of(header("X-One", ValueKind.EXACT, "1")))),
                    naming(
                            "two-headers",
                            match(
                                    PathKind.PREFIX,
                                    "/a",
                                    null,
                                    List.of(
                                            header("x-one", ValueKind.EXACT, "1"),
                                            header("x-two", ValueKind.REGEX, "[a-c]+")))),
                    naming(
                            "query",
                            new RouteMatch(
                                    new Path(PathKind.PREFIX, "/q"),
                                    null,
                                    List.of(),
                                    List.of(new Value("k", ValueKind.EXACT, "a b")))));

    @ParameterizedTest
    @CsvSource({
        "GET /,'',all",
        "GET /abc,'',all",
        "GET /a,'',a",
        "GET /a/,'',a",
        "GET /a?x,'',a",
        "GET /a/b,'',ab",
        "GET /a/b/c,'',exact",
        "GET /a/b/c/,'',ab",
        "GET /a/17,'',regex",
        "GET /a/17x,'',a",
        "POST /a/x,'',post",
        "POST /a/x,X-One: 1,post",
        "GET /a/x,x-ONE: 1,one-header",
        "GET /a/x,x-one: 2,a",
        "GET /a/x,X-One: 1|X-Two: abc,two-headers",
        "GET /a/x,X-One: 1|X-Two: abd,one-header",
        "GET /q?k=a%20b,'',query",
        "GET /q?j=1&k=a+b&k=2,'',query",
        "GET /q?k=b,'',all",
        "GET /q,'',all"
    })
    void choosesRoutesByTheGatewayApisPrecedence(String line, String headers, String route)
            throws IOException {
        try (TestProxy proxy = new TestProxy(TestProxy.config()).apply(PRECEDENCE);
                TestClient client = proxy.client()) {
            String lines = headers.isEmpty() ? "" : headers.replace("|", "\r\n") + "\r\n";
            assertThat(client.request(line, lines).response().text()).isEqualTo(route);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "shop.example,exact",
        "SHOP.example:8080,exact",
        "shop.example.,exact",
        "a.shop.example,sub",
        "b.a.shop.example,sub",
        "other.example,wild",
        "example,any",
        "'',any",
        "[::1]:80,any"
    })
    void choosesVirtualHostsBySpecificity(String host, String route) throws IOException {
        RoutingSnapshot snapshot =
                new RoutingSnapshot(
                        List.of(
                                new Listener.Http(
                                        TestProxy.LISTENER,
                                        "127.0.0.1",
                                        0,
                                        List.of(
                                                new VirtualHost("*", List.of(naming("any"))),
                                                new VirtualHost(
                                                        "*.example", List.of(naming("wild"))),
                                                new VirtualHost(
                                                        "*.shop.example", List.of(naming("sub"))),
                                                new VirtualHost(
                                                        "Shop.example",
                                                        List.of(naming("exact")))))),
                        List.of());
        try (TestProxy proxy = new TestProxy(TestProxy.config()).apply(snapshot);
                TestClient client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            assertThat(client.response().text()).isEqualTo(route);
        }
    }

    @Test
    void asksLessSpecificHostsWhereNoRouteFits() throws IOException {
        RoutingSnapshot snapshot =
                new RoutingSnapshot(
                        List.of(
                                new Listener.Http(
                                        TestProxy.LISTENER,
                                        "127.0.0.1",
                                        0,
                                        List.of(
                                                new VirtualHost(
                                                        "test",
                                                        List.of(
                                                                naming(
                                                                        "a",
                                                                        RouteMatch.prefix("/a")))),
                                                new VirtualHost(
                                                        "*",
                                                        List.of(
                                                                naming(
                                                                        "b",
                                                                        RouteMatch.prefix(
                                                                                "/b"))))))),
                        List.of());
        try (TestProxy proxy = new TestProxy(TestProxy.config()).apply(snapshot);
                TestClient client = proxy.client()) {
            assertThat(client.get("/b").text()).isEqualTo("b");
            HttpWire.Message missing = client.get("/c");
            assertThat(missing.status()).isEqualTo(404);
            assertThat(missing.header("x-slipway-reason")).isEqualTo("no-route");
        }
    }

    private static Route filtered(RouteFilter... filters) {
        return new Route(
                "route",
                List.of(RouteMatch.prefix("/old")),
                List.of(filters),
                RouteTimeouts.NONE,
                List.of(new WeightedBackend(TestProxy.BACKEND, 1)));
    }

    private static TestProxy filtering(TestBackend backend, RouteFilter... filters) {
        return new TestProxy(TestProxy.config())
                .apply(
                        List.of(filtered(filters)),
                        new Backend(TestProxy.BACKEND, List.of(backend.endpoint()), Map.of()));
    }

    private static TestBackend echo() {
        return TestBackend.answering(request ->
                "HTTP/1.1 200 OK\r\nX-Secret: 1\r\n"
                        + TestBackend.ok(
                                        request.line()
                                                + "\n"
                                                + String.join("\n", request.headers())
                                                + "\n")
                                .substring("HTTP/1.1 200 OK\r\n".length()));
    }

    @Test
    void editsHeadersBothWays() throws IOException {
        HeaderEdit request =
                new HeaderEdit(
                        List.of(new Header("X-Set", "new"), new Header("Content-Length", "9")),
                        List.of(new Header("X-Add", "2")),
                        List.of("x-remove"));
        HeaderEdit response =
                new HeaderEdit(List.of(new Header("X-By", "us")), List.of(), List.of("x-secret"));
        try (TestBackend backend = echo();
                TestProxy proxy =
                        filtering(
                                backend,
                                new RouteFilter.RequestHeaders(request),
                                new RouteFilter.ResponseHeaders(response));
                TestClient client = proxy.client()) {
            HttpWire.Message answer =
                    client.request("GET /old", "X-Set: old\r\nX-Add: 1\r\nX-REMOVE: 1\r\n")
                            .response();
            assertThat(answer.text())
                    .contains("X-Set: new\n", "X-Add: 1\n", "X-Add: 2\n")
                    .doesNotContain("old\n", "REMOVE", "Content-Length");
            assertThat(answer.header("x-by")).isEqualTo("us");
            assertThat(answer.header("x-secret")).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PREFIX,/new,/old/x?q=1,/new/x?q=1",
        "PREFIX,/new/,/old/x,/new/x",
        "PREFIX,/new,/old,/new",
        "PREFIX,/,/old,/",
        "PREFIX,/,/old/x,/x",
        "FULL,/new,/old/x?q=1,/new?q=1"
    })
    void rewritesHostAndPath(PathRewriteKind kind, String value, String asked, String seen)
            throws IOException {
        try (TestBackend backend = echo();
                TestProxy proxy =
                        filtering(
                                backend,
                                new RouteFilter.UrlRewrite(
                                        "inner.example", new PathRewrite(kind, value)));
                TestClient client = proxy.client()) {
            assertThat(client.get(asked).text())
                    .startsWith("GET " + seen + " HTTP/1.1\n")
                    .contains("Host: inner.example\n", "X-Forwarded-Host: test\n")
                    .doesNotContain("Host: test\n\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "https,-,-,-,https://test/old/x?q,8080",
                "https,-,8443,-,https://test:8443/old/x?q,8080",
                "-,new.example,-,-,http://new.example:8080/old/x?q,8080",
                "-,-,9090,-,http://test:9090/old/x?q,8080",
                "-,-,80,-,http://test/old/x?q,8080",
                "-,-,-,/new,http://test:8080/new/x?q,8080"
            })
    void redirects(
            @Nullable String scheme,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String path,
            String location,
            String askedPort)
            throws IOException {
        PathRewrite rewrite = path == null ? null : new PathRewrite(PathRewriteKind.PREFIX, path);
        try (TestBackend backend = echo();
                TestProxy proxy =
                        filtering(
                                backend,
                                new RouteFilter.Redirect(scheme, host, port, rewrite, 301));
                TestClient client = proxy.client()) {
            client.send("GET /old/x?q HTTP/1.1\r\nHost: test:" + askedPort + "\r\n\r\n");
            HttpWire.Message answer = client.response();
            assertThat(answer.status()).isEqualTo(301);
            assertThat(answer.header("location")).isEqualTo(location);
        }
    }

    @Test
    void splitsByWeightOfBackendsAndRevisions() throws IOException {
        try (TestBackend a = TestBackend.saying("a");
                TestBackend b = TestBackend.saying("b");
                TestBackend c = TestBackend.saying("c")) {
            Route route =
                    new Route(
                            "route",
                            List.of(),
                            List.of(),
                            RouteTimeouts.NONE,
                            List.of(
                                    new WeightedBackend("one", 3),
                                    new WeightedBackend("two", 1),
                                    new WeightedBackend("none", 0)));
            Backend one = new Backend("one", List.of(a.endpoint()), Map.of());
            Backend two =
                    new Backend(
                            "two",
                            List.of(b.endpoint("v1"), b.endpoint("v1"), c.endpoint("v2")),
                            Map.of("v1", 1, "v2", 3));
            try (TestProxy proxy =
                            new TestProxy(TestProxy.config()).apply(List.of(route), one, two);
                    TestClient client = proxy.client()) {
                for (int i = 0; i < 2000; i++) {
                    client.get("/");
                }
                assertThat(proxy.requests("")).isBetween(1400L, 1600L);
                assertThat(proxy.requests("v1")).isBetween(80L, 170L);
                assertThat(proxy.requests("v2")).isBetween(310L, 440L);
            }
        }
    }

    @Test
    void usesRevisionsWithReadyEndpointsOnly() throws IOException {
        try (TestBackend a = TestBackend.saying("a");
                TestBackend b = TestBackend.saying("b");
                TestProxy proxy = new TestProxy(TestProxy.config())) {
            Map<String, Integer> weights = Map.of("old", 9, "new", 1, "bad", 0);
            Endpoint draining = new Endpoint("127.0.0.1", a.port(), "old", true);
            apply(proxy, weights, draining, b.endpoint("new"), a.endpoint("bad"));
            try (TestClient client = proxy.client()) {
                assertThat(client.get("/").text()).isEqualTo("b");
                apply(proxy, weights, b.endpoint("bad"), a.endpoint("other"));
                assertThat(client.get("/").text()).isEqualTo("a");
                apply(proxy, weights, draining, b.endpoint("bad"));
                assertThat(client.get("/").text()).as("the last resort").isEqualTo("b");
            }
        }
    }

    private static void apply(
            TestProxy proxy, Map<String, Integer> weights, Endpoint... endpoints) {
        proxy.apply(
                List.of(TestProxy.route()),
                new Backend(TestProxy.BACKEND, List.of(endpoints), weights));
    }

    @Test
    void tellsWhyNobodyServes() throws IOException {
        Route unknown = Route.to("unknown", RouteMatch.prefix("/unknown"), "missing");
        try (TestProxy proxy =
                        new TestProxy(TestProxy.config())
                                .apply(
                                        List.of(TestProxy.route(), unknown),
                                        new Backend(TestProxy.BACKEND, List.of(), Map.of()));
                TestClient client = proxy.client()) {
            HttpWire.Message none = client.post("/", "body");
            assertThat(none.status()).isEqualTo(503);
            assertThat(none.text()).isEqualTo("no ready endpoint for service shop\n");
            HttpWire.Message invalid = client.get("/unknown");
            assertThat(invalid.status()).isEqualTo(500);
            assertThat(invalid.header("x-slipway-reason")).isEqualTo("invalid-backend");
        }
    }
}
