package dev.slipway.alert.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.alert.Alert;
import dev.slipway.alert.ReceivedAlert;
import dev.slipway.alert.dispatch.AlertDispatcher;
import dev.slipway.alert.dispatch.AlertStatus;
import dev.slipway.alert.dispatch.GroupStatus;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.series.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/alerts` and `/alerts/groups`. Thread-safe.
final class AlertCalls {
    private final AlertDispatcher dispatcher;

    AlertCalls(AlertDispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    ArrayNode list(AlertFilter filter) {
        ArrayNode list = Json.object().putArray("alerts");
        for (AlertStatus each : dispatcher.alerts()) {
            if (each.receivers().stream().anyMatch(filter::wantsReceiver) && filter.wants(each)) {
                list.add(alert(each));
            }
        }
        return list;
    }

    ArrayNode groups(AlertFilter filter) {
        ArrayNode list = Json.object().putArray("groups");
        for (GroupStatus group : dispatcher.groups()) {
            List<AlertStatus> wanted = group.alerts().stream().filter(filter::wants).toList();
            if (wanted.isEmpty() || !filter.wantsReceiver(group.receiver())) {
                continue;
            }
            ObjectNode json = list.addObject();
            json.set("labels", labels(group.labels()));
            json.putObject("receiver").put("name", group.receiver());
            ArrayNode alerts = json.putArray("alerts");
            wanted.forEach(each -> alerts.add(alert(each)));
        }
        return list;
    }

    /// Takes what is valid; throws [ApiException] if anything was not.
    void post(JsonNode body) {
        if (!body.isArray()) {
            throw ApiException.badRequest("expected a list of alerts");
        }
        List<ReceivedAlert> received = new ArrayList<>();
        for (JsonNode each : body) {
            received.add(received(each));
        }
        List<String> problems = dispatcher.put(received);
        if (!problems.isEmpty()) {
            throw ApiException.badRequest(String.join("; ", problems));
        }
    }

    private static ReceivedAlert received(JsonNode json) {
        return new ReceivedAlert(
                labels(json, "labels"),
                labels(json, "annotations"),
                Times.parse(json, "startsAt"),
                Times.parse(json, "endsAt"),
                json.path("generatorURL").asText(""));
    }

    private static ObjectNode alert(AlertStatus status) {
        Alert alert = status.alert();
        ObjectNode json = Json.object();
        json.set("annotations", labels(alert.annotations()));
        json.put("endsAt", Times.text(alert.endsAt()));
        json.put("fingerprint", alert.fingerprint().toString());
        ArrayNode receivers = json.putArray("receivers");
        status.receivers().forEach(each -> receivers.addObject().put("name", each));
        json.put("startsAt", Times.text(alert.startsAt()));
        ObjectNode state = json.putObject("status");
        addAll(state.putArray("inhibitedBy"), status.inhibitedBy());
        addAll(state.putArray("mutedBy"), status.mutedBy());
        addAll(state.putArray("silencedBy"), status.silencedBy());
        state.put("state", status.isSuppressed() ? "suppressed" : "active");
        json.put("updatedAt", Times.text(alert.updatedAt()));
        json.put("generatorURL", alert.generatorUrl());
        json.set("labels", labels(alert.labels()));
        return json;
    }

    private static void addAll(ArrayNode list, List<String> texts) {
        texts.forEach(list::add);
    }

    private static ObjectNode labels(Labels labels) {
        ObjectNode json = Json.object();
        for (int i = 0; i < labels.size(); i++) {
            json.put(labels.name(i), labels.value(i));
        }
        return json;
    }

    private static Labels labels(JsonNode owner, String field) {
        JsonNode json = owner.path(field);
        Labels.Builder labels = Labels.builder();
        if (!json.isMissingNode() && !json.isNull() && !json.isObject()) {
            throw ApiException.badRequest(field + ": expected an object of texts");
        }
        json.properties()
                .forEach(each -> {
                    if (!each.getValue().isTextual() || each.getKey().isEmpty()) {
                        throw ApiException.badRequest(
                                "%s.%s: expected a text".formatted(field, each.getKey()));
                    }
                    labels.set(each.getKey(), each.getValue().textValue());
                });
        return labels.build();
    }

    /// How the API writes times.
    static final class Times {
        private static final java.time.format.DateTimeFormatter FORM =
                java.time.format.DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX")
                        .withZone(java.time.ZoneOffset.UTC);

        /// What Go calls the zero time.
        private static final int NO_YEAR = 1;

        private Times() {}

        static String text(Instant time) {
            return FORM.format(time);
        }

        /// Null if it is not said.
        static @Nullable Instant parse(JsonNode json, String field) {
            JsonNode value = json.path(field);
            if (value.isMissingNode() || value.isNull() || value.asText().isEmpty()) {
                return null;
            }
            try {
                java.time.OffsetDateTime time =
                        java.time.OffsetDateTime.parse(value.asText().replace(' ', 'T'));
                return time.getYear() <= NO_YEAR ? null : time.toInstant();
            } catch (java.time.DateTimeException e) {
                throw ApiException.badRequest(
                        "%s: \"%s\" (expected: a time such as 2026-01-02T15:04:05Z)"
                                .formatted(field, value.asText()));
            }
        }
    }
}
