package dev.slipway.metric.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.rule.AlertState;
import dev.slipway.rule.GroupView;
import dev.slipway.rule.GroupView.AlertView;
import dev.slipway.rule.GroupView.Health;
import dev.slipway.rule.GroupView.RuleView;
import dev.slipway.rule.Rule;
import dev.slipway.rule.RuleGroup;
import dev.slipway.scrape.Target;
import dev.slipway.scrape.TargetStatus;
import dev.slipway.scrape.Targets;
import dev.slipway.series.Labels;
import dev.slipway.series.MemorySeries;
import dev.slipway.series.Metadata;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Rules, alerts, targets and Alertmanagers, as others show them to the API.
final class RuleEndpointsTest {
    private static final Instant NOW = Instant.ofEpochMilli(Served.NOW);

    private final Served served =
            new Served(
                    new MemorySeries(),
                    builder ->
                            builder.rules(RuleEndpointsTest::groups)
                                    .targets(RuleEndpointsTest::targets)
                                    .alertmanagers(() ->
                                            new AlertmanagerUrls(
                                                    List.of("http://am/api/v2/alerts"),
                                                    List.of())));

    @AfterEach
    void close() {
        served.close();
    }

    private static List<GroupView> groups() {
        Rule alerting =
                new Rule.Alerting(
                        "Down",
                        "up == 0",
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(90),
                        Map.of("severity", "page"),
                        Map.of("summary", "It is down."));
        AlertView alert =
                new AlertView(
                        Labels.of("alertname", "Down", "severity", "page"),
                        Labels.of("summary", "It is down."),
                        AlertState.FIRING,
                        NOW.minusSeconds(600),
                        null,
                        0.015);
        RuleView down = view(alerting, Health.OK, "", AlertState.FIRING, List.of(alert));
        Rule recording = new Rule.Recording("a:sum", "sum(a)", Map.of());
        RuleView sum = view(recording, Health.BAD, "too slow", AlertState.INACTIVE, List.of());
        return List.of(
                group("b.yml", "second", List.of(sum)),
                group("a.yml", "third", List.of(sum, down)),
                group("a.yml", "first", List.of(down)));
    }

    private static RuleView view(
            Rule rule, Health health, String error, AlertState state, List<AlertView> alerts) {
        return new RuleView(rule, health, error, NOW, Duration.ofMillis(250), state, alerts);
    }

    private static GroupView group(String file, String name, List<RuleView> rules) {
        return new GroupView(
                new RuleGroup(file, name, Duration.ZERO, Duration.ZERO, 7, List.of()),
                Duration.ofSeconds(30),
                null,
                Duration.ofMillis(500),
                new GroupView.Counts(10, 3, 0, 0),
                rules);
    }

    private static Targets targets() {
        return new Targets(
                List.of(
                        target(
                                "web",
                                NOW,
                                TargetStatus.Health.UP,
                                Map.of(
                                        "up_seconds",
                                        new Metadata(
                                                Metadata.Type.GAUGE, "seconds", "Since start."))),
                        target("new", null, TargetStatus.Health.UNKNOWN, Map.of())),
                List.of(new Targets.Dropped("web", Labels.of("__address__", "c:1"))),
                new TreeMap<>(Map.of("web", 12, "new", 0)));
    }

    private static TargetStatus target(
            String pool,
            @Nullable Instant last,
            TargetStatus.Health health,
            Map<String, Metadata> metadata) {
        Target target =
                new Target(
                        Labels.of("__address__", "a:1"),
                        Labels.of("job", pool),
                        URI.create("http://a:1/metrics"),
                        Duration.ofSeconds(90),
                        Duration.ofSeconds(10));
        return new TargetStatus(pool, target, health, last, Duration.ofMillis(12), "", metadata);
    }

    private String names(String query) throws Exception {
        StringBuilder names = new StringBuilder();
        for (JsonNode group : served.json("/api/v1/rules" + query).at("/data/groups")) {
            names.append(group.path("name").asText()).append(':');
            group.path("rules")
                    .forEach(rule -> names.append(rule.path("name").asText()).append(','));
        }
        return names.toString();
    }

    @Test
    void showsAnAlertingRule() throws Exception {
        JsonNode group = served.json("/api/v1/rules").at("/data/groups/0");
        assertThat(group.at("/rules/0").toString())
                .isEqualTo(
                        "{\"state\":\"firing\",\"name\":\"Down\",\"query\":\"up == 0\","
                                + "\"duration\":300,\"keepFiringFor\":90,"
                                + "\"labels\":{\"severity\":\"page\"},"
                                + "\"annotations\":{\"summary\":\"It is down.\"},"
                                + "\"alerts\":[{\"labels\":{\"alertname\":\"Down\","
                                + "\"severity\":\"page\"},"
                                + "\"annotations\":{\"summary\":\"It is down.\"},"
                                + "\"state\":\"firing\",\"activeAt\":\"2023-11-14T22:03:20Z\","
                                + "\"value\":\"1.5e-02\"}],\"health\":\"ok\","
                                + "\"evaluationTime\":0.25,"
                                + "\"lastEvaluation\":\"2023-11-14T22:13:20Z\","
                                + "\"type\":\"alerting\"}");
        assertThat(group.path("interval").asInt()).isEqualTo(30);
        assertThat(group.path("limit").asInt()).isEqualTo(7);
        assertThat(group.path("lastEvaluation").asText()).isEqualTo("0001-01-01T00:00:00Z");
    }

    @Test
    void showsARecordingRule() throws Exception {
        assertThat(served.json("/api/v1/rules?type=record").at("/data/groups/0/rules/0").toString())
                .isEqualTo(
                        "{\"name\":\"a:sum\",\"query\":\"sum(a)\",\"health\":\"err\","
                                + "\"lastError\":\"too slow\",\"evaluationTime\":0.25,"
                                + "\"lastEvaluation\":\"2023-11-14T22:13:20Z\","
                                + "\"type\":\"recording\"}");
    }

    @Test
    void choosesRules() throws Exception {
        assertThat(names("")).isEqualTo("first:Down,third:a:sum,Down,second:a:sum,");
        assertThat(names("?type=alert")).isEqualTo("first:Down,third:Down,");
        assertThat(names("?rule_name%5B%5D=a:sum&file%5B%5D=b.yml")).isEqualTo("second:a:sum,");
        assertThat(names("?rule_group%5B%5D=first&rule_group%5B%5D=second"))
                .isEqualTo("first:Down,second:a:sum,");
        assertThat(names("?match%5B%5D=" + Served.encoded("{severity=\"page\"}")))
                .isEqualTo("first:Down,third:Down,");
        assertThat(served.get("/api/v1/rules?type=x").statusCode()).isEqualTo(400);
    }

    @Test
    void leavesOutAlerts() throws Exception {
        assertThat(
                        served.json("/api/v1/rules?exclude_alerts=true")
                                .at("/data/groups/0/rules/0/alerts")
                                .isNull())
                .isTrue();
    }

    @Test
    void handsOutGroupsInPages() throws Exception {
        JsonNode first = served.json("/api/v1/rules?group_limit=2").path("data");
        assertThat(first.path("groups")).hasSize(2);
        String token = first.path("groupNextToken").asText();
        JsonNode second =
                served.json("/api/v1/rules?group_limit=2&group_next_token=" + token).path("data");
        assertThat(second.at("/groups/0/name").asText()).isEqualTo("second");
        assertThat(second.has("groupNextToken")).isFalse();
        assertThat(served.get("/api/v1/rules?group_next_token=" + token).statusCode())
                .isEqualTo(400);
        assertThat(served.get("/api/v1/rules?group_limit=1&group_next_token=x").body())
                .contains("invalid group_next_token 'x'. were rule groups changed?");
    }

    @Test
    void listsAlerts() throws Exception {
        assertThat(served.json("/api/v1/alerts").at("/data/alerts")).hasSize(2);
    }

    @Test
    void listsTargets() throws Exception {
        JsonNode data = served.json("/api/v1/targets").path("data");
        assertThat(data.at("/activeTargets/0").toString())
                .isEqualTo(
                        "{\"discoveredLabels\":{\"__address__\":\"a:1\"},"
                                + "\"labels\":{\"job\":\"web\"},\"scrapePool\":\"web\","
                                + "\"scrapeUrl\":\"http://a:1/metrics\","
                                + "\"globalUrl\":\"http://a:1/metrics\",\"lastError\":\"\","
                                + "\"lastScrape\":\"2023-11-14T22:13:20Z\","
                                + "\"lastScrapeDuration\":0.012,\"health\":\"up\","
                                + "\"scrapeInterval\":\"1m30s\",\"scrapeTimeout\":\"10s\"}");
        assertThat(data.at("/droppedTargetCounts/web").asInt()).isEqualTo(12);
        assertThat(data.at("/droppedTargets/0/scrapePool").asText()).isEqualTo("web");
        JsonNode active = served.json("/api/v1/targets?state=active&scrapePool=new").path("data");
        assertThat(active.path("activeTargets")).hasSize(1);
        assertThat(active.path("droppedTargets")).isEmpty();
        assertThat(active.path("droppedTargetCounts").isNull()).isTrue();
    }

    @Test
    void listsWhatTargetsSayOfTheirMetrics() throws Exception {
        String path = "/api/v1/targets/metadata?match_target=";
        assertThat(served.json(path + Served.encoded("{job=\"web\"}")).path("data").toString())
                .isEqualTo(
                        "[{\"target\":{\"job\":\"web\"},\"metric\":\"up_seconds\","
                                + "\"type\":\"gauge\",\"help\":\"Since start.\","
                                + "\"unit\":\"seconds\"}]");
        assertThat(served.json(path + Served.encoded("{job=\"new\"}")).path("data")).isEmpty();
        assertThat(served.json(path + "&metric=other").path("data")).isEmpty();
    }

    @Test
    void listsPoolsAndAlertmanagers() throws Exception {
        assertThat(served.json("/api/v1/scrape_pools").path("data").toString())
                .isEqualTo("{\"scrapePools\":[\"new\",\"web\"]}");
        assertThat(served.json("/api/v1/alertmanagers").path("data").toString())
                .isEqualTo(
                        "{\"activeAlertmanagers\":[{\"url\":\"http://am/api/v2/alerts\"}],"
                                + "\"droppedAlertmanagers\":[]}");
    }
}
