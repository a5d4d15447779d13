package dev.slipway.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.series.Labels;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class AlertNotifierTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();

    private static AlertSink.Notice notice(String name) {
        return new AlertSink.Notice(
                Labels.of(Map.of("alertname", name)),
                Labels.of(Map.of("summary", "it is bad")),
                START,
                START.plusSeconds(240),
                "/graph?g0.expr=up");
    }

    private static AlertNotifier.Target target(String name, AlertNotifier.Delivery delivery) {
        return new AlertNotifier.Target(name, AlertNotifier.Relabeling.NONE, delivery);
    }

    private AlertNotifier.Target noting(String name) {
        return target(
                name, notices -> notices.forEach(each -> arrived.add(name + " " + each.labels())));
    }

    private String next() throws InterruptedException {
        return String.valueOf(arrived.poll(60, TimeUnit.SECONDS));
    }

    @Test
    void addsExternalLabelsAndRelabels() throws InterruptedException {
        AlertNotifier.Relabeling drop =
                labels ->
                        labels.value("alertname").equals("Dropped")
                                ? null
                                : labels.with("relabelled", "yes");
        Labels external = Labels.of(Map.of("region", "eu", "alertname", "Other"));
        try (AlertNotifier notifier = new AlertNotifier()) {
            notifier.use(external, drop, List.of(noting("a")));
            notifier.send(List.of(notice("Dropped"), notice("Down")));
            assertThat(next())
                    .isEqualTo("a {alertname=\"Down\", region=\"eu\", relabelled=\"yes\"}");
        }
        assertThat(arrived).isEmpty();
    }

    @Test
    void oneThatHangsDoesNotHoldUpTheOthers() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        try (AlertNotifier notifier = new AlertNotifier()) {
            notifier.use(
                    Labels.EMPTY,
                    AlertNotifier.Relabeling.NONE,
                    List.of(target("hanging", notices -> never.await()), noting("quick")));
            notifier.send(List.of(notice("Down")));
            assertThat(next()).startsWith("quick");
            // A target that is gone is not waited for.
            notifier.use(Labels.EMPTY, AlertNotifier.Relabeling.NONE, List.of(noting("quick")));
            notifier.send(List.of(notice("Up")));
            assertThat(next()).isEqualTo("quick {alertname=\"Up\"}");
            assertThat(notifier.figures()).hasSize(1);
        }
    }

    @Test
    void sendsInBatchesAndDropsTheOldestOfTooMany() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        BlockingQueue<Integer> sizes = new LinkedBlockingQueue<>();
        AlertNotifier.Delivery slow =
                notices -> {
                    begun.countDown();
                    go.await();
                    sizes.add(notices.size());
                };
        try (AlertNotifier notifier = new AlertNotifier()) {
            notifier.use(
                    Labels.EMPTY, AlertNotifier.Relabeling.NONE, List.of(target("slow", slow)));
            notifier.send(List.of(notice("first")));
            begun.await();
            List<AlertSink.Notice> many = new ArrayList<>();
            for (int i = 0; i < AlertQueue.WAITING_MAX + 5; i++) {
                many.add(notice("n" + i));
            }
            notifier.send(many);
            assertThat(notifier.figures().getFirst().dropped()).isEqualTo(5);
            assertThat(notifier.figures().getFirst().waiting()).isEqualTo(AlertQueue.WAITING_MAX);
            go.countDown();
        }
        assertThat(sizes.poll()).isEqualTo(1);
        assertThat(sizes).allMatch(size -> size <= AlertQueue.BATCH_MAX);
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(AlertQueue.WAITING_MAX);
    }

    @Test
    void goesOnAfterAFailure() throws InterruptedException {
        BlockingQueue<String> tried = new LinkedBlockingQueue<>();
        AlertNotifier.Delivery failing =
                notices -> {
                    tried.add(notices.getFirst().labels().value("alertname"));
                    throw new AlertTargetException("no", null);
                };
        AlertNotifier notifier = new AlertNotifier();
        notifier.use(
                Labels.EMPTY, AlertNotifier.Relabeling.NONE, List.of(target("failing", failing)));
        notifier.send(List.of(notice("a")));
        assertThat(tried.poll(60, TimeUnit.SECONDS)).isEqualTo("a");
        notifier.send(List.of(notice("b")));
        assertThat(tried.poll(60, TimeUnit.SECONDS)).isEqualTo("b");
        notifier.close();
        notifier.send(List.of(notice("c")));
        assertThat(tried).isEmpty();
    }

    @Test
    void speaksTheApiOfAlertmanager() throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/am/api/v2/alerts",
                exchange -> {
                    String key = exchange.getRequestHeaders().getFirst("Authorization");
                    arrived.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                    byte[] answer = "no such key".getBytes(UTF_8);
                    exchange.sendResponseHeaders("Bearer k".equals(key) ? 200 : 401, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/am/");
            delivery(client, base, "Bearer k").send(List.of(notice("Down")));
            assertThat(next())
                    .isEqualTo(
                            "[{\"labels\":{\"alertname\":\"Down\"},"
                                    + "\"annotations\":{\"summary\":\"it is bad\"},"
                                    + "\"startsAt\":\"2026-01-01T00:00:00.000Z\","
                                    + "\"endsAt\":\"2026-01-01T00:04:00.000Z\","
                                    + "\"generatorURL\":\"http://me/graph?g0.expr=up\"}]");
            HttpDelivery wrongKey = delivery(client, base, "Bearer x");
            assertThatExceptionOfType(AlertTargetException.class)
                    .isThrownBy(() -> wrongKey.send(List.of(notice("Down"))))
                    .withMessageEndingWith("/am/api/v2/alerts answered 401: no such key");
        } finally {
            server.stop(0);
        }
    }

    private static HttpDelivery delivery(HttpClient client, URI base, String authorization) {
        return new HttpDelivery(
                client,
                base,
                Duration.ofSeconds(60),
                () -> Map.of("Authorization", authorization),
                "http://me/");
    }
}
