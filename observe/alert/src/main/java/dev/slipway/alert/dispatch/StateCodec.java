package dev.slipway.alert.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.alert.Alert;
import dev.slipway.alert.Fingerprint;
import dev.slipway.alert.Silence;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The payload of a record: a byte that says what it is, and a JSON object; see
/// `docs/format/alerts.md`. Stateless.
final class StateCodec {
    private static final int ALERT_KEPT = 1;
    private static final int ALERT_GONE = 2;
    private static final int SILENCE_KEPT = 3;
    private static final int SILENCE_GONE = 4;
    private static final int TOLD = 5;
    private static final int TOLD_GONE = 6;

    private StateCodec() {}

    static byte[] encode(StateRecord record) {
        ObjectNode json = Json.object();
        int type =
                switch (record) {
                    case StateRecord.AlertKept(Alert alert) -> {
                        writeAlert(json, alert);
                        yield ALERT_KEPT;
                    }
                    case StateRecord.AlertGone(Fingerprint fingerprint) -> {
                        json.put("fingerprint", fingerprint.toString());
                        yield ALERT_GONE;
                    }
                    case StateRecord.SilenceKept(Silence silence) -> {
                        writeSilence(json, silence);
                        yield SILENCE_KEPT;
                    }
                    case StateRecord.SilenceGone(String id) -> {
                        json.put("id", id);
                        yield SILENCE_GONE;
                    }
                    case StateRecord.Told(String key, LogEntry entry) -> {
                        writeEntry(json, key, entry);
                        yield TOLD;
                    }
                    case StateRecord.ToldGone(String key) -> {
                        json.put("key", key);
                        yield TOLD_GONE;
                    }
                };
        byte[] text = Json.bytes(json);
        byte[] payload = new byte[text.length + 1];
        payload[0] = (byte) type;
        System.arraycopy(text, 0, payload, 1, text.length);
        return payload;
    }

    /// Throws [IllegalArgumentException] if it is no record.
    static StateRecord decode(byte[] payload) {
        if (payload.length < 2) {
            throw new IllegalArgumentException("a record of " + payload.length + " bytes");
        }
        try {
            byte[] text = java.util.Arrays.copyOfRange(payload, 1, payload.length);
            ObjectNode json = Json.parseObject(text);
            return switch (payload[0]) {
                case ALERT_KEPT -> new StateRecord.AlertKept(readAlert(json));
                case ALERT_GONE ->
                        new StateRecord.AlertGone(fingerprint(text(json, "fingerprint")));
                case SILENCE_KEPT -> new StateRecord.SilenceKept(readSilence(json));
                case SILENCE_GONE -> new StateRecord.SilenceGone(text(json, "id"));
                case TOLD -> new StateRecord.Told(text(json, "key"), readEntry(json));
                case TOLD_GONE -> new StateRecord.ToldGone(text(json, "key"));
                default -> throw new IllegalArgumentException("a record of type " + payload[0]);
            };
        } catch (ApiException | DateTimeException e) {
            throw new IllegalArgumentException("a record that cannot be read", e);
        }
    }

    private static void writeAlert(ObjectNode json, Alert alert) {
        json.set("labels", labels(alert.labels()));
        json.set("annotations", labels(alert.annotations()));
        json.put("startsAt", alert.startsAt().toString());
        json.put("endsAt", alert.endsAt().toString());
        json.put("updatedAt", alert.updatedAt().toString());
        json.put("endAssumed", alert.endAssumed());
        json.put("generatorUrl", alert.generatorUrl());
    }

    private static Alert readAlert(ObjectNode json) {
        return new Alert(
                labels(json.path("labels")),
                labels(json.path("annotations")),
                time(json, "startsAt"),
                time(json, "endsAt"),
                time(json, "updatedAt"),
                json.path("endAssumed").asBoolean(),
                text(json, "generatorUrl"));
    }

    private static void writeSilence(ObjectNode json, Silence silence) {
        json.put("id", silence.id());
        ArrayNode matchers = json.putArray("matchers");
        for (Matcher each : silence.matchers()) {
            matchers.addObject()
                    .put("type", each.type().name())
                    .put("name", each.name())
                    .put("value", each.value());
        }
        json.put("startsAt", silence.startsAt().toString());
        json.put("endsAt", silence.endsAt().toString());
        json.put("updatedAt", silence.updatedAt().toString());
        json.put("createdBy", silence.createdBy());
        json.put("comment", silence.comment());
    }

    private static Silence readSilence(ObjectNode json) {
        List<Matcher> matchers = new ArrayList<>();
        for (JsonNode each : json.path("matchers")) {
            matchers.add(
                    Matcher.of(
                            Matcher.Type.valueOf(text(each, "type")),
                            text(each, "name"),
                            text(each, "value")));
        }
        return new Silence(
                text(json, "id"),
                matchers,
                time(json, "startsAt"),
                time(json, "endsAt"),
                time(json, "updatedAt"),
                text(json, "createdBy"),
                text(json, "comment"));
    }

    private static void writeEntry(ObjectNode json, String key, LogEntry entry) {
        json.put("key", key);
        json.put("time", entry.time().toString());
        json.put("expiresAt", entry.expiresAt().toString());
        ArrayNode firing = json.putArray("firing");
        entry.firing().stream().sorted().forEach(each -> firing.add(each.toString()));
        ArrayNode resolved = json.putArray("resolved");
        entry.resolved().stream().sorted().forEach(each -> resolved.add(each.toString()));
    }

    private static LogEntry readEntry(ObjectNode json) {
        return new LogEntry(
                time(json, "time"),
                fingerprints(json.path("firing")),
                fingerprints(json.path("resolved")),
                time(json, "expiresAt"));
    }

    private static Set<Fingerprint> fingerprints(JsonNode list) {
        Set<Fingerprint> found = new HashSet<>();
        for (JsonNode each : list) {
            found.add(fingerprint(each.asText()));
        }
        return found;
    }

    private static Fingerprint fingerprint(String digits) {
        return new Fingerprint(Long.parseUnsignedLong(digits, 16));
    }

    private static ObjectNode labels(Labels labels) {
        ObjectNode json = Json.object();
        for (int i = 0; i < labels.size(); i++) {
            json.put(labels.name(i), labels.value(i));
        }
        return json;
    }

    private static Labels labels(JsonNode json) {
        Labels.Builder builder = Labels.builder();
        json.properties().forEach(each -> builder.set(each.getKey(), each.getValue().asText()));
        return builder.build();
    }

    private static Instant time(JsonNode json, String field) {
        return Instant.parse(text(json, field));
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + ": missing in a record");
        }
        return value.textValue();
    }
}
