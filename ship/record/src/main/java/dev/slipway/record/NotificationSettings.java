package dev.slipway.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.Yaml;
import dev.slipway.model.YamlDocument;
import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.Secret;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the ConfigMap `argo-rollouts-notification-configmap` says, with what it refers to in the
/// Secret: services (`service.TYPE` or `service.TYPE.NAME`), templates (`template.NAME`) and which
/// of them a trigger sends (`trigger.NAME`). Read anew for each message. Immutable.
final class NotificationSettings {
    static final String CONFIG_MAP = "argo-rollouts-notification-configmap";
    static final String SECRET = "argo-rollouts-notification-secret";

    private static final Pattern REFERENCE = Pattern.compile("\\$([A-Za-z0-9][A-Za-z0-9_.-]*)");

    private final Map<String, String> data;
    private final @Nullable Secret secret;

    NotificationSettings(@Nullable ConfigMap config, @Nullable Secret secret) {
        this.data = config == null ? Map.of() : config.data();
        this.secret = secret;
    }

    /// The key that allows messages to this machine itself: `allowed`.
    static final String LOOPBACK = "slipway.dev.loopback";

    Addresses addresses() {
        return new Addresses("allowed".equals(data.get(LOOPBACK)));
    }

    /// A way to send messages.
    sealed interface Service {}

    /// A request to an address of the administrator's choice.
    record Webhook(String name, String url, Map<String, String> headers) implements Service {}

    /// A Slack-compatible incoming webhook: one address, one channel.
    record SlackWebhook(String url, @Nullable String username, @Nullable String icon)
            implements Service {}

    /// Slack's API: the recipient is the channel.
    record SlackApi(String apiUrl, String token, @Nullable String username, @Nullable String icon)
            implements Service {}

    /// Throws [NotificationException] if there is no such service, or it is not understood.
    Service service(String name) {
        String type = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
        String key = "service." + name;
        if (!data.containsKey(key)) {
            throw new NotificationException(
                    "ConfigMap %s has no key %s".formatted(CONFIG_MAP, key));
        }
        ObjectNode options = object(key);
        return switch (type) {
            case "webhook" ->
                    new Webhook(name, required(options, "url", key), headers(options, key));
            case "slack" -> slack(options, key);
            default ->
                    throw new NotificationException(
                            key + ": the type " + type + " (expected: slack or webhook)");
        };
    }

    private Service slack(ObjectNode options, String key) {
        String username = optional(options, "username");
        String icon = optional(options, "icon");
        for (String name : List.of("webhook", "url")) {
            String url = optional(options, name);
            if (url != null) {
                return new SlackWebhook(url, username, icon);
            }
        }
        String apiUrl = optional(options, "apiURL");
        return new SlackApi(
                apiUrl == null ? "https://slack.com/api" : apiUrl,
                required(options, "token", key),
                username,
                icon);
    }

    private Map<String, String> headers(ObjectNode options, String key) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (JsonNode header : options.path("headers")) {
            headers.put(header.path("name").asText(""), resolved(header.path("value").asText("")));
        }
        JsonNode basic = options.path("basicAuth");
        if (basic instanceof ObjectNode pair) {
            String text = required(pair, "username", key) + ":" + required(pair, "password", key);
            headers.put(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(text.getBytes(UTF_8)));
        }
        return headers;
    }

    /// The templates that the trigger sends: what the configuration says, or the built-in one.
    List<String> templates(Trigger trigger) {
        String key = "trigger." + trigger.text();
        if (!data.containsKey(key)) {
            return List.of(trigger.template());
        }
        List<String> names = new ArrayList<>();
        for (JsonNode entry : tree(key)) {
            if (entry.has("when")) {
                throw new NotificationException(
                        key + ": `when` (expected: only `send`; conditions are not supported)");
            }
            entry.path("send").forEach(name -> names.add(name.asText("")));
        }
        return names;
    }

    /// The template, or null if the configuration has none of that name.
    @Nullable ObjectNode template(String name) {
        String key = "template." + name;
        return data.containsKey(key) ? object(key) : null;
    }

    private ObjectNode object(String key) {
        if (tree(key) instanceof ObjectNode object) {
            return object;
        }
        throw new NotificationException(key + ": (expected: fields)");
    }

    private JsonNode tree(String key) {
        try {
            List<YamlDocument> documents = Yaml.parse(data.getOrDefault(key, ""), key);
            return documents.isEmpty() ? Json.object() : documents.getFirst().tree();
        } catch (ApiException e) {
            throw new NotificationException(key + ": " + e.getMessage(), e);
        }
    }

    private String required(ObjectNode options, String field, String key) {
        String value = optional(options, field);
        if (value == null) {
            throw new NotificationException(key + ": no " + field + " (expected: one)");
        }
        return value;
    }

    private @Nullable String optional(ObjectNode options, String field) {
        JsonNode value = options.path(field);
        return value.isTextual() && !value.textValue().isBlank()
                ? resolved(value.textValue().strip())
                : null;
    }

    /// The text with each `$key` replaced by what the Secret has under that key.
    private String resolved(String text) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String key = matcher.group(1);
            byte[] content = secret == null ? null : secret.content(key);
            if (content == null) {
                throw new NotificationException("Secret %s has no key %s".formatted(SECRET, key));
            }
            matcher.appendReplacement(
                    result, Matcher.quoteReplacement(new String(content, UTF_8).strip()));
        }
        return matcher.appendTail(result).toString();
    }
}
