package dev.slipway.alert.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.alert.config.Integration;
import dev.slipway.alert.config.Integration.SlackAction;
import dev.slipway.alert.config.Integration.SlackField;
import dev.slipway.alert.config.Templated;
import dev.slipway.alert.notify.WebClient.Reply;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Sends a message with one attachment. Thread-safe.
final class SlackNotifier implements Notifier {
    private static final int TITLE_LENGTH_MAX = 1024;
    private static final List<String> MESSAGE_TEXTS =
            List.of("channel", "username", "icon_emoji", "icon_url");
    private static final List<String> ATTACHMENT_TEXTS =
            List.of("title_link", "pretext", "image_url", "thumb_url", "color");

    /// Written even if they are empty.
    private static final List<String> ATTACHMENT_TEXTS_ALWAYS =
            List.of("text", "fallback", "callback_id", "footer");

    private final Integration.Slack config;
    private final Expander templates;
    private final JsonPoster poster;

    SlackNotifier(Integration.Slack config, Expander templates) {
        this.config = config;
        this.templates = templates;
        this.poster = new JsonPoster(config.http(), "Slack");
    }

    @Override
    public void send(Notification notification) throws InterruptedException {
        Expansion texts = templates.of(notification);
        ObjectNode message = Json.object();
        for (String each : MESSAGE_TEXTS) {
            putIfSaid(message, each, texts.text(config.texts(), each));
        }
        if (config.linkNames()) {
            message.put("link_names", true);
        }
        message.putArray("attachments").add(attachment(texts));
        checkBody(poster.post(config.url(), message, notification.patience()));
    }

    private ObjectNode attachment(Expansion texts) {
        ObjectNode attachment = Json.object();
        String title = texts.text(config.texts(), "title");
        putIfSaid(attachment, "title", MessageTexts.cut(title, TITLE_LENGTH_MAX));
        for (String each : ATTACHMENT_TEXTS) {
            putIfSaid(attachment, each, texts.text(config.texts(), each));
        }
        for (String each : ATTACHMENT_TEXTS_ALWAYS) {
            attachment.put(each, texts.text(config.texts(), each));
        }
        ArrayNode markdownIn = attachment.putArray("mrkdwn_in");
        config.markdownIn().forEach(markdownIn::add);
        if (!config.fields().isEmpty()) {
            ArrayNode fields = attachment.putArray("fields");
            for (SlackField each : config.fields()) {
                ObjectNode field = fields.addObject();
                putIfSaid(field, "title", texts.text(each.title()));
                putIfSaid(field, "value", texts.text(each.value()));
                field.put("short", each.shortValue());
            }
        }
        if (!config.actions().isEmpty()) {
            ArrayNode actions = attachment.putArray("actions");
            config.actions().forEach(each -> actions.add(action(each, texts)));
        }
        return attachment;
    }

    private static ObjectNode action(SlackAction action, Expansion texts) {
        ObjectNode json = expanded(action.texts(), texts);
        if (!action.confirm().isEmpty()) {
            json.set("confirm", expanded(action.confirm(), texts));
        }
        return json;
    }

    private static ObjectNode expanded(Map<String, Templated> templates, Expansion texts) {
        ObjectNode json = Json.object();
        templates.forEach((each, template) -> putIfSaid(json, each, texts.text(template)));
        return json;
    }

    private static void putIfSaid(ObjectNode json, String field, String text) {
        if (!text.isEmpty()) {
            json.put(field, text);
        }
    }

    /// Slack's newer API says in a successful reply that it failed.
    private static void checkBody(Reply reply) {
        if (!reply.contentType().startsWith("application/json")) {
            return;
        }
        JsonNode body;
        try {
            body = Json.parse(reply.body().getBytes(StandardCharsets.UTF_8));
        } catch (ApiException _) {
            return;
        }
        if (body.path("ok").isBoolean() && !body.path("ok").booleanValue()) {
            throw NotifyException.lasting(
                    "Slack refused the message: " + body.path("error").asText("no reason given"),
                    null);
        }
    }
}
