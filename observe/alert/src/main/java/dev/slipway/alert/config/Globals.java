package dev.slipway.alert.config;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What `global` says, for receivers that do not say otherwise. Immutable.
record Globals(
        Duration resolveTimeout,
        HttpOptions http,
        Map<String, String> texts,
        Map<String, Secret> secrets,
        boolean smtpRequireTls,
        boolean smtpImplicitTls,
        TlsOptions smtpTls) {
    private static final Map<String, String> TEXTS =
            Map.ofEntries(
                    Map.entry("smtp_from", ""),
                    Map.entry("smtp_hello", "localhost"),
                    Map.entry("smtp_smarthost", ""),
                    Map.entry("smtp_auth_username", ""),
                    Map.entry("smtp_auth_identity", ""),
                    Map.entry("pagerduty_url", "https://events.pagerduty.com/v2/enqueue"),
                    Map.entry("slack_app_url", "https://slack.com/api/chat.postMessage"),
                    Map.entry("opsgenie_api_url", "https://api.opsgenie.com/"),
                    Map.entry("telegram_api_url", "https://api.telegram.org"));
    private static final Set<String> SECRETS =
            Set.of(
                    "smtp_auth_password",
                    "smtp_auth_secret",
                    "slack_api_url",
                    "slack_app_token",
                    "opsgenie_api_key",
                    "telegram_bot_token");

    /// Secrets of receivers that are not supported: hidden all the same.
    private static final Set<String> FOREIGN_SECRETS =
            Set.of(
                    "wechat_api_secret",
                    "victorops_api_key",
                    "rocketchat_token",
                    "rocketchat_token_id",
                    "mattermost_webhook_url");

    static Globals read(@Nullable Fields given, Fields root) {
        Fields fields = given == null ? root.empty("global") : given;
        Map<String, String> texts = new java.util.HashMap<>();
        TEXTS.forEach((name, fallback) -> texts.put(name, fields.text(name, fallback)));
        Map<String, Secret> secrets = new java.util.HashMap<>();
        for (String name : SECRETS) {
            Secret secret = fields.secret(name);
            if (secret != null) {
                secrets.put(name, secret);
            }
        }
        FOREIGN_SECRETS.forEach(fields::secret);
        fields.ignore(
                "wechat_api_url",
                "wechat_api_corp_id",
                "victorops_api_url",
                "webex_api_url",
                "rocketchat_api_url",
                "jira_api_url");
        Globals globals =
                new Globals(
                        fields.duration("resolve_timeout", Duration.ofMinutes(5)),
                        HttpOptionsReader.of(fields, HttpOptions.DEFAULT),
                        Map.copyOf(texts),
                        Map.copyOf(secrets),
                        fields.flag("smtp_require_tls", true),
                        fields.flag("smtp_force_implicit_tls", false),
                        HttpOptionsReader.tls(fields, "smtp_tls_config"));
        fields.end();
        return globals;
    }

    String text(String name) {
        return texts.getOrDefault(name, "");
    }

    @Nullable Secret secret(String name) {
        return secrets.get(name);
    }
}
