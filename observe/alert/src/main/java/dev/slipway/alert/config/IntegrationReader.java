package dev.slipway.alert.config;

import dev.slipway.alert.config.Integration.Chat;
import dev.slipway.alert.config.Integration.Email.Threading;
import dev.slipway.alert.config.Integration.MailServer;
import dev.slipway.alert.config.Integration.SlackAction;
import dev.slipway.alert.config.Integration.SlackField;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the ways in which a receiver is told. Used by one thread.
final class IntegrationReader {
    private static final int PORT_MAX = 65_535;
    private static final int IMPLICIT_TLS_PORT = 465;
    private static final Duration NO_TIMEOUT = Duration.ZERO;

    /// Fields of receivers we do not know, which are hidden rather than shown.
    private static final Pattern SOUNDS_SECRET =
            Pattern.compile("(key|token|secret|password|url)$");

    private final Globals globals;

    IntegrationReader(Globals globals) {
        this.globals = globals;
    }

    Integration.Webhook webhook(Fields fields) {
        boolean sendResolved = fields.flag("send_resolved", true);
        HttpOptions http = HttpOptionsReader.of(fields, globals.http());
        Secret url = url(fields, "url", null);
        int alertsMax = fields.integer("max_alerts", 0);
        Duration timeout = fields.duration("timeout", NO_TIMEOUT);
        if (alertsMax < 0) {
            fields.error("max_alerts", "found `%d`, expected 0 or more".formatted(alertsMax));
        }
        fields.end();
        return new Integration.Webhook(sendResolved, http, url, alertsMax, timeout);
    }

    Integration.Slack slack(Fields fields) {
        boolean sendResolved = fields.flag("send_resolved", false);
        HttpOptions http = HttpOptionsReader.of(fields, globals.http());
        Secret token = appToken(fields);
        String appUrl = webAddress(fields, "app_url", globals.text("slack_app_url"));
        Secret url =
                token == null
                        ? url(fields, "api_url", globals.secret("slack_api_url"))
                        : new Secret.Text(appUrl);
        if (token != null) {
            http = http.signedInBy(new HttpOptions.Credentials.Token("Bearer", token));
        }
        Map<String, String> fallbacks = new LinkedHashMap<>();
        for (String name :
                List.of(
                        "username",
                        "title",
                        "pretext",
                        "text",
                        "fallback",
                        "footer",
                        "icon_emoji",
                        "icon_url")) {
            fallbacks.put(name, defaultOf("slack", name.replace("_", "")));
        }
        fallbacks.put("callback_id", defaultOf("slack", "callbackid"));
        fallbacks.put("title_link", defaultOf("slack", "titlelink"));
        fallbacks.put("color", "{{ if eq .Status \"firing\" }}danger{{ else }}good{{ end }}");
        for (String name : List.of("channel", "image_url", "thumb_url")) {
            fallbacks.put(name, "");
        }
        Map<String, Templated> texts = fields.templates(fallbacks);
        boolean shortFields = fields.flag("short_fields", false);
        List<SlackField> rows = new ArrayList<>();
        for (Fields row : fields.objects("fields")) {
            rows.add(slackField(row, shortFields));
        }
        List<SlackAction> actions = new ArrayList<>();
        for (Fields action : fields.objects("actions")) {
            actions.add(slackAction(action));
        }
        List<String> markdownIn =
                fields.has("mrkdwn_in")
                        ? fields.texts("mrkdwn_in")
                        : List.of("fallback", "pretext", "text");
        boolean linkNames = fields.flag("link_names", false);
        Duration timeout = fields.duration("timeout", NO_TIMEOUT);
        fields.ignore("message_text", "update_message");
        fields.end();
        return new Integration.Slack(
                sendResolved, http, url, texts, rows, actions, markdownIn, linkNames, timeout);
    }

    /// The token with which Slack's newer API is used, unless there is the URL of a web hook.
    private @Nullable Secret appToken(Fields fields) {
        Secret own = fields.secret("app_token");
        boolean hook =
                fields.has("api_url")
                        || fields.has("api_url_file")
                        || globals.secret("slack_api_url") != null;
        return own != null || hook ? own : globals.secret("slack_app_token");
    }

    private static SlackField slackField(Fields fields, boolean shortByDefault) {
        SlackField field =
                new SlackField(
                        required(fields, "title"),
                        required(fields, "value"),
                        fields.flag("short", shortByDefault));
        fields.end();
        return field;
    }

    private static SlackAction slackAction(Fields fields) {
        required(fields, "type");
        required(fields, "text");
        Map<String, Templated> texts =
                fields.templates(nothing("type", "text", "url", "style", "name", "value"));
        if (!texts.containsKey("url") && !texts.containsKey("name")) {
            fields.error("url", "found neither `url` nor `name`, expected one of them");
        }
        Map<String, Templated> confirm = Map.of();
        Fields question = fields.object("confirm");
        if (question != null) {
            required(question, "text");
            confirm = question.templates(nothing("title", "text", "ok_text", "dismiss_text"));
            question.end();
        }
        fields.end();
        if (!texts.containsKey("url")) {
            return new SlackAction(texts, confirm);
        }
        // A button that leads somewhere is not told to anybody, and so asks nothing.
        Map<String, Templated> link = new LinkedHashMap<>(texts);
        link.keySet().removeAll(List.of("name", "value"));
        return new SlackAction(link, Map.of());
    }

    Integration.PagerDuty pagerDuty(Fields fields) {
        boolean sendResolved = fields.flag("send_resolved", true);
        HttpOptions http = HttpOptionsReader.of(fields, globals.http());
        Secret routingKey = fields.secret("routing_key");
        Secret serviceKey = fields.secret("service_key");
        if ((routingKey == null) == (serviceKey == null)) {
            fields.error("routing_key", "expected either `routing_key` or `service_key`");
        }
        Map<String, String> fallbacks = nothing("class", "component", "group", "severity");
        fallbacks.put("source", defaultOf("pagerduty", "client"));
        fallbacks.put("description", defaultOf("pagerduty", "description"));
        fallbacks.put("client", defaultOf("pagerduty", "client"));
        fallbacks.put("client_url", defaultOf("pagerduty", "clientURL"));
        Map<String, Templated> texts = fields.templates(fallbacks);
        Map<String, Templated> details = new LinkedHashMap<>();
        detail(details, "firing", "{{ template \"pagerduty.default.instances\" .Alerts.Firing }}");
        detail(
                details,
                "resolved",
                "{{ template \"pagerduty.default.instances\" .Alerts.Resolved }}");
        detail(details, "num_firing", "{{ .Alerts.Firing | len }}");
        detail(details, "num_resolved", "{{ .Alerts.Resolved | len }}");
        details.putAll(fields.templateMap("details"));
        Integration.PagerDuty pagerDuty =
                new Integration.PagerDuty(
                        sendResolved,
                        http,
                        routingKey,
                        serviceKey,
                        webAddress(fields, "url", globals.text("pagerduty_url")),
                        texts,
                        details,
                        templateObjects(fields, "links", "href", "text"),
                        templateObjects(fields, "images", "href", "src", "alt"),
                        fields.duration("timeout", NO_TIMEOUT));
        fields.end();
        return pagerDuty;
    }

    private static void detail(Map<String, Templated> details, String name, String text) {
        details.put(name, new Templated(text, "default of pagerduty details." + name));
    }

    Integration.Email email(Fields fields) {
        boolean sendResolved = fields.flag("send_resolved", false);
        Templated to = required(fields, "to");
        Templated from = fields.template("from", globals.text("smtp_from"));
        if (from.isEmpty()) {
            fields.error("from", "found nothing, expected it or `global.smtp_from`");
        }
        Map<String, Templated> headers = new LinkedHashMap<>();
        headers.put(
                "Subject",
                new Templated(defaultOf("email", "subject"), "default of headers.Subject"));
        headers.put("To", to);
        headers.put("From", from);
        fields.templateMap("headers").forEach((name, text) -> headers.put(canonical(name), text));
        Templated html = fields.template("html", defaultOf("email", "html"));
        Templated text = fields.template("text", "");
        MailServer server = mailServer(fields);
        Threading threading = threading(fields.object("threading"));
        fields.end();
        return new Integration.Email(
                sendResolved, to, from, server, headers, html, text, threading);
    }

    private static Threading threading(@Nullable Fields fields) {
        if (fields == null) {
            return Threading.NONE;
        }
        boolean enabled = fields.flag("enabled", false);
        String by = fields.text("thread_by_date", "daily");
        if (!by.equals("daily") && !by.equals("none")) {
            fields.error("thread_by_date", "found `%s`, expected daily or none".formatted(by));
        }
        fields.end();
        if (!enabled) {
            return Threading.NONE;
        }
        return by.equals("daily") ? Threading.GROUP_AND_DAY : Threading.GROUP;
    }

    private MailServer mailServer(Fields fields) {
        String smartHost = fields.text("smarthost", globals.text("smtp_smarthost"));
        int colon = smartHost.lastIndexOf(':');
        String host = colon < 0 ? smartHost : smartHost.substring(0, colon);
        int port = 0;
        if (smartHost.isEmpty()) {
            fields.error("smarthost", "found nothing, expected it or `global.smtp_smarthost`");
        } else {
            port = port(fields, smartHost, smartHost.substring(colon + 1));
        }
        Secret password = fields.secret("auth_password");
        Secret cram = fields.secret("auth_secret");
        boolean implicit = fields.flag("force_implicit_tls", globals.smtpImplicitTls());
        return new MailServer(
                host.startsWith("[") && host.endsWith("]")
                        ? host.substring(1, host.length() - 1)
                        : host,
                port,
                fields.text("hello", globals.text("smtp_hello")),
                fields.text("auth_username", globals.text("smtp_auth_username")),
                password == null ? globals.secret("smtp_auth_password") : password,
                cram == null ? globals.secret("smtp_auth_secret") : cram,
                fields.text("auth_identity", globals.text("smtp_auth_identity")),
                fields.flag("require_tls", globals.smtpRequireTls()),
                implicit || port == IMPLICIT_TLS_PORT,
                fields.has("tls_config")
                        ? HttpOptionsReader.tls(fields, "tls_config")
                        : globals.smtpTls());
    }

    private static int port(Fields fields, String smartHost, String text) {
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > PORT_MAX || smartHost.indexOf(':') < 1) {
            fields.error(
                    "smarthost",
                    "found `%s`, expected a host and a port such as `mail.example.com:587`"
                            .formatted(smartHost));
        }
        return port;
    }

    Integration.Opsgenie opsgenie(Fields fields) {
        boolean sendResolved = fields.flag("send_resolved", true);
        HttpOptions http = HttpOptionsReader.of(fields, globals.http());
        Secret key = fields.secret("api_key");
        key = key == null ? globals.secret("opsgenie_api_key") : key;
        if (key == null) {
            fields.error("api_key", "found nothing, expected it or `global.opsgenie_api_key`");
        }
        Map<String, String> fallbacks = nothing("tags", "note", "priority", "entity", "actions");
        for (String name : List.of("message", "description", "source")) {
            fallbacks.put(name, defaultOf("opsgenie", name));
        }
        Integration.Opsgenie opsgenie =
                new Integration.Opsgenie(
                        sendResolved,
                        http,
                        key == null ? new Secret.Text("") : key,
                        webAddress(fields, "api_url", globals.text("opsgenie_api_url")),
                        fields.templates(fallbacks),
                        fields.templateMap("details"),
                        templateObjects(fields, "responders", "id", "name", "username", "type"),
                        fields.flag("update_alerts", false));
        fields.end();
        return opsgenie;
    }

    Chat chat(Fields fields, Chat.Service service) {
        boolean sendResolved = fields.flag("send_resolved", true);
        HttpOptions http = HttpOptionsReader.of(fields, globals.http());
        String kind = service.text();
        Map<String, String> fallbacks = new LinkedHashMap<>();
        switch (service) {
            case DISCORD -> {
                fallbacks.put("title", defaultOf(kind, "title"));
                fallbacks.put("message", defaultOf(kind, "message"));
                fallbacks.putAll(nothing("content", "username", "avatar_url"));
            }
            case MSTEAMS -> {
                for (String name : List.of("title", "summary", "text")) {
                    fallbacks.put(name, defaultOf(kind, name));
                }
            }
            case MSTEAMS_V2 -> {
                fallbacks.put("title", defaultOf(kind, "title"));
                fallbacks.put("text", defaultOf(kind, "text"));
            }
            case TELEGRAM -> {
                fallbacks.put("message", defaultOf(kind, "message"));
                fallbacks.put("api_url", globals.text("telegram_api_url"));
                fallbacks.put("parse_mode", "HTML");
                fallbacks.putAll(nothing("chat_id", "disable_notifications", "message_thread_id"));
            }
        }
        Chat chat =
                new Chat(
                        sendResolved,
                        service,
                        http,
                        target(fields, service),
                        fields.templates(fallbacks));
        if (service == Chat.Service.TELEGRAM && !chat.texts().containsKey("chat_id")) {
            fields.error("chat_id", "found nothing, expected the number of a chat");
        }
        fields.end();
        return chat;
    }

    private Secret target(Fields fields, Chat.Service service) {
        if (service != Chat.Service.TELEGRAM) {
            return url(fields, "webhook_url", null);
        }
        Secret own = fields.secret("bot_token");
        Secret token = own == null ? globals.secret("telegram_bot_token") : own;
        if (token == null) {
            fields.error("bot_token", "found nothing, expected it or `bot_token_file`");
            return new Secret.Text("");
        }
        return token;
    }

    /// Those we do not speak: their fields may be what they like.
    Integration.Unsupported unsupported(Fields fields, String kind) {
        fields.findings()
                .warning(
                        fields.node(),
                        "receivers of the kind `%s` are not supported: nothing will be sent this way"
                                .formatted(kind));
        HttpOptionsReader.of(fields, HttpOptions.DEFAULT);
        for (String name : fields.names()) {
            if (SOUNDS_SECRET.matcher(name).find()) {
                fields.findings().secret(fields.at(name));
            }
        }
        return new Integration.Unsupported(fields.flag("send_resolved", true), kind);
    }

    private static Secret url(Fields fields, String field, @Nullable Secret global) {
        Secret own = fields.secret(field);
        Secret url = own == null ? global : own;
        if (url == null) {
            fields.error(field, "found nothing, expected it or `%s_file`".formatted(field));
            return new Secret.Text("");
        }
        if (own instanceof Secret.Text(String text)) {
            try {
                Urls.parse(text, Urls.WEB);
            } catch (IllegalArgumentException e) {
                fields.error(field, String.valueOf(e.getMessage()));
            }
        }
        return url;
    }

    private static String webAddress(Fields fields, String field, String fallback) {
        return fields.parsed(field, fallback, text -> Urls.parse(text, Urls.WEB).toString());
    }

    private static List<Map<String, Templated>> templateObjects(
            Fields fields, String field, String... names) {
        List<Map<String, Templated>> found = new ArrayList<>();
        for (Fields each : fields.objects(field)) {
            found.add(each.templates(nothing(names)));
            each.end();
        }
        return found;
    }

    private static Templated required(Fields fields, String field) {
        Templated text = fields.template(field, "");
        if (text.isEmpty()) {
            fields.error(field, "found nothing, expected a text");
        }
        return text;
    }

    private static Map<String, String> nothing(String... names) {
        Map<String, String> fallbacks = new LinkedHashMap<>();
        for (String name : names) {
            fallbacks.put(name, "");
        }
        return fallbacks;
    }

    private static String defaultOf(String kind, String name) {
        return "{{ template \"%s.default.%s\" . }}".formatted(kind, name);
    }

    /// `reply-to` as `Reply-To`.
    private static String canonical(String name) {
        StringBuilder text = new StringBuilder(name.length());
        boolean start = true;
        for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
            text.append(start ? Character.toUpperCase(c) : c);
            start = c == '-';
        }
        return text.toString();
    }
}
