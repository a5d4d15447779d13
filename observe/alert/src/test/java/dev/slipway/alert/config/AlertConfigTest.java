package dev.slipway.alert.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.alert.Mutations;
import dev.slipway.series.Labels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AlertConfigTest {
    static final String FULL =
            """
            global:
              resolve_timeout: 10m
              smtp_smarthost: 'mail.example.com:587'
              smtp_from: 'Alerts <alerts@example.com>'
              smtp_auth_username: alerts
              smtp_auth_password: geheim
              slack_api_url: https://hooks.slack.com/services/T/B/X
              pagerduty_url: https://events.eu.pagerduty.com/v2/enqueue
              http_config:
                follow_redirects: false
            templates: ['templates/*.tmpl']
            route:
              receiver: team
              group_by: [alertname, cluster]
              group_wait: 10s
              group_interval: 1m
              repeat_interval: 3h
              routes:
                - matchers: [severity="page", 'team=~"a|b"']
                  receiver: pager
                  continue: true
                  mute_time_intervals: [weekend]
                - match: {team: db}
                  match_re: {env: prod|stage}
                  receiver: mail
                  group_by: ['...']
                  routes:
                    - matchers: ['{quiet="yes"}']
                      receiver: nobody
            inhibit_rules:
              - source_matchers: [severity=critical]
                target_match: {severity: warning}
                equal: [alertname]
            receivers:
              - name: team
                slack_configs:
                  - channel: '#ops'
                    send_resolved: true
                    fields: [{title: Where, value: '{{ .CommonLabels.cluster }}', short: true}]
                    actions: [{type: button, text: Look, url: 'https://example.com'}]
              - name: pager
                pagerduty_configs: [{routing_key_file: pd.key, details: {who: '{{ .Receiver }}'}}]
                webhook_configs:
                  - url: http://127.0.0.1:9/hook
                    max_alerts: 5
                    http_config:
                      basic_auth: {username: u, password: p4ss}
              - name: mail
                email_configs: [{to: 'ops@example.com', headers: {subject: hi}}]
                pushover_configs: [{user_key: uuu, token: ttt}]
              - name: nobody
            time_intervals:
              - name: weekend
                time_intervals:
                  - weekdays: [saturday, sunday]
                    location: Europe/Berlin
            """;

    private static AlertConfig parse(String text) {
        return AlertConfig.parse(text, "alertmanager.yml", Path.of("/etc/am"));
    }

    private static List<String> problems(String text) {
        AlertConfigException thrown =
                catchThrowableOfType(AlertConfigException.class, () -> parse(text));
        assertThat(thrown).as(text).isNotNull();
        return thrown.diagnostics().stream().map(Diagnostic::toString).toList();
    }

    @Test
    void fillsInDefaults() {
        AlertConfig config = parse("route: {receiver: a}\nreceivers: [{name: a}]");
        assertThat(config.resolveTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.route().timing())
                .isEqualTo(
                        new Route.Timing(
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(5),
                                Duration.ofHours(4)));
        assertThat(config.route().key()).isEqualTo("{}");
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void readsEverythingThatIsSet() {
        AlertConfig config = parse(FULL);
        assertThat(config.resolveTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.receivers().keySet()).containsExactly("team", "pager", "mail", "nobody");
        Route pager = config.route().routes().get(0);
        assertThat(pager.key()).isEqualTo("{}/{severity=\"page\",team=~\"a|b\"}");
        assertThat(pager.timing().groupWait()).isEqualTo(Duration.ofSeconds(10));
        assertThat(pager.muteTimeIntervals()).containsExactly("weekend");
        assertThat(config.inhibitRules()).hasSize(1);
        assertThat(config.templates().getFirst().folder()).isEqualTo(Path.of("/etc/am/templates"));
        Integration.Slack slack =
                (Integration.Slack) receiver(config, "team").integrations().getFirst();
        assertThat(slack.sendResolved()).isTrue();
        assertThat(slack.fields()).hasSize(1);
        assertThat(slack.http().followRedirects()).isFalse();
        Integration.Webhook hook =
                (Integration.Webhook) receiver(config, "pager").integrations().get(0);
        assertThat(hook.http().credentials()).isInstanceOf(HttpOptions.Credentials.Basic.class);
        Integration.Email mail = (Integration.Email) receiver(config, "mail").integrations().get(0);
        assertThat(mail.headers().get("Subject")).extracting(Templated::text).isEqualTo("hi");
        assertThat(mail.server().port()).isEqualTo(587);
        assertThat(mail.server().requireTls()).isTrue();
    }

    private static AlertConfig.Receiver receiver(AlertConfig config, String name) {
        return java.util.Objects.requireNonNull(config.receivers().get(name));
    }

    @Test
    void warnsOfReceiversThatAreNotSupported() {
        assertThat(parse(FULL).warnings())
                .extracting(Diagnostic::toString)
                .containsExactly(
                        "alertmanager.yml:50:24: receivers of the kind `pushover` are not supported:"
                                + " nothing will be sent this way");
    }

    @Test
    void showsNoSecrets() {
        String shown = parse(FULL).redactedText();
        assertThat(shown)
                .doesNotContain("geheim", "services/T/B/X", "p4ss", "uuu", "ttt", "127.0.0.1:9")
                .contains("smtp_auth_password: <secret>", "receiver: pager");
        assertThat(shown.lines()).hasSameSizeAs(FULL.lines().toList());
    }

    @Test
    void routesTakeTheDeepestOfEachBranch() {
        Route root = parse(FULL).route();
        assertThat(receivers(root, "x", "y")).containsExactly("team");
        assertThat(receivers(root, "severity", "page", "team", "a")).containsExactly("pager");
        assertThat(receivers(root, "team", "db", "env", "prod")).containsExactly("mail");
        assertThat(receivers(root, "team", "db", "env", "prod", "quiet", "yes"))
                .containsExactly("nobody");
        assertThat(receivers(root, "team", "db", "env", "production")).containsExactly("team");
    }

    private static List<String> receivers(Route root, String... labels) {
        return root.match(Labels.of(labels)).stream().map(Route::receiver).toList();
    }

    @Test
    void reportsAllProblemsAtOnceWithTheirPlaces() {
        assertThat(
                        problems(
                                """
                                global: {resolve_timeout: soon}
                                route:
                                  receiver: taem
                                  group_by: [a, a]
                                  group_interval: 0s
                                  matchers: [a=b]
                                  routes:
                                    - matchers: ['a']
                                      reciever: team
                                receivers:
                                  - name: team
                                    slack_configs: [{}]
                                    webhook_configs: [{url: 'ftp://x'}]
                                  - name: team
                                """))
                .containsExactly(
                        "alertmanager.yml:1:27: `resolve_timeout`: found `soon`, expected a duration such as `30s`, `5m` or `1h30m`",
                        "alertmanager.yml:13:29: `url`: found no such URL, expected a URL that begins with http or https",
                        "alertmanager.yml:12:21: `api_url`: found nothing, expected it or `api_url_file`",
                        "alertmanager.yml:14:11: `name`: there are two receivers of the name `team`",
                        "alertmanager.yml:3:13: `receiver`: `taem` is not defined, did you mean `team`?",
                        "alertmanager.yml:4:13: `group_by`: the label `a` is there twice",
                        "alertmanager.yml:5:19: `group_interval`: found `0`, expected a longer time",
                        "alertmanager.yml:8:18: `matchers`: `a` at 2: found the end, expected `=`, `!=`, `=~` or `!~`",
                        "alertmanager.yml:9:7: unknown field `reciever` in `routes[0]`, did you mean `receiver`?",
                        "alertmanager.yml:6:13: `matchers`: found in the root route, which takes every alert");
    }

    @Test
    void refusesWhatIsNoConfiguration() {
        assertThat(problems(""))
                .containsExactly(
                        "alertmanager.yml: found an empty file, expected `route` and `receivers`");
        assertThat(problems("a: [")).first().asString().startsWith("alertmanager.yml:1:");
        assertThat(problems("[".repeat(200))).first().asString().contains("levels deep");
        assertThat(problems("receivers: []"))
                .contains(
                        "alertmanager.yml:1:1: `route`: found nothing, expected the root of the route tree");
    }

    @Test
    void refusesRoutesThatAreTheirOwnChildren() {
        assertThat(
                        problems(
                                "route: {receiver: a, routes: &r [{receiver: a, routes: *r}, {routes: *r}]}\nreceivers: [{name: a}]"))
                .first()
                .asString()
                .contains("levels deep");
    }

    @Test
    void readsSecretsFromFiles(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("hook"), "http://127.0.0.1:1/x\n");
        AlertConfig config =
                AlertConfig.parse(
                        """
                        route: {receiver: a}
                        receivers: [{name: a, webhook_configs: [{url_file: hook}]}]
                        """,
                        "test.yml",
                        folder);
        Integration.Webhook hook =
                (Integration.Webhook) receiver(config, "a").integrations().getFirst();
        assertThat(hook.url().read()).isEqualTo("http://127.0.0.1:1/x");
    }

    @Test
    void survivesDamagedFiles() {
        Random random = new Random(11);
        for (int i = 0; i < 1500; i++) {
            String text = Mutations.of(FULL, random);
            try {
                assertThat(parse(text).route()).isNotNull();
            } catch (AlertConfigException e) {
                assertThat(e.diagnostics()).isNotEmpty();
            }
        }
    }

    @Test
    void durationsAreThoseOfPrometheus() {
        assertThat(Durations.parse("1h30m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(Durations.parse("1y2w3d")).isEqualTo(Duration.ofDays(365 + 14 + 3));
        assertThat(Durations.parse("0")).isEqualTo(Duration.ZERO);
        assertThatThrownBy(() -> Durations.parse("5 m"))
                .hasMessageContaining("expected a duration");
    }
}
