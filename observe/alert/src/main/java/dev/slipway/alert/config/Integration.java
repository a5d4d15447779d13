package dev.slipway.alert.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One way in which a receiver is told. Immutable.
public sealed interface Integration {
    /// As in the configuration, without `_configs`: `slack`.
    String kind();

    /// Whether to tell when an alert is over.
    boolean sendResolved();

    /// How long one attempt may take; zero if that is up to the route.
    default Duration timeout() {
        return Duration.ZERO;
    }

    /// A POST with Alertmanager's JSON, version 4.
    record Webhook(
            boolean sendResolved, HttpOptions http, Secret url, int alertsMax, Duration timeout)
            implements Integration {
        public Webhook {
            requireNonNull(http, "http");
            requireNonNull(url, "url");
            requireNonNull(timeout, "timeout");
        }

        @Override
        public String kind() {
            return "webhook";
        }
    }

    /// A message with one attachment, as Slack and those compatible with it take it. `texts` are by
    /// the names of the configuration.
    record Slack(
            boolean sendResolved,
            HttpOptions http,
            Secret url,
            Map<String, Templated> texts,
            List<SlackField> fields,
            List<SlackAction> actions,
            List<String> markdownIn,
            boolean linkNames,
            Duration timeout)
            implements Integration {
        public Slack {
            requireNonNull(http, "http");
            requireNonNull(url, "url");
            texts = Map.copyOf(texts);
            fields = List.copyOf(fields);
            actions = List.copyOf(actions);
            markdownIn = List.copyOf(markdownIn);
            requireNonNull(timeout, "timeout");
        }

        @Override
        public String kind() {
            return "slack";
        }
    }

    /// A row of an attachment.
    record SlackField(Templated title, Templated value, boolean shortValue) {}

    /// A button; `confirm` holds the texts of the question asked before.
    record SlackAction(Map<String, Templated> texts, Map<String, Templated> confirm) {
        public SlackAction {
            texts = Map.copyOf(texts);
            confirm = Map.copyOf(confirm);
        }
    }

    /// An event of PagerDuty: version 2 with a routing key, version 1 with a service key.
    record PagerDuty(
            boolean sendResolved,
            HttpOptions http,
            @Nullable Secret routingKey,
            @Nullable Secret serviceKey,
            String url,
            Map<String, Templated> texts,
            Map<String, Templated> details,
            List<Map<String, Templated>> links,
            List<Map<String, Templated>> images,
            Duration timeout)
            implements Integration {
        public PagerDuty {
            requireNonNull(http, "http");
            requireNonNull(url, "url");
            texts = Map.copyOf(texts);
            details = Map.copyOf(details);
            links = List.copyOf(links);
            images = List.copyOf(images);
            requireNonNull(timeout, "timeout");
        }

        @Override
        public String kind() {
            return "pagerduty";
        }
    }

    /// A letter. Headers by their names; `Subject`, `To` and `From` are always among them.
    record Email(
            boolean sendResolved,
            Templated to,
            Templated from,
            MailServer server,
            Map<String, Templated> headers,
            Templated html,
            Templated text,
            Threading threading)
            implements Integration {
        /// Which letters belong together in a mail box: none, those of a group, or those of a group
        /// and a day.
        public enum Threading {
            NONE,
            GROUP,
            GROUP_AND_DAY
        }

        public Email {
            requireNonNull(to, "to");
            requireNonNull(from, "from");
            requireNonNull(server, "server");
            headers = Map.copyOf(headers);
            requireNonNull(html, "html");
            requireNonNull(text, "text");
            requireNonNull(threading, "threading");
        }

        @Override
        public String kind() {
            return "email";
        }
    }

    /// Who takes our letters: `smarthost` and the `auth_*` fields.
    record MailServer(
            String host,
            int port,
            String hello,
            String username,
            @Nullable Secret password,
            @Nullable Secret cramSecret,
            String identity,
            boolean requireTls,
            boolean implicitTls,
            TlsOptions tls) {
        public MailServer {
            requireNonNull(host, "host");
            requireNonNull(hello, "hello");
            requireNonNull(username, "username");
            requireNonNull(identity, "identity");
            requireNonNull(tls, "tls");
        }
    }

    /// A message in a chat that takes a small JSON document: Discord, Microsoft Teams, Telegram.
    record Chat(
            boolean sendResolved,
            Service service,
            HttpOptions http,
            Secret target,
            Map<String, Templated> texts)
            implements Integration {
        /// The services of this sort; `target` is a URL, for Telegram the bot's token.
        public enum Service {
            DISCORD("discord"),
            MSTEAMS("msteams"),
            MSTEAMS_V2("msteamsv2"),
            TELEGRAM("telegram");

            private final String text;

            Service(String text) {
                this.text = text;
            }

            public String text() {
                return text;
            }
        }

        public Chat {
            requireNonNull(service, "service");
            requireNonNull(http, "http");
            requireNonNull(target, "target");
            texts = Map.copyOf(texts);
        }

        @Override
        public String kind() {
            return service.text();
        }
    }

    /// An alert of Opsgenie.
    record Opsgenie(
            boolean sendResolved,
            HttpOptions http,
            Secret apiKey,
            String url,
            Map<String, Templated> texts,
            Map<String, Templated> details,
            List<Map<String, Templated>> responders,
            boolean updateAlerts)
            implements Integration {
        public Opsgenie {
            requireNonNull(http, "http");
            requireNonNull(apiKey, "apiKey");
            requireNonNull(url, "url");
            texts = Map.copyOf(texts);
            details = Map.copyOf(details);
            responders = List.copyOf(responders);
        }

        @Override
        public String kind() {
            return "opsgenie";
        }
    }

    /// One that this program does not speak: nothing is sent, which is said at every load and
    /// logged for every message.
    record Unsupported(boolean sendResolved, String kind) implements Integration {
        public Unsupported {
            requireNonNull(kind, "kind");
        }
    }
}
