package dev.slipway.alert.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.alert.Alert;
import dev.slipway.model.Json;
import dev.slipway.series.Labels;
import java.time.Instant;
import java.util.List;

/// Alertmanager's message for web hooks, version 4. Stateless.
final class AlertJson {
    /// How a time that is not known is written.
    static final String NO_TIME = "0001-01-01T00:00:00Z";

    private AlertJson() {}

    static ObjectNode message(Notification notification, String externalUrl, int alertsMax) {
        List<Alert> alerts = notification.alerts();
        int shown = alertsMax > 0 ? Math.min(alertsMax, alerts.size()) : alerts.size();
        ObjectNode json = Json.object();
        json.put("receiver", notification.receiver());
        json.put("status", notification.isFiring() ? "firing" : "resolved");
        ArrayNode list = json.putArray("alerts");
        for (Alert each : alerts.subList(0, shown)) {
            list.add(alert(each, notification));
        }
        json.set("groupLabels", labels(notification.groupLabels()));
        json.set("commonLabels", labels(CommonLabels.labels(alerts)));
        json.set("commonAnnotations", labels(CommonLabels.annotations(alerts)));
        json.put("externalURL", externalUrl);
        json.put("version", "4");
        json.put("groupKey", notification.groupKey());
        json.put("truncatedAlerts", alerts.size() - shown);
        return json;
    }

    private static ObjectNode alert(Alert alert, Notification notification) {
        boolean resolved = alert.isResolvedAt(notification.time());
        ObjectNode json = Json.object();
        json.put("status", resolved ? "resolved" : "firing");
        json.set("labels", labels(alert.labels()));
        json.set("annotations", labels(alert.annotations()));
        json.put("startsAt", time(alert.startsAt()));
        json.put("endsAt", resolved ? time(alert.endsAt()) : NO_TIME);
        json.put("generatorURL", alert.generatorUrl());
        json.put("fingerprint", alert.fingerprint().toString());
        return json;
    }

    /// RFC 3339 with as many digits of the second's fraction as it takes.
    static String time(Instant instant) {
        String text = instant.toString();
        if (text.indexOf('.') < 0) {
            return text;
        }
        int end = text.length() - 1;
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, end) + "Z";
    }

    static ObjectNode labels(Labels labels) {
        ObjectNode json = Json.object();
        for (int i = 0; i < labels.size(); i++) {
            json.put(labels.name(i), labels.value(i));
        }
        return json;
    }
}
