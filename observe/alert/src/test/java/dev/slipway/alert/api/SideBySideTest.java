package dev.slipway.alert.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.alert.notify.WebSink;
import dev.slipway.model.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same configuration and the same alerts to the real Alertmanager and to ours: the receivers
/// must get the same. Both run in real time; what is compared is what has arrived in the end, so
/// that it does not matter how fast either of them is.
final class SideBySideTest {
    private static final long SEED = 7;
    private static final int RECEIVERS = 5;
    private static final List<String> SERVICES =
            List.of("slack", "pagerduty", "opsgenie", "discord", "telegram");

    private final Random random = new Random(SEED);

    @TempDir Path folder;

    /// One of the two, and what its receivers have got.
    private static final class Side {
        private final WebSink sink;
        private final Map<String, JsonNode> newest = new TreeMap<>();
        private final Map<String, String> alerts = new TreeMap<>();

        Side(WebSink sink) {
            this.sink = sink;
        }

        void look() {
            for (WebSink.Request each : sink.requests) {
                JsonNode body = each.body();
                if (each.path().startsWith("/bot")) {
                    // Numbers and flags may be written in two ways.
                    ((ObjectNode) body)
                            .remove(
                                    List.of(
                                            "chat_id",
                                            "disable_web_page_preview",
                                            "disable_notification"));
                }
                String key = each.path() + " " + body.path("groupKey").asText();
                newest.put(key, body);
                for (JsonNode alert : body.path("alerts")) {
                    alerts.put(
                            key + " " + alert.path("fingerprint").asText(),
                            alert.path("status").asText() + " " + alert);
                }
            }
        }
    }

    private String matcher() {
        String name = "abc".substring(random.nextInt(3)).substring(0, 1);
        int value = random.nextInt(3);
        return switch (random.nextInt(6)) {
            case 0 -> name + "=" + value;
            case 1 -> name + "!=" + value;
            case 2 -> name + "=~\"" + value + "|2\"";
            case 3 -> name + "!~\"" + value + "|x.*\"";
            case 4 -> name + "=\"\"";
            default -> name + "=~\".+\"";
        };
    }

    private String route(int depth) {
        StringBuilder text = new StringBuilder("{matchers: ['" + matcher() + "'");
        if (random.nextInt(3) == 0) {
            text.append(", '").append(matcher()).append('\'');
        }
        text.append("], continue: ").append(random.nextBoolean());
        if (random.nextInt(3) > 0) {
            text.append(", receiver: r").append(random.nextInt(RECEIVERS));
        }
        switch (random.nextInt(5)) {
            case 0 -> text.append(", group_by: ['...']");
            case 1 -> text.append(", group_by: [a, c]");
            case 2 -> text.append(", group_by: []");
            default -> {}
        }
        switch (random.nextInt(8)) {
            case 0 -> text.append(", mute_time_intervals: [never, always]");
            case 1 -> text.append(", active_time_intervals: [never]");
            case 2 ->
                    text.append(", active_time_intervals: [always], mute_time_intervals: [never]");
            default -> {}
        }
        if (depth > 0) {
            List<String> children = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                children.add(route(depth - 1));
            }
            text.append(", routes: [").append(String.join(", ", children)).append(']');
        }
        return text.append('}').toString();
    }

    private String config(String url) {
        StringBuilder routes = new StringBuilder();
        for (String service : SERVICES) {
            routes.append(
                    "    - {matchers: [service=%s], receiver: %s, group_by: [alertname]}\n"
                            .formatted(service, service));
        }
        for (int i = 0; i < 10; i++) {
            routes.append("    - ").append(route(3)).append('\n');
        }
        StringBuilder receivers = new StringBuilder();
        for (int i = 0; i < RECEIVERS; i++) {
            String path = url + "/r" + i;
            receivers.append("  - {name: r%d, webhook_configs: [{url: '%s'}".formatted(i, path));
            receivers.append(
                    i % 2 == 0
                            ? ", {url: '%s/few', max_alerts: 2, send_resolved: false}"
                                    .formatted(path)
                            : "");
            receivers.append("]}\n");
        }
        return """
        route:
          receiver: r0
          group_by: [alertname]
          group_wait: 4s
          group_interval: 2s
          repeat_interval: 4h
          routes:
        %s
        inhibit_rules:
          - {source_matchers: [alertname=Source], target_matchers: [a=1], equal: [b]}
          - {source_matchers: [alertname=Source, c=2], target_matchers: ['b!=1'], equal: [a, none]}
          - {source_matchers: [a=2], target_matchers: [a=2, b=2]}
        time_intervals:
          - {name: always, time_intervals: [{weekdays: ['sunday:saturday']}]}
          - {name: never, time_intervals: [{years: ['1999']}]}
        receivers:
        %s
          - name: slack
            slack_configs: [{api_url: '%s/slack', channel: '#x', send_resolved: true,
              fields: [{title: t, value: '{{ .CommonLabels.team }}', short: true}],
              actions: [{type: button, text: Go, url: 'http://x', confirm: {text: Sure}},
                {type: button, text: Do, name: n, confirm: {text: Sure, ok_text: ok}}]}]
          - name: pagerduty
            pagerduty_configs: [{routing_key: k, url: '%s/pagerduty', severity: '{{ .CommonLabels.a }}',
              class: c, component: d, group: g, details: {own: '{{ .Status }}'},
              links: [{href: 'http://x', text: y}], images: [{src: 'http://x', alt: y, href: 'http://h'}]}]
          - name: opsgenie
            opsgenie_configs: [{api_key: k, api_url: '%s/', tags: 'x,y', priority: P3,
              responders: [{name: ops, type: team}]}]
          - name: discord
            discord_configs: [{webhook_url: '%s/discord'}]
          - name: telegram
            telegram_configs: [{api_url: '%s', bot_token: t, chat_id: 7}]
        """
                .formatted(routes, receivers, url, url, url, url, url);
    }

    private ObjectNode alert(String name, Map<String, String> labels, Instant start) {
        ObjectNode alert = Json.object();
        ObjectNode shown = alert.putObject("labels").put("alertname", name);
        labels.forEach(shown::put);
        alert.putObject("annotations")
                .put("summary", name + " & <co>")
                .put("note", String.valueOf(random.nextInt(2)));
        alert.put("startsAt", start.toString());
        alert.put("generatorURL", "http://prom/" + name);
        return alert;
    }

    private ArrayNode alerts(String name, int count, Instant start) {
        ArrayNode list = Json.object().putArray("alerts");
        for (int i = 0; i < count; i++) {
            Map<String, String> labels = new TreeMap<>();
            for (String label : List.of("a", "b", "c")) {
                int value = random.nextInt(4);
                if (value < 3) {
                    labels.put(label, String.valueOf(value));
                }
            }
            labels.put("instance", "host-" + random.nextInt(12));
            list.add(alert(name, labels, start));
        }
        return list;
    }

    private static void post(HttpClient client, String base, JsonNode body) throws Exception {
        HttpResponse<String> response =
                client.send(
                        HttpRequest.newBuilder(URI.create(base + "/api/v2/alerts"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    private static List<String> differences(Map<String, ?> theirs, Map<String, ?> ours) {
        Set<String> keys = new TreeSet<>(theirs.keySet());
        keys.addAll(ours.keySet());
        List<String> found = new ArrayList<>();
        for (String each : keys) {
            if (!Objects.equals(theirs.get(each), ours.get(each))) {
                found.add(each + "\n  theirs " + theirs.get(each) + "\n  ours   " + ours.get(each));
            }
        }
        return found;
    }

    @Test
    void tellsReceiversTheSame() throws Exception {
        assumeTrue(RealAlertmanager.isInstalled(), "skipped: no prometheus-alertmanager");
        try (WebSink theirSink = new WebSink();
                WebSink ourSink = new WebSink();
                HttpClient client = HttpClient.newHttpClient()) {
            String text = config("SINK");
            Path theirConfig = folder.resolve("theirs.yml");
            Files.writeString(theirConfig, text.replace("SINK", theirSink.url()));
            Side theirs = new Side(theirSink);
            Side ours = new Side(ourSink);
            try (RealAlertmanager real =
                            new RealAlertmanager(theirConfig, folder.resolve("theirs"));
                    Served served = new Served(folder, text.replace("SINK", ourSink.url()))) {
                compare(client, real.url(), served.url(), theirs, ours);
            }
        }
    }

    private void compare(HttpClient client, String theirUrl, String ourUrl, Side theirs, Side ours)
            throws Exception {
        Instant start = Instant.now();
        ArrayNode sources = alerts("Source", 6, start);
        ArrayNode others = alerts("Down", 40, start);
        others.addAll(alerts("Slow", 40, start));
        for (String service : SERVICES) {
            others.add(alert("One", Map.of("service", service, "a", "0", "team", "x"), start));
            others.add(alert("One", Map.of("service", service, "a", "0", "i", "2"), start));
        }
        for (String url : List.of(theirUrl, ourUrl)) {
            post(client, url, sources);
            post(client, url, others);
        }
        Await.until(() -> {
            theirs.look();
            ours.look();
            return Instant.now().isAfter(start.plusSeconds(7)) && ours.newest.equals(theirs.newest);
        });
        assertThat(differences(theirs.newest, ours.newest)).isEmpty();
        assertThat(ours.newest).hasSizeGreaterThan(50);

        Set<String> over = new HashSet<>();
        ArrayNode ended = Json.object().putArray("alerts");
        Instant end = Instant.now();
        int index = 0;
        for (ArrayNode list : List.of(sources, others)) {
            for (JsonNode each : list) {
                if (index++ % 2 == 0 && over.add(each.path("labels").toString())) {
                    ended.add(((ObjectNode) each.deepCopy()).put("endsAt", end.toString()));
                }
            }
        }
        post(client, theirUrl, ended);
        post(client, ourUrl, ended);
        Instant posted = Instant.now();
        Await.until(() -> {
            theirs.look();
            ours.look();
            return Instant.now().isAfter(posted.plusSeconds(4))
                    && ours.alerts.equals(theirs.alerts);
        });
        assertThat(differences(theirs.alerts, ours.alerts)).isEmpty();
        assertThat(ours.alerts.values()).anyMatch(each -> each.startsWith("resolved"));
    }
}
