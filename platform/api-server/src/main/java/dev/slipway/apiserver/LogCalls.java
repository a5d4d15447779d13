package dev.slipway.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.slipway.api.ObjectApi;
import dev.slipway.api.StoredObject;
import dev.slipway.api.Target;
import dev.slipway.model.ApiException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET …/pods/NAME/log`.
final class LogCalls {
    private static final ResponseHeaders HEADERS =
            ResponseHeaders.builder(HttpStatus.OK)
                    .contentType(MediaType.PLAIN_TEXT_UTF_8)
                    .set(HttpHeaderNames.CACHE_CONTROL, "no-cache, private")
                    .build();

    private final ObjectApi api;
    private final PodLogs logs;
    private final Streams streams;
    private final InstantSource time;

    LogCalls(ObjectApi api, PodLogs logs, Streams streams, InstantSource time) {
        this.api = api;
        this.logs = logs;
        this.streams = streams;
        this.time = time;
    }

    HttpResponse open(Call call, Target target) {
        StoredObject pod = api.get(call.caller(), Target.of(target.kind(), target.key()));
        PodLogs.Selection selection = selection(call.query(), pod);
        Long bytesMax = call.query().number("limitBytes");
        InFlight.Place place = streams.enter();
        try {
            PodLogs.Reader reader = logs.open(pod.key(), pod.index().uid(), selection);
            return streams.respond(
                    call.context(),
                    HEADERS,
                    place,
                    client -> new LogStream(reader, client, bytesMax));
        } catch (ApiException e) {
            place.close();
            throw e;
        }
    }

    private PodLogs.Selection selection(Query query, StoredObject pod) {
        return new PodLogs.Selection(
                container(query.text("container"), pod),
                query.flag("follow"),
                query.flag("previous"),
                query.flag("timestamps"),
                since(query),
                query.number("tailLines"));
    }

    private @Nullable Instant since(Query query) {
        Long seconds = query.number("sinceSeconds");
        if (seconds != null) {
            return time.instant().minusSeconds(seconds);
        }
        String text = query.text("sinceTime");
        if (text.isEmpty()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw ApiException.badRequest(
                    "query parameter sinceTime: \"" + text + "\" (expected: an RFC 3339 time)");
        }
    }

    private static String container(String asked, StoredObject pod) {
        JsonNode spec = pod.tree().path("spec");
        List<String> names = names(spec.path("containers"));
        if (asked.isEmpty()) {
            if (names.size() == 1) {
                return names.get(0);
            }
            throw ApiException.badRequest(
                    "a container name must be specified for pod "
                            + pod.key().name()
                            + ", choose one of: ["
                            + String.join(" ", names)
                            + "]");
        }
        List<String> all = new ArrayList<>(names);
        all.addAll(names(spec.path("initContainers")));
        if (!all.contains(asked)) {
            throw ApiException.badRequest(
                    "container "
                            + asked
                            + " is not valid for pod "
                            + pod.key().name()
                            + " (expected one of: "
                            + String.join(", ", all)
                            + ")");
        }
        return asked;
    }

    private static List<String> names(JsonNode containers) {
        List<String> names = new ArrayList<>();
        for (JsonNode container : containers) {
            names.add(container.path("name").asText(""));
        }
        return names;
    }
}
