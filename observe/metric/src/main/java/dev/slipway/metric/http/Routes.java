package dev.slipway.metric.http;

import com.linecorp.armeria.common.HttpMethod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which endpoint answers what. Filled before it is used, then only read.
final class Routes {
    /// What a form may have; longer ones are of no query that anybody writes.
    static final int FORM_BYTES_MAX = 16 << 20;

    static final Set<HttpMethod> READ = Set.of(HttpMethod.GET, HttpMethod.POST);
    private static final String API = "/api/v1";

    /// @param bodyBytesMax what a request may bring
    record Route(Endpoint endpoint, int bodyBytesMax) {}

    private final Map<String, Map<HttpMethod, Route>> byPath = new HashMap<>();
    private @Nullable Endpoint labelValues;

    /// GET and POST.
    void both(String path, Endpoint endpoint) {
        add(List.of(HttpMethod.GET, HttpMethod.POST), path, endpoint, FORM_BYTES_MAX);
    }

    void get(String path, Endpoint endpoint) {
        add(List.of(HttpMethod.GET), path, endpoint, FORM_BYTES_MAX);
    }

    /// For probes, which may ask for the head alone.
    void probe(String path, Endpoint endpoint) {
        add(List.of(HttpMethod.GET, HttpMethod.HEAD), path, endpoint, FORM_BYTES_MAX);
    }

    /// POST and PUT.
    void change(String path, Endpoint endpoint) {
        add(List.of(HttpMethod.POST, HttpMethod.PUT), path, endpoint, FORM_BYTES_MAX);
    }

    void post(String path, Endpoint endpoint, int bodyBytesMax) {
        add(List.of(HttpMethod.POST), path, endpoint, bodyBytesMax);
    }

    /// `/api/v1/label/{name}/values`.
    void labelValues(Endpoint endpoint) {
        labelValues = endpoint;
    }

    private void add(List<HttpMethod> methods, String path, Endpoint endpoint, int bodyBytesMax) {
        Map<HttpMethod, Route> byMethod = byPath.computeIfAbsent(path, _ -> new TreeMap<>());
        methods.forEach(method -> byMethod.put(method, new Route(endpoint, bodyBytesMax)));
    }

    Route find(HttpMethod method, String path) {
        Map<HttpMethod, Route> byMethod = byMethod(path);
        boolean asks = method == HttpMethod.OPTIONS && (path + "/").startsWith(API + "/");
        if (asks) {
            return answering(Reply.noContent());
        }
        if (byMethod.isEmpty()) {
            return answering(Reply.text(404, "404 page not found\n"));
        }
        Route route = byMethod.get(method);
        return route == null ? answering(wrongMethod(byMethod.keySet())) : route;
    }

    private Map<HttpMethod, Route> byMethod(String path) {
        Endpoint values = labelValues;
        boolean label =
                path.startsWith(SeriesEndpoints.LABEL)
                        && path.endsWith(SeriesEndpoints.VALUES)
                        && path.length()
                                > SeriesEndpoints.LABEL.length() + SeriesEndpoints.VALUES.length();
        if (label && values != null) {
            return Map.of(HttpMethod.GET, new Route(values, FORM_BYTES_MAX));
        }
        return byPath.getOrDefault(path, Map.of());
    }

    private static Route answering(Reply reply) {
        return new Route(_ -> reply, FORM_BYTES_MAX);
    }

    private static Reply wrongMethod(Set<HttpMethod> allowed) {
        StringJoiner names = new StringJoiner(", ");
        allowed.forEach(method -> names.add(method.name()));
        names.add("OPTIONS");
        return new Reply.Plain(
                405,
                "text/plain; charset=utf-8",
                "Method Not Allowed\n".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                Map.of("allow", names.toString()));
    }
}
