package dev.slipway.alert.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.alert.config.Integration;
import dev.slipway.alert.config.Templated;
import dev.slipway.model.Json;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/// Opens and closes alerts of Opsgenie. Thread-safe.
final class OpsgenieNotifier implements Notifier {
    private static final int MESSAGE_LENGTH_MAX = 130;
    private static final List<String> OPTIONAL = List.of("note", "priority", "entity");

    private final Integration.Opsgenie config;
    private final Expander templates;
    private final JsonPoster poster;

    OpsgenieNotifier(Integration.Opsgenie config, Expander templates) {
        this.config = config;
        this.templates = templates;
        this.poster = new JsonPoster(config.http(), "Opsgenie");
    }

    @Override
    public void send(Notification notification) throws InterruptedException {
        Expansion texts = templates.of(notification);
        String alias = MessageTexts.keyHash(notification.groupKey());
        if (!notification.isFiring()) {
            call("POST", "/" + alias + "/close?identifierType=alias", source(texts), notification);
            return;
        }
        ObjectNode alert = alert(notification, texts, alias);
        call("POST", "", alert, notification);
        if (config.updateAlerts()) {
            update(notification, alert, alias, "message");
            update(notification, alert, alias, "description");
        }
    }

    private void update(Notification notification, ObjectNode alert, String alias, String field)
            throws InterruptedException {
        ObjectNode change = Json.object();
        change.set(field, alert.path(field));
        call("PUT", "/" + alias + "/" + field + "?identifierType=alias", change, notification);
    }

    private void call(String method, String path, ObjectNode body, Notification notification)
            throws InterruptedException {
        String base = config.url().endsWith("/") ? config.url() : config.url() + "/";
        String key;
        try {
            key = config.apiKey().read();
        } catch (UncheckedIOException e) {
            throw NotifyException.lasting(String.valueOf(e.getMessage()), e);
        }
        var _ =
                poster.send(
                        method,
                        URI.create(base + "v2/alerts" + path),
                        body,
                        Map.of("Authorization", "GenieKey " + key),
                        notification.patience());
    }

    private ObjectNode source(Expansion texts) {
        return Json.object().put("source", texts.text(config.texts(), "source"));
    }

    private ObjectNode alert(Notification notification, Expansion texts, String alias) {
        ObjectNode alert = source(texts);
        alert.put("alias", alias);
        alert.put(
                "message",
                MessageTexts.cut(texts.text(config.texts(), "message"), MESSAGE_LENGTH_MAX));
        alert.put("description", texts.text(config.texts(), "description"));
        ObjectNode details = AlertJson.labels(CommonLabels.labels(notification.alerts()));
        config.details().forEach((each, text) -> details.put(each, texts.text(text)));
        alert.set("details", details);
        for (String each : OPTIONAL) {
            String text = texts.text(config.texts(), each);
            if (!text.isEmpty()) {
                alert.put(each, text);
            }
        }
        for (String each : List.of("tags", "actions")) {
            addList(alert, each, texts.text(config.texts(), each));
        }
        if (!config.responders().isEmpty()) {
            ArrayNode responders = alert.putArray("responders");
            for (Map<String, Templated> each : config.responders()) {
                ObjectNode responder = responders.addObject();
                each.forEach((field, text) -> responder.put(field, texts.text(text)));
            }
        }
        return alert;
    }

    private static void addList(ObjectNode alert, String field, String text) {
        if (!text.isBlank()) {
            ArrayNode list = alert.putArray(field);
            for (String each : text.split(",")) {
                if (!each.isBlank()) {
                    list.add(each.strip());
                }
            }
        }
    }
}
