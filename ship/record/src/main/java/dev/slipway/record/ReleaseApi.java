package dev.slipway.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Time;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.ReleaseRecord;
import dev.slipway.record.Dora.DoraFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Answers questions about releases, in JSON:
///
/// ```
///   GET releases?namespace=&workload=KIND/NAME&outcome=&since=&limit=&continue=   newest first
///   GET releases/NAMESPACE/NAME
///   GET dora?namespace=&workload=KIND/NAME&window=30d&by=workload
/// ```
///
/// From memory; who may ask is for the door to decide. Thread-safe.
final class ReleaseApi implements HttpService {
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 500;
    private static final int WORKLOADS_MAX = 1_000;
    private static final Pattern WINDOW = Pattern.compile("([0-9]{1,6})([smhdw])");
    private static final Duration WINDOW_MAX = Duration.ofDays(3_660);
    private static final Comparator<ReleaseRecord> NEWEST_FIRST =
            Comparator.comparing((ReleaseRecord record) -> record.spec().started())
                    .thenComparing(ReleaseRecord::key)
                    .reversed();

    private final Informer<ReleaseRecord> records;
    private final Dora dora;

    ReleaseApi(Informer<ReleaseRecord> records, Time time) {
        this.records = records;
        this.dora = new Dora(records, time::now);
    }

    Dora dora() {
        return dora;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            return problem(HttpStatus.METHOD_NOT_ALLOWED, "only GET is answered");
        }
        try {
            return answer(context.mappedPath(), QueryParams.fromQueryString(context.query()));
        } catch (ApiException e) {
            return problem(HttpStatus.valueOf(e.reason().code()), String.valueOf(e.getMessage()));
        }
    }

    private HttpResponse answer(String path, QueryParams query) {
        List<String> parts = List.of(path.replaceAll("^/+|/+$", "").split("/"));
        if (parts.equals(List.of("releases"))) {
            return json(releases(query));
        }
        if (parts.size() == 3 && parts.getFirst().equals("releases")) {
            ReleaseRecord record = records.find(new ObjectKey(parts.get(1), parts.get(2)));
            return record == null
                    ? problem(HttpStatus.NOT_FOUND, "there is no record of that name")
                    : json(Json.tree(record));
        }
        return parts.equals(List.of("dora"))
                ? json(dora(query))
                : problem(HttpStatus.NOT_FOUND, "there is only releases and dora");
    }

    // Releases

    private ObjectNode releases(QueryParams query) {
        int limit = limit(query.get("limit"));
        String outcome = query.get("outcome", "");
        Instant since = since(query.get("since"));
        ReleaseRecord after = position(query.get("continue"));
        Dora.Query which = which(query, Duration.ofDays(1));
        List<ReleaseRecord> page =
                records.all().stream()
                        .filter(which::matches)
                        .filter(record ->
                                outcome.isEmpty()
                                        || outcome.equals(record.status().outcome().text()))
                        .filter(record -> since == null || !record.spec().started().isBefore(since))
                        .filter(record -> after == null || NEWEST_FIRST.compare(record, after) > 0)
                        .sorted(NEWEST_FIRST)
                        .limit(limit + 1L)
                        .toList();
        ObjectNode answer = Json.object();
        ArrayNode items = answer.putArray("items");
        page.stream().limit(limit).forEach(record -> items.add(Json.tree(record)));
        if (page.size() > limit) {
            answer.put("continue", token(page.get(limit - 1)));
        }
        return answer;
    }

    private static String token(ReleaseRecord last) {
        ObjectNode position = Json.object();
        position.put("started", last.spec().started().toString());
        position.put("namespace", last.key().namespace());
        position.put("name", last.key().name());
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(position.toString().getBytes(UTF_8));
    }

    /// A record that would stand where the page before ended.
    private static @Nullable ReleaseRecord position(@Nullable String token) {
        if (token == null || token.isEmpty()) {
            return null;
        }
        try {
            ObjectNode position = Json.parseObject(Base64.getUrlDecoder().decode(token));
            ObjectNode tree = Json.object();
            tree.putObject("metadata")
                    .put("namespace", position.path("namespace").asText())
                    .put("name", position.path("name").asText());
            ObjectNode release = tree.putObject("spec");
            release.put("started", position.path("started").asText());
            release.putObject("to").put("templateHash", "");
            release.putObject("workload")
                    .put("apiVersion", "")
                    .put("kind", "")
                    .put("name", "")
                    .put("uid", "");
            return Json.convert(tree, ReleaseRecord.class);
        } catch (IllegalArgumentException | ApiException e) {
            throw ApiException.badRequest("continue: not what was answered before");
        }
    }

    // Figures

    private ObjectNode dora(QueryParams query) {
        Dora.Query which = which(query, window(query.get("window", "30d")));
        ObjectNode answer = tree(dora.figures(which));
        String by = query.get("by", "");
        if (by.equals("workload")) {
            ObjectNode workloads = answer.putObject("workloads");
            dora.byWorkload(which).entrySet().stream()
                    .limit(WORKLOADS_MAX)
                    .forEach(each -> workloads.set(each.getKey(), tree(each.getValue())));
        } else if (!by.isEmpty()) {
            throw ApiException.badRequest("by: " + by + " (expected: workload)");
        }
        return answer;
    }

    private static ObjectNode tree(DoraFigures figures) {
        return Json.tree(figures);
    }

    // Parameters

    private static Dora.Query which(QueryParams query, Duration window) {
        String workload = query.get("workload", "");
        int slash = workload.indexOf('/');
        return new Dora.Query(
                query.get("namespace", ""),
                slash < 0 ? "" : workload.substring(0, slash),
                workload.substring(slash + 1),
                window);
    }

    private static int limit(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return LIMIT_DEFAULT;
        }
        boolean number = text.length() <= 6 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int limit = number ? Integer.parseInt(text) : 0;
        if (limit < 1) {
            throw ApiException.badRequest("limit: " + text + " (expected: 1-" + LIMIT_MAX + ")");
        }
        return Math.min(limit, LIMIT_MAX);
    }

    private static @Nullable Instant since(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        Instant since = Versions.time(text);
        if (since == null) {
            throw ApiException.badRequest("since: " + text + " (expected: an RFC 3339 time)");
        }
        return since;
    }

    private static Duration window(String text) {
        Matcher matcher = WINDOW.matcher(text);
        Duration window = Duration.ZERO;
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            window =
                    switch (matcher.group(2)) {
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        case "d" -> Duration.ofDays(count);
                        default -> Duration.ofDays(7 * count);
                    };
        }
        if (window.isZero() || window.compareTo(WINDOW_MAX) > 0) {
            throw ApiException.badRequest(
                    "window: %s (expected: such as 12h, 30d or 8w, at most %dd)"
                            .formatted(text, WINDOW_MAX.toDays()));
        }
        return window;
    }

    private static HttpResponse json(ObjectNode answer) {
        return HttpResponse.of(HttpStatus.OK, MediaType.JSON_UTF_8, answer.toString());
    }

    private static HttpResponse problem(HttpStatus status, String message) {
        return HttpResponse.of(
                status, MediaType.JSON_UTF_8, Json.object().put("error", message).toString());
    }
}
