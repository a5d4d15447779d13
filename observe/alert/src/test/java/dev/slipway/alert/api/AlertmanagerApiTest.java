package dev.slipway.alert.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AlertmanagerApiTest {
    private static final String CONFIG =
            """
            global: {smtp_auth_password: geheim}
            route:
              receiver: team
              group_by: [alertname]
              routes: [{matchers: [severity=page], receiver: pager}]
            inhibit_rules:
              - {source_matchers: [alertname=Dead], target_matchers: [alertname=Slow]}
            receivers: [{name: team}, {name: pager}]
            """;
    private static final String ALERTS =
            """
            [{"labels": {"alertname": "Down", "severity": "page", "i": "1"}, "annotations": {"a": "b"},
              "generatorURL": "http://prom"},
             {"labels": {"alertname": "Slow", "i": "2"}, "startsAt": "2020-01-01T00:00:00+02:00",
              "endsAt": "2999-01-01T00:00:00Z"}]
            """;

    @TempDir Path folder;
    private Served served;

    @BeforeEach
    void open() throws Exception {
        served = new Served(folder, CONFIG);
    }

    @AfterEach
    void close() {
        served.close();
    }

    private List<String> names(String query) throws Exception {
        List<String> names = new ArrayList<>();
        for (JsonNode each : served.json("/api/v2/alerts?" + query)) {
            names.add(each.path("labels").path("alertname").asText());
        }
        return names.stream().sorted().toList();
    }

    private void post(String alerts) throws Exception {
        assertThat(served.call("POST", "/api/v2/alerts", alerts).statusCode()).isEqualTo(200);
    }

    private String silence(String id, String matcher) throws Exception {
        var response =
                served.call(
                        "POST",
                        "/api/v2/silences",
                        """
                        {%s "matchers": [%s], "startsAt": "2020-01-01T00:00:00Z",
                         "endsAt": "2999-01-01T00:00:00Z", "createdBy": "me", "comment": "c"}
                        """
                                .formatted(id.isEmpty() ? "" : "\"id\": \"" + id + "\",", matcher));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return dev.slipway.model.Json.parse(response.body().getBytes(UTF_8))
                .path("silenceID")
                .asText();
    }

    @Test
    void takesAlertsAndShowsThem() throws Exception {
        post(ALERTS);
        JsonNode down =
                served.json("/api/v2/alerts?filter=" + Served.encoded("alertname=Down")).path(0);
        assertThat(down.path("receivers").toString()).isEqualTo("[{\"name\":\"pager\"}]");
        assertThat(down.path("status").toString())
                .isEqualTo(
                        "{\"inhibitedBy\":[],\"mutedBy\":[],\"silencedBy\":[],\"state\":\"active\"}");
        assertThat(down.path("startsAt").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT[0-9:]{8}\\.\\d{3}Z");
        assertThat(down.path("fingerprint").asText()).hasSize(16);
        assertThat(down.path("annotations").path("a").asText()).isEqualTo("b");
        JsonNode slow = served.json("/api/v2/alerts?receiver=te.*").path(0);
        assertThat(slow.path("startsAt").asText()).isEqualTo("2019-12-31T22:00:00.000Z");
        assertThat(slow.path("endsAt").asText()).isEqualTo("2999-01-01T00:00:00.000Z");
    }

    @Test
    void filtersAsAsked() throws Exception {
        post(ALERTS);
        assertThat(names("")).containsExactly("Down", "Slow");
        assertThat(names("receiver=pager")).containsExactly("Down");
        assertThat(names("filter=" + Served.encoded("i=~\"[2-9]\""))).containsExactly("Slow");
        post("[{\"labels\": {\"alertname\": \"Dead\"}}]");
        silence("", "{\"name\": \"i\", \"value\": \"1\", \"isRegex\": false, \"isEqual\": true}");
        assertThat(names("silenced=false")).containsExactly("Dead", "Slow");
        assertThat(names("inhibited=false")).containsExactly("Dead", "Down");
        assertThat(names("active=false")).containsExactly("Down", "Slow");
        assertThat(
                        served.call("GET", "/api/v2/alerts?filter=" + Served.encoded("=x"), "")
                                .statusCode())
                .isEqualTo(400);
        assertThat(served.call("GET", "/api/v2/alerts?active=maybe", "").statusCode())
                .isEqualTo(400);
    }

    @Test
    void groupsAlertsByRoute() throws Exception {
        post(ALERTS);
        JsonNode groups = served.json("/api/v2/alerts/groups");
        assertThat(groups).hasSize(2);
        assertThat(groups.path(0).path("labels").toString()).isEqualTo("{\"alertname\":\"Down\"}");
        assertThat(groups.path(0).path("receiver").path("name").asText()).isEqualTo("pager");
        assertThat(groups.path(0).path("alerts")).hasSize(1);
    }

    @Test
    void refusesWhatIsNoAlertButTakesTheRest() throws Exception {
        var response =
                served.call(
                        "POST",
                        "/api/v2/alerts",
                        "[{\"labels\": {}}, {\"labels\": {\"alertname\": \"A\"}}]");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).startsWith("\"found an alert without labels");
        assertThat(names("")).containsExactly("A");
        for (String body :
                List.of("{", "{}", "[{\"labels\": {\"a\": 1}}]", "[{\"startsAt\": \"x\"}]")) {
            assertThat(served.call("POST", "/api/v2/alerts", body).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
    }

    @Test
    void silencesAreMadeChangedAndEnded() throws Exception {
        String matcher = "{\"name\": \"a\", \"value\": \"b|c\", \"isRegex\": true}";
        String id = silence("", matcher);
        JsonNode one = served.json("/api/v2/silence/" + id);
        assertThat(one.path("status").path("state").asText()).isEqualTo("active");
        assertThat(one.path("matchers").toString())
                .isEqualTo(
                        "[{\"isEqual\":true,\"isRegex\":true,\"name\":\"a\",\"value\":\"b|c\"}]");
        String changed = silence(id, matcher.replace("b|c", "d"));
        assertThat(changed).isNotEqualTo(id);
        assertThat(served.json("/api/v2/silences"))
                .extracting(each -> each.path("status").path("state").asText())
                .containsExactly("active", "expired");
        assertThat(served.json("/api/v2/silences?filter=" + Served.encoded("a=d"))).hasSize(1);
        assertThat(served.call("DELETE", "/api/v2/silence/" + changed, "").statusCode())
                .isEqualTo(200);
        assertThat(served.json("/api/v2/silence/" + changed).path("status").path("state").asText())
                .isEqualTo("expired");
        assertThat(served.call("DELETE", "/api/v2/silence/nope", "").statusCode()).isEqualTo(404);
        assertThat(served.call("GET", "/api/v2/silence/nope", "").statusCode()).isEqualTo(404);
    }

    @Test
    void theEndOfASilenceIsChangedInPlace() throws Exception {
        String id = silence("", "{\"name\": \"a\", \"value\": \"b\", \"isRegex\": false}");
        com.fasterxml.jackson.databind.node.ObjectNode shown =
                (com.fasterxml.jackson.databind.node.ObjectNode)
                        served.json("/api/v2/silence/" + id);
        shown.put("endsAt", "2998-01-01T00:00:00.000Z");
        var response = served.call("POST", "/api/v2/silences", shown.toString());
        assertThat(response.body()).isEqualTo("{\"silenceID\":\"" + id + "\"}");
        assertThat(served.json("/api/v2/silence/" + id).path("endsAt").asText())
                .isEqualTo("2998-01-01T00:00:00.000Z");
    }

    @Test
    void survivesDamagedBodies() throws Exception {
        java.util.Random random = new java.util.Random(13);
        String silence =
                "{\"matchers\": [{\"name\": \"a\", \"value\": \"b\", \"isRegex\": true}], \"startsAt\":"
                        + " \"2020-01-01T00:00:00Z\", \"endsAt\": \"2999-01-01T00:00:00Z\"}";
        for (int i = 0; i < 300; i++) {
            String alerts = dev.slipway.alert.Mutations.of(ALERTS, random);
            assertThat(served.call("POST", "/api/v2/alerts", alerts).statusCode())
                    .as(alerts)
                    .isIn(200, 400);
            String body = dev.slipway.alert.Mutations.of(silence, random);
            assertThat(served.call("POST", "/api/v2/silences", body).statusCode())
                    .as(body)
                    .isIn(200, 400, 404);
        }
    }

    @Test
    void refusesSilencesThatWouldSilenceEverything() throws Exception {
        var response =
                served.call(
                        "POST",
                        "/api/v2/silences",
                        """
                        {"matchers": [{"name": "a", "value": ".*", "isRegex": true}],
                         "startsAt": "2020-01-01T00:00:00Z", "endsAt": "2999-01-01T00:00:00Z"}
                        """);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("at least one that does not");
    }

    @Test
    void showsItsStateWithoutSecrets() throws Exception {
        JsonNode status = served.json("/api/v2/status");
        assertThat(status.path("cluster").path("status").asText()).isEqualTo("disabled");
        assertThat(status.path("config").path("original").asText())
                .contains("smtp_auth_password: <secret>")
                .doesNotContain("geheim");
        assertThat(served.json("/api/v2/receivers").toString())
                .isEqualTo("[{\"name\":\"team\"},{\"name\":\"pager\"}]");
        assertThat(served.call("GET", "/-/healthy", "").body()).isEqualTo("OK");
        assertThat(served.call("GET", "/-/ready", "").statusCode()).isEqualTo(200);
    }

    @Test
    void readsItsConfigurationAnewUnlessItIsBroken() throws Exception {
        Files.writeString(served.config, "route: {receiver: x}");
        var broken = served.call("POST", "/-/reload", "");
        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(broken.body()).contains("alertmanager.yml:1:19: `receiver`: `x` is not defined");
        assertThat(served.json("/api/v2/receivers")).hasSize(2);
        Files.writeString(served.config, "route: {receiver: x}\nreceivers: [{name: x}]");
        assertThat(served.call("POST", "/-/reload", "").statusCode()).isEqualTo(200);
        assertThat(served.json("/api/v2/receivers").toString()).isEqualTo("[{\"name\":\"x\"}]");
    }

    @Test
    void saysWhatThereIsNot() throws Exception {
        assertThat(served.call("GET", "/api/v1/alerts", "").body()).contains("use /api/v2");
        assertThat(served.call("GET", "/nope", "").statusCode()).isEqualTo(404);
        assertThat(served.call("DELETE", "/api/v2/alerts", "").statusCode()).isEqualTo(405);
    }

    @Test
    void showsAPageToLookAt() throws Exception {
        assertThat(served.call("GET", "/", "").body()).contains("Nothing is wrong.");
        post(
                """
                [{"labels": {"alertname": "Down", "severity": "page", "i": "<b>"},
                  "annotations": {"a": "x & y"}, "generatorURL": "javascript:alert(1)"}]
                """);
        silence("", "{\"name\": \"alertname\", \"value\": \"Down\", \"isRegex\": false}");
        String page = served.call("GET", "/", "").body();
        assertThat(page)
                .contains(
                        "<section id=\"/alerts?receiver=pager\">",
                        "x &amp; y",
                        "silenced",
                        "&lt;b&gt;")
                .doesNotContain("javascript:", "<b>");
    }
}
