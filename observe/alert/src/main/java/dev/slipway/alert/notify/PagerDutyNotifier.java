package dev.slipway.alert.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.alert.config.Integration;
import dev.slipway.alert.config.Secret;
import dev.slipway.alert.config.Templated;
import dev.slipway.model.Json;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/// Sends events of PagerDuty, version 2; with a service key, version 1. Thread-safe.
final class PagerDutyNotifier implements Notifier {
    private static final URI VERSION_1 =
            URI.create("https://events.pagerduty.com/generic/2010-04-15/create_event.json");
    private static final int SUMMARY_LENGTH_MAX = 1024;
    private static final int EVENT_BYTES_MAX = 512_000;

    private final Integration.PagerDuty config;
    private final Expander templates;
    private final JsonPoster poster;

    PagerDutyNotifier(Integration.PagerDuty config, Expander templates) {
        this.config = config;
        this.templates = templates;
        this.poster = new JsonPoster(config.http(), "PagerDuty");
    }

    @Override
    public void send(Notification notification) throws InterruptedException {
        Expansion texts = templates.of(notification);
        Secret routingKey = config.routingKey();
        Secret serviceKey = config.serviceKey();
        if (routingKey != null) {
            ObjectNode event = event(notification, texts, key(routingKey, texts));
            limit(event, (ObjectNode) event.get("payload"), "custom_details");
            var _ = poster.post(URI.create(config.url()), event, Map.of(), notification.patience());
        } else if (serviceKey != null) {
            ObjectNode event = oldEvent(notification, texts, key(serviceKey, texts));
            limit(event, event, "details");
            var _ = poster.post(VERSION_1, event, Map.of(), notification.patience());
        }
    }

    /// Keys may be templates: one receiver can serve several teams.
    private static String key(Secret secret, Expansion texts) {
        try {
            String key = texts.text(new Templated(secret.read(), "the key")).strip();
            if (key.isEmpty()) {
                throw NotifyException.lasting("the key is empty", null);
            }
            return key;
        } catch (UncheckedIOException e) {
            throw NotifyException.lasting(String.valueOf(e.getMessage()), e);
        }
    }

    private ObjectNode event(Notification notification, Expansion texts, String key) {
        ObjectNode event = Json.object();
        event.put("client", texts.text(config.texts(), "client"));
        event.put("client_url", texts.text(config.texts(), "client_url"));
        event.put("routing_key", key);
        event.put("event_action", notification.isFiring() ? "trigger" : "resolve");
        event.put("dedup_key", MessageTexts.keyHash(notification.groupKey()));
        ObjectNode payload = event.putObject("payload");
        payload.put("summary", summary(texts));
        payload.put("source", texts.text(config.texts(), "source"));
        String severity = texts.text(config.texts(), "severity");
        payload.put("severity", severity.isEmpty() ? "error" : severity);
        for (String each : List.of("class", "component", "group")) {
            String text = texts.text(config.texts(), each);
            if (!text.isEmpty()) {
                payload.put(each, text);
            }
        }
        payload.set("custom_details", details(texts));
        addObjects(event, "images", config.images(), texts);
        addObjects(event, "links", config.links(), texts);
        return event;
    }

    private ObjectNode oldEvent(Notification notification, Expansion texts, String key) {
        ObjectNode event = Json.object();
        event.put("service_key", key);
        event.put("event_type", notification.isFiring() ? "trigger" : "resolve");
        event.put("incident_key", MessageTexts.keyHash(notification.groupKey()));
        event.put("description", summary(texts));
        if (notification.isFiring()) {
            event.put("client", texts.text(config.texts(), "client"));
            event.put("client_url", texts.text(config.texts(), "client_url"));
        }
        event.set("details", details(texts));
        return event;
    }

    private String summary(Expansion texts) {
        return MessageTexts.cut(texts.text(config.texts(), "description"), SUMMARY_LENGTH_MAX);
    }

    private ObjectNode details(Expansion texts) {
        ObjectNode details = Json.object();
        config.details().forEach((each, text) -> details.put(each, texts.text(text)));
        return details;
    }

    private static void addObjects(
            ObjectNode event, String field, List<Map<String, Templated>> objects, Expansion texts) {
        if (objects.isEmpty()) {
            return;
        }
        ArrayNode list = event.putArray(field);
        for (Map<String, Templated> each : objects) {
            ObjectNode object = list.addObject();
            each.forEach((key, text) -> object.put(key, texts.text(text)));
        }
    }

    private static void limit(ObjectNode event, ObjectNode owner, String details) {
        if (Json.bytes(event).length > EVENT_BYTES_MAX) {
            owner.putObject(details)
                    .put("error", "Left out: with them the event is larger than 512 KB.");
        }
    }
}
