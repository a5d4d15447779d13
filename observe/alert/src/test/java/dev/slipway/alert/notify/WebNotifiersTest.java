package dev.slipway.alert.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.alert.config.AlertConfigException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WebNotifiersTest {
    @TempDir Path folder;
    private final WebSink sink;

    WebNotifiersTest() throws IOException {
        sink = new WebSink();
    }

    @AfterEach
    void close() {
        sink.close();
    }

    private JsonNode send(String integrations, Notification notification)
            throws InterruptedException {
        Messages.notifier(integrations.formatted(sink.url()), folder).send(notification);
        return sink.last().body();
    }

    private static Notification firing() {
        return Messages.of(Messages.alert("a", false), Messages.alert("b", true));
    }

    @Test
    void webHooksGetAlertmanagersMessage() throws Exception {
        JsonNode body = send("webhook_configs: [{url: '%s/hook'}]", firing());
        assertThat(body.toString())
                .isEqualTo(
                        ("{'receiver':'team','status':'firing','alerts':[{'status':'firing','labels':{'alertname':'Down',"
                                        + "'instance':'a','severity':'page'},'annotations':{'summary':'<b>a</b> & co'},"
                                        + "'startsAt':'2026-03-01T11:58:30Z','endsAt':'0001-01-01T00:00:00Z',"
                                        + "'generatorURL':'http://prom/graph?a=1&b=2','fingerprint':'%s'},"
                                        + "{'status':'resolved','labels':{'alertname':'Down','instance':'b','severity':'page'},"
                                        + "'annotations':{'summary':'<b>b</b> & co'},'startsAt':'2026-03-01T11:58:30Z',"
                                        + "'endsAt':'2026-03-01T11:59:59Z','generatorURL':'http://prom/graph?a=1&b=2',"
                                        + "'fingerprint':'%s'}],'groupLabels':{'alertname':'Down'},"
                                        + "'commonLabels':{'alertname':'Down','severity':'page'},'commonAnnotations':{},"
                                        + "'externalURL':'http://am','version':'4',"
                                        + "'groupKey':'{}:{alertname=\\\"Down\\\"}','truncatedAlerts':0}")
                                .replace('\'', '"')
                                .formatted(
                                        Messages.alert("a", false).fingerprint(),
                                        Messages.alert("b", true).fingerprint()));
    }

    @Test
    void webHooksGetNoMoreAlertsThanTheyWant() throws Exception {
        JsonNode body = send("webhook_configs: [{url: '%s', max_alerts: 1}]", firing());
        assertThat(body.path("alerts")).hasSize(1);
        assertThat(body.path("truncatedAlerts").asInt()).isEqualTo(1);
    }

    @Test
    void signsInAsConfigured() throws Exception {
        Files.writeString(folder.resolve("token"), "s3cret\n");
        send(
                "webhook_configs: [{url: '%s', http_config: {authorization: {credentials_file: token}}}]",
                firing());
        assertThat(sink.last().header("Authorization")).isEqualTo("Bearer s3cret");
        send(
                "webhook_configs: [{url: '%s', http_config: {basic_auth: {username: u, password: p}}}]",
                firing());
        assertThat(sink.last().header("Authorization")).isEqualTo("Basic dTpw");
    }

    @Test
    void goesThroughTheProxy() throws Exception {
        Messages.notifier(
                        "webhook_configs: [{url: 'http://no.such.host/x', http_config: {proxy_url: '%s'}}]"
                                .formatted(sink.url()),
                        folder)
                .send(firing());
        assertThat(sink.last().path()).contains("no.such.host/x");
    }

    @Test
    void slackGetsAnAttachment() throws Exception {
        JsonNode body =
                send(
                        """
                        slack_configs:
                          - api_url: '%s'
                            channel: '#{{ .CommonLabels.severity }}'
                            text: '{{ range .Alerts.Firing }}{{ .Labels.instance | toUpper }}{{ end }}'
                            fields: [{title: t, value: '{{ len .Alerts }}', short: true}]
                            actions: [{type: button, text: Go, name: go, confirm: {text: Sure?}}]
                        """,
                        firing());
        assertThat(body.path("channel").asText()).isEqualTo("#page");
        assertThat(body.path("username").asText()).isEqualTo("Alertmanager");
        JsonNode attachment = body.path("attachments").path(0);
        assertThat(attachment.path("title").asText()).isEqualTo("[FIRING:1] Down (page)");
        assertThat(attachment.path("text").asText()).isEqualTo("A");
        assertThat(attachment.path("color").asText()).isEqualTo("danger");
        assertThat(attachment.path("title_link").asText())
                .isEqualTo("http://am/#/alerts?receiver=team");
        assertThat(attachment.path("fields").toString())
                .isEqualTo("[{\"title\":\"t\",\"value\":\"2\",\"short\":true}]");
        assertThat(attachment.path("actions").path(0).path("confirm").path("text").asText())
                .isEqualTo("Sure?");
    }

    @Test
    void slackTakesTheTokenOfAnApp() throws Exception {
        JsonNode body =
                send(
                        "slack_configs: [{app_token: xoxb, app_url: '%s/post', channel: c}]",
                        firing());
        assertThat(body.path("channel").asText()).isEqualTo("c");
        assertThat(sink.last().path()).isEqualTo("/post");
        assertThat(sink.last().header("Authorization")).isEqualTo("Bearer xoxb");
    }

    @Test
    void slackMayRefuseInASuccessfulReply() {
        sink.contentType = "application/json";
        sink.answer = "{\"ok\": false, \"error\": \"channel_not_found\"}";
        assertThatThrownBy(() -> send("slack_configs: [{api_url: '%s'}]", firing()))
                .isInstanceOf(NotifyException.class)
                .hasMessageContaining("channel_not_found");
    }

    @Test
    void pagerDutyGetsEventsThatBelongTogether() throws Exception {
        String config =
                "pagerduty_configs: [{routing_key: k, url: '%s', severity: '{{ .CommonLabels.severity }}', links: [{href: 'http://x', text: X}], details: {num_firing: many}}]";
        JsonNode trigger = send(config, firing());
        assertThat(trigger.path("event_action").asText()).isEqualTo("trigger");
        assertThat(trigger.path("routing_key").asText()).isEqualTo("k");
        assertThat(trigger.path("payload").path("severity").asText()).isEqualTo("page");
        assertThat(trigger.path("payload").path("summary").asText())
                .isEqualTo("[FIRING:1] Down (page)");
        assertThat(trigger.path("payload").path("custom_details").path("num_firing").asText())
                .isEqualTo("many");
        assertThat(trigger.path("payload").path("custom_details").path("firing").asText())
                .contains("instance = a");
        assertThat(trigger.path("links").path(0).path("text").asText()).isEqualTo("X");
        JsonNode resolve = send(config, Messages.of(Messages.alert("a", true)));
        assertThat(resolve.path("event_action").asText()).isEqualTo("resolve");
        assertThat(resolve.path("dedup_key"))
                .isEqualTo(trigger.path("dedup_key"))
                .isNotEqualTo(resolve.path("missing"));
    }

    @Test
    void chatsGetTheirDocuments() throws Exception {
        JsonNode discord = send("discord_configs: [{webhook_url: '%s'}]", firing());
        assertThat(discord.path("embeds").path(0).path("description").asText())
                .contains("Alerts Firing:", " - severity = page");
        JsonNode card = send("msteams_configs: [{webhook_url: '%s'}]", firing());
        assertThat(card.path("@type").asText()).isEqualTo("MessageCard");
        JsonNode adaptive = send("msteamsv2_configs: [{webhook_url: '%s'}]", firing());
        assertThat(adaptive.path("attachments").path(0).path("content").path("type").asText())
                .isEqualTo("AdaptiveCard");
        JsonNode telegram =
                send("telegram_configs: [{api_url: '%s', bot_token: t, chat_id: -7}]", firing());
        assertThat(sink.last().path()).isEqualTo("/bott/sendMessage");
        assertThat(telegram.path("chat_id").asLong()).isEqualTo(-7);
        assertThat(telegram.path("text").asText()).contains("&lt;b&gt;a&lt;/b&gt; &amp; co");
    }

    @Test
    void opsgenieAlertsAreOpenedAndClosed() throws Exception {
        String config = "opsgenie_configs: [{api_url: '%s', api_key: k, tags: 'x, y'}]";
        JsonNode alert = send(config, firing());
        assertThat(sink.last().path()).isEqualTo("/v2/alerts");
        assertThat(sink.last().header("Authorization")).isEqualTo("GenieKey k");
        assertThat(alert.path("tags").toString()).isEqualTo("[\"x\",\"y\"]");
        send(config, Messages.of(Messages.alert("a", true)));
        assertThat(sink.last().path())
                .isEqualTo(
                        "/v2/alerts/"
                                + alert.path("alias").asText()
                                + "/close?identifierType=alias");
    }

    @Test
    void saysWhetherItMakesSenseToTryAgain() {
        sink.status = 503;
        assertThatThrownBy(() -> send("webhook_configs: [{url: '%s'}]", firing()))
                .isInstanceOfSatisfying(
                        NotifyException.class, e -> assertThat(e.isRetryable()).isTrue());
        sink.status = 404;
        assertThatThrownBy(() -> send("webhook_configs: [{url: '%s'}]", firing()))
                .isInstanceOfSatisfying(
                        NotifyException.class, e -> assertThat(e.isRetryable()).isFalse())
                .hasMessage("the web hook answered 404: ok");
        assertThatThrownBy(() ->
                        Messages.notifier(
                                        "webhook_configs: [{url: 'http://127.0.0.1:1/geheim'}]",
                                        folder)
                                .send(firing()))
                .isInstanceOfSatisfying(
                        NotifyException.class, e -> assertThat(e.isRetryable()).isTrue())
                .message()
                .doesNotContain("geheim");
    }

    @Test
    void ownTemplatesTakeTheDefaultsPlace() throws Exception {
        Files.writeString(
                folder.resolve("own.tmpl"),
                "{{ define \"slack.default.title\" }}{{ reReplaceAll \"D(o+)\" \"<$1>\" .GroupLabels.alertname }} {{ (index .Alerts 0).StartsAt | tz \"Europe/Berlin\" | date \"Mon 02 Jan 15:04 -0700\" }} {{ humanizeDuration 3723 }}{{ end }}");
        Messages.notifier(
                        "slack_configs: [{api_url: '%s'}]".formatted(sink.url()),
                        folder,
                        "templates: ['*.tmpl']")
                .send(firing());
        assertThat(sink.last().body().path("attachments").path(0).path("title").asText())
                .isEqualTo("<o>wn Sun 01 Mar 12:58 +0100 1h 2m 3s");
    }

    @Test
    void mistakesInTemplatesAreFoundWhenTheConfigurationIsRead() {
        assertThatThrownBy(() ->
                        Messages.notifier(
                                "slack_configs: [{api_url: 'http://x', title: '{{ .Foo'}]", folder))
                .isInstanceOf(AlertConfigException.class)
                .hasMessageContaining("test.yml:4:")
                .hasMessageContaining("found no template");
    }

    @Test
    void anAnswerWithoutEndIsBrokenOff() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> trickle(server));
            Notifier notifier =
                    Messages.notifier(
                            "webhook_configs: [{url: 'http://127.0.0.1:%d'}]"
                                    .formatted(server.getLocalPort()),
                            folder);
            assertThatThrownBy(() -> notifier.send(firing().withPatience(Duration.ofMillis(300))))
                    .isInstanceOfSatisfying(
                            NotifyException.class, e -> assertThat(e.isRetryable()).isTrue());
        }
    }

    /// Answers at once, and goes on answering for ever.
    private static void trickle(ServerSocket server) {
        try (Socket socket = server.accept()) {
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n.".getBytes(UTF_8));
            out.flush();
            while (socket.getInputStream().read() >= 0) {}
        } catch (IOException _) {
            // It was broken off.
        }
    }

    @Test
    void signsInWithATokenAndKeepsItUntilItsEnd() throws Exception {
        sink.contentType = "application/json";
        sink.answer =
                "{\"access_token\": \"t0\", \"token_type\": \"bearer\", \"expires_in\": 3600}";
        Notifier notifier =
                Messages.notifier(
                        """
                        webhook_configs:
                          - url: '%1$s/hook'
                            http_config:
                              oauth2: {client_id: me, client_secret: 'a b', token_url: '%1$s/token',
                                scopes: [x, y], endpoint_params: {audience: z}}
                        """
                                .formatted(sink.url()),
                        folder);
        notifier.send(firing());
        notifier.send(firing());
        assertThat(sink.requests)
                .extracting(WebSink.Request::path)
                .containsExactly("/token", "/hook", "/hook");
        assertThat(sink.requests.getFirst().header("Authorization")).isEqualTo("Basic bWU6YSti");
        assertThat(sink.requests.getFirst().body().asText())
                .isEqualTo("grant_type=client_credentials&scope=x+y&audience=z");
        assertThat(sink.last().header("Authorization")).isEqualTo("Bearer t0");
    }
}
