package dev.slipway.alert.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.QueryParams;
import dev.slipway.alert.Matchers;
import dev.slipway.alert.Silence;
import dev.slipway.alert.api.AlertCalls.Times;
import dev.slipway.alert.dispatch.Silences;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `/silences` and `/silence/{id}`. Thread-safe.
final class SilenceCalls {
    private final Silences silences;
    private final InstantSource clock;

    SilenceCalls(Silences silences, InstantSource clock) {
        this.silences = silences;
        this.clock = clock;
    }

    ArrayNode list(QueryParams query) {
        List<Matcher> filter = AlertFilter.matchers(query);
        ArrayNode list = Json.object().putArray("silences");
        for (Silence each : silences.all()) {
            if (isWanted(each, filter)) {
                list.add(json(each));
            }
        }
        return list;
    }

    ObjectNode one(String id) {
        return json(
                silences.find(id)
                        .orElseThrow(() ->
                                new ApiException(
                                        ApiException.Reason.NOT_FOUND,
                                        "there is no silence \"" + id + "\"")));
    }

    ObjectNode post(JsonNode body) {
        return Json.object().put("silenceID", silences.set(silence(body)));
    }

    void delete(String id) {
        silences.expire(id);
    }

    /// A filter looks at the values that the silence's matchers are written with.
    private static boolean isWanted(Silence silence, List<Matcher> filter) {
        Labels.Builder values = Labels.builder();
        silence.matchers().forEach(each -> values.set(each.name(), each.value()));
        return Matchers.allMatch(filter, values.build());
    }

    private Silence silence(JsonNode json) {
        List<Matcher> matchers = new ArrayList<>();
        for (JsonNode each : json.path("matchers")) {
            matchers.add(matcher(each));
        }
        return new Silence(
                json.path("id").asText(""),
                matchers,
                required(json, "startsAt"),
                required(json, "endsAt"),
                clock.instant(),
                json.path("createdBy").asText(""),
                json.path("comment").asText(""));
    }

    private static Instant required(JsonNode json, String field) {
        @Nullable Instant time = Times.parse(json, field);
        if (time == null) {
            throw ApiException.badRequest(field + ": missing (expected: a time)");
        }
        return time;
    }

    private static Matcher matcher(JsonNode json) {
        boolean regex = json.path("isRegex").asBoolean(false);
        boolean equal = json.path("isEqual").asBoolean(true);
        Matcher.Type type =
                regex
                        ? (equal ? Matcher.Type.REGEX : Matcher.Type.NOT_REGEX)
                        : (equal ? Matcher.Type.EQUAL : Matcher.Type.NOT_EQUAL);
        String name = json.path("name").asText("");
        if (name.isEmpty() || !json.path("value").isTextual()) {
            throw ApiException.badRequest("matchers: expected a name and a value in each");
        }
        try {
            return Matcher.of(type, name, json.path("value").textValue());
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("matchers: " + e.getMessage());
        }
    }

    private ObjectNode json(Silence silence) {
        ObjectNode json = Json.object();
        json.put("id", silence.id());
        Silence.State state = silence.stateAt(clock.instant());
        json.putObject("status").put("state", state.name().toLowerCase(Locale.ROOT));
        json.put("updatedAt", Times.text(silence.updatedAt()));
        json.put("comment", silence.comment());
        json.put("createdBy", silence.createdBy());
        json.put("endsAt", Times.text(silence.endsAt()));
        ArrayNode matchers = json.putArray("matchers");
        for (Matcher each : silence.matchers()) {
            boolean regex =
                    each.type() == Matcher.Type.REGEX || each.type() == Matcher.Type.NOT_REGEX;
            matchers.addObject()
                    .put("isEqual", !each.isNegative())
                    .put("isRegex", regex)
                    .put("name", each.name())
                    .put("value", each.value());
        }
        json.put("startsAt", Times.text(silence.startsAt()));
        return json;
    }
}
