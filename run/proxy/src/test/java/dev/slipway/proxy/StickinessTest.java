package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Users who stay at a version, through a real proxy.
class StickinessTest {
    private static final Stickiness COOKIE = new Stickiness.Cookie("v", null, false);
    private static final Stickiness USER_ID = new Stickiness.Header("X-User-Id", null, false);

    private final TestBackend old = TestBackend.saying("old");
    private final TestBackend fresh = TestBackend.saying("new");
    private final TestProxy proxy = new TestProxy(TestProxy.config());
    private @Nullable TestClient client;

    @BeforeEach
    void open() throws IOException {
        backends(COOKIE, 50, 50);
        client = proxy.client();
    }

    @AfterEach
    void close() throws IOException {
        client().close();
        proxy.close();
        old.close();
        fresh.close();
    }

    @Test
    void firstAnswerSetsACookieThatKeepsTheVersion() throws IOException {
        Set<String> seen = new HashSet<>();
        for (int user = 0; user < 50; user++) {
            HttpWire.Message first = get("");
            String cookie = cookie(first);
            seen.add(first.text());
            for (int i = 0; i < 5; i++) {
                HttpWire.Message next = get("Cookie: a=b; v=" + cookie + "; c=d\r\n");
                assertThat(next.text()).isEqualTo(first.text());
                assertThat(next.header("set-cookie")).isNull();
            }
        }
        assertThat(seen).containsExactlyInAnyOrder("old", "new");
    }

    @Test
    void cookieSurvivesAnotherProxy() throws IOException {
        try (TestProxy second = new TestProxy(TestProxy.config())) {
            second.apply(
                    List.of(route(COOKIE, 50, 50)), backend("old", old), backend("new", fresh));
            try (TestClient there = second.client()) {
                for (int user = 0; user < 30; user++) {
                    HttpWire.Message first = get("");
                    String headers = "Cookie: v=" + cookie(first) + "\r\n";
                    assertThat(there.request("GET /", headers).response().text())
                            .isEqualTo(first.text());
                }
            }
        }
    }

    @Test
    void cookiesOfOthersMakingAreReplaced() throws IOException {
        for (String value :
                new String[] {
                    "",
                    "old",
                    "0123456789abcdef",
                    "0123456789abcdef.",
                    "0123456789abcdeg.66f1a2b3",
                    "0123456789abcdef.66f1a2b3/../..",
                    "x".repeat(4000)
                }) {
            assertThat(cookie(get("Cookie: v=" + value + "\r\n"))).hasSizeBetween(18, 30);
        }
        assertThat(get("Cookie: v=0123456789abcdef.66f1a2b3\r\n").header("set-cookie")).isNull();
        assertThat(get("Cookie: w=1\r\nCookie: v=0123456789abcdef.1\r\n").header("set-cookie"))
                .isNull();
    }

    @Test
    void cookieThatIsTooOldIsReplaced() throws IOException {
        backends(new Stickiness.Cookie("v", Duration.ofHours(1), true), 50, 50);
        long now = System.currentTimeMillis() / 1000;
        assertThat(get(cookieOf(now - 60)).header("set-cookie")).isNull();
        HttpWire.Message answer = get(cookieOf(now - 7200));
        assertThat(answer.header("set-cookie"))
                .contains("; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600");
    }

    private static String cookieOf(long epochSeconds) {
        return "Cookie: v=0123456789abcdef." + Long.toHexString(epochSeconds) + "\r\n";
    }

    @Test
    void versionWithoutWeightIsLeftAtOnce() throws IOException {
        backends(USER_ID, 50, 50);
        int user = userOf("new");
        backends(USER_ID, 100, 0);
        assertThat(user(user)).isEqualTo("old");
        backends(USER_ID, 50, 50);
        assertThat(user(user)).isEqualTo("new");
    }

    @Test
    void versionWithoutEndpointsIsLeftAtOnce() throws IOException {
        proxy.apply(
                List.of(toDivided()), divided(90, 10, old.endpoint("old"), fresh.endpoint("new")));
        int user = userOf("new");
        proxy.apply(List.of(toDivided()), divided(90, 10, old.endpoint("old")));
        assertThat(user(user)).isEqualTo("old");
    }

    @Test
    void usersGoOverToTheNewRevisionOnceAndInTheRightNumber() throws IOException {
        Set<Integer> went = new HashSet<>();
        for (int share : new int[] {0, 5, 10, 25, 50, 75, 100}) {
            proxy.apply(
                    List.of(toDivided()),
                    divided(100 - share, share, old.endpoint("old"), fresh.endpoint("new")));
            int there = 0;
            for (int user = 0; user < 400; user++) {
                boolean isNew = user(user).equals("new");
                assertThat(isNew || !went.contains(user)).as("never back").isTrue();
                if (isNew) {
                    went.add(user);
                    there++;
                }
            }
            assertThat(there).isBetween(share * 4 - 50, share * 4 + 50);
        }
        assertThat(went).hasSize(400);
    }

    @Test
    void requestsWithoutTheHeaderAreDrawnEachForItself() throws IOException {
        backends(USER_ID, 50, 50);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            HttpWire.Message answer = get("");
            seen.add(answer.text());
            assertThat(answer.header("x-user-id")).isNull();
        }
        assertThat(seen).hasSize(2);
    }

    @Test
    void assignedHeaderComesWithTheFirstAnswer() throws IOException {
        backends(new Stickiness.Header("X-Session", null, true), 50, 50);
        for (int user = 0; user < 20; user++) {
            HttpWire.Message first = get("");
            String session = first.header("x-session");
            HttpWire.Message next = get("X-Session: " + session + "\r\n");
            assertThat(next.text()).isEqualTo(first.text());
            assertThat(next.header("x-session")).isNull();
        }
    }

    @Test
    void permanentCookieNeedsALifetime() {
        assertThatThrownBy(() -> new Stickiness.Cookie("v", null, true))
                .hasMessageContaining("lifetime");
        assertThatThrownBy(() -> new Stickiness.Cookie("v; Domain=x", null, false))
                .hasMessageContaining("header name");
    }

    private TestClient client() {
        if (client == null) {
            throw new IllegalStateException("no client");
        }
        return client;
    }

    private HttpWire.Message get(String headers) throws IOException {
        return client().request("GET /", headers).response();
    }

    private String user(int user) throws IOException {
        return get("X-User-Id: " + user + "\r\n").text();
    }

    private int userOf(String version) throws IOException {
        int user = 0;
        while (!user(user).equals(version)) {
            user++;
        }
        return user;
    }

    private static String cookie(HttpWire.Message answer) {
        String line = String.valueOf(answer.header("set-cookie"));
        assertThat(line).startsWith("v=").endsWith("; Path=/; HttpOnly; SameSite=Lax");
        return line.substring(2, line.indexOf(';'));
    }

    private void backends(Stickiness stickiness, int oldWeight, int newWeight) {
        proxy.apply(
                List.of(route(stickiness, oldWeight, newWeight)),
                backend("old", old),
                backend("new", fresh));
    }

    private static Route route(Stickiness stickiness, int oldWeight, int newWeight) {
        return new Route(
                "route",
                List.of(),
                List.of(),
                RouteTimeouts.NONE,
                List.of(
                        new WeightedBackend("old", oldWeight),
                        new WeightedBackend("new", newWeight)),
                stickiness);
    }

    private static Backend backend(String id, TestBackend backend) {
        return new Backend(id, List.of(backend.endpoint()), Map.of());
    }

    private static Route toDivided() {
        return TestProxy.route().with(USER_ID);
    }

    private static Backend divided(int oldShare, int newShare, Endpoint... endpoints) {
        return new Backend(
                TestProxy.BACKEND, List.of(endpoints), Map.of("old", oldShare, "new", newShare));
    }
}
