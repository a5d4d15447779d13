package dev.slipway.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.ReleaseRecord;
import dev.slipway.model.kinds.ReleaseRecordStatus.Delivery;
import dev.slipway.record.NotificationSettings.Service;
import dev.slipway.record.NotificationSettings.SlackApi;
import dev.slipway.record.NotificationSettings.SlackWebhook;
import dev.slipway.record.NotificationSettings.Webhook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the messages of a delivery: one for each template that its trigger sends. Thread-safe.
final class MessageWriter {
    private static final int BODY_LENGTH_MAX = 256 * 1024;
    private static final String JSON = "application/json; charset=utf-8";

    private final MessageTemplates templates;

    MessageWriter(MessageTemplates templates) {
        this.templates = templates;
    }

    /// What a delivery is about; the workload is null if it is gone.
    record Subject(ReleaseRecord record, @Nullable RawResource workload, Delivery delivery) {}

    /// Throws [NotificationException] if it cannot be written.
    List<Message> write(Subject subject, NotificationSettings settings) {
        Delivery delivery = subject.delivery();
        Trigger trigger =
                Trigger.find(delivery.trigger())
                        .orElseThrow(() ->
                                new NotificationException(
                                        "There is no trigger " + delivery.trigger()));
        Service service = settings.service(delivery.service());
        List<Message> messages = new ArrayList<>();
        for (String name : settings.templates(trigger)) {
            ObjectNode template = settings.template(name);
            if (template == null && !name.equals(trigger.template())) {
                throw new NotificationException(
                        "ConfigMap %s has no key template.%s"
                                .formatted(NotificationSettings.CONFIG_MAP, name));
            }
            messages.add(message(subject, trigger, service, new Filler(subject, name, template)));
        }
        return messages;
    }

    private Message message(Subject subject, Trigger trigger, Service service, Filler filler) {
        Message message =
                switch (service) {
                    case Webhook webhook -> webhook(subject, webhook, filler);
                    case SlackWebhook slack ->
                            new Message(
                                    "POST",
                                    slack.url(),
                                    Map.of("Content-Type", JSON),
                                    slack(trigger, filler, slack.username(), slack.icon())
                                            .toString(),
                                    Message.Reply.STATUS);
                    case SlackApi slack -> slackApi(subject, trigger, slack, filler);
                };
        if (message.body().length() > BODY_LENGTH_MAX) {
            throw new NotificationException(
                    "The message has %d characters (expected: at most %d)"
                            .formatted(message.body().length(), BODY_LENGTH_MAX));
        }
        return message;
    }

    private static Message webhook(Subject subject, Webhook webhook, Filler filler) {
        String shortName = webhook.name().substring(webhook.name().indexOf('.') + 1);
        JsonNode form = filler.template().at("/webhook/" + shortName.replace("/", "~1"));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", JSON);
        headers.putAll(webhook.headers());
        String path = filler.fill(form.path("path").asText(""));
        String body = filler.fill(form.path("body").asText(""));
        return new Message(
                form.path("method").asText("POST"),
                joined(webhook.url(), path),
                headers,
                body.isEmpty() ? document(subject, filler).toString() : body,
                Message.Reply.STATUS);
    }

    private static String joined(String url, String path) {
        if (path.isEmpty()) {
            return url;
        }
        return url.replaceAll("/+$", "") + "/" + path.replaceAll("^/+", "");
    }

    /// What is sent where no template says anything else.
    private static ObjectNode document(Subject subject, Filler filler) {
        ObjectNode document = Json.object();
        document.put("trigger", subject.delivery().trigger());
        document.put("message", filler.text());
        document.put("at", String.valueOf(subject.delivery().at()));
        document.put("namespace", subject.record().key().namespace());
        document.put("record", subject.record().key().name());
        document.set("release", Json.tree(subject.record().spec()));
        ObjectNode status = Json.tree(subject.record().status());
        status.remove("deliveries");
        document.set("status", status);
        return document;
    }

    private static Message slackApi(
            Subject subject, Trigger trigger, SlackApi slack, Filler filler) {
        ObjectNode body = slack(trigger, filler, slack.username(), slack.icon());
        body.put("channel", subject.delivery().recipient());
        return new Message(
                "POST",
                joined(slack.apiUrl(), "chat.postMessage"),
                Map.of("Content-Type", JSON, "Authorization", "Bearer " + slack.token()),
                body.toString(),
                Message.Reply.SLACK_API);
    }

    private static ObjectNode slack(
            Trigger trigger, Filler filler, @Nullable String username, @Nullable String icon) {
        ObjectNode body = Json.object();
        body.put("text", filler.text());
        if (username != null) {
            body.put("username", username);
        }
        if (icon != null) {
            body.put(icon.startsWith("http") ? "icon_url" : "icon_emoji", icon);
        }
        JsonNode form = filler.template().path("slack");
        for (String part : List.of("attachments", "blocks")) {
            String text = filler.fill(form.path(part).asText(""));
            if (!text.isEmpty()) {
                body.set(part, parsed(text, part));
            }
        }
        if (filler.isBuiltIn()) {
            ObjectNode attachment = body.putArray("attachments").addObject();
            attachment.put("color", trigger.color());
            attachment.put("fallback", filler.text());
            attachment.put("text", filler.detail());
        }
        return body;
    }

    private static JsonNode parsed(String text, String part) {
        try {
            return Json.parse(text.getBytes(UTF_8));
        } catch (ApiException e) {
            throw new NotificationException("slack." + part + ": " + e.getMessage(), e);
        }
    }

    /// One template with the data of one delivery.
    private final class Filler {
        private final Subject subject;
        private final String name;
        private final @Nullable ObjectNode template;
        private final Map<String, Object> data;

        Filler(Subject subject, String name, @Nullable ObjectNode template) {
            this.subject = subject;
            this.name = name;
            this.template = template;
            this.data = data(subject);
        }

        boolean isBuiltIn() {
            return template == null;
        }

        ObjectNode template() {
            return template == null ? Json.object() : template;
        }

        /// The message in one line.
        String text() {
            String message = template().path("message").asText("");
            return message.isEmpty() ? subject.delivery().sentence() : fill(message);
        }

        /// What the built-in message says below its line.
        String detail() {
            String images = Versions.images(subject.record().spec().to());
            String reason = subject.record().status().reason();
            return reason == null || subject.delivery().sentence().contains(reason)
                    ? images
                    : images + "\n" + reason;
        }

        String fill(String text) {
            if (text.isEmpty()) {
                return "";
            }
            try {
                return templates.fill("template." + name, text, data);
            } catch (MessageTemplateException e) {
                throw new NotificationException("template." + name + ": " + e.getMessage(), e);
            }
        }

        /// `rollout` and `workload` are the object as it is now.
        private static Map<String, Object> data(Subject subject) {
            RawResource workload = subject.workload();
            Map<String, Object> object =
                    Message.plain(workload == null ? remains(subject) : workload.tree());
            Delivery delivery = subject.delivery();
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("rollout", object);
            data.put("workload", object);
            data.put("record", Message.plain(Json.tree(subject.record())));
            data.put("trigger", delivery.trigger());
            data.put("sentence", delivery.sentence());
            data.put("serviceType", delivery.service());
            data.put("recipient", delivery.recipient() == null ? "" : delivery.recipient());
            data.put("context", Map.of());
            return data;
        }

        /// What is left to be said of a workload that is gone.
        private static ObjectNode remains(Subject subject) {
            ObjectNode object = Json.object();
            object.put("kind", subject.record().spec().workload().kind());
            object.putObject("metadata")
                    .put("name", subject.record().spec().workload().name())
                    .put("namespace", subject.record().key().namespace());
            return object;
        }
    }
}
