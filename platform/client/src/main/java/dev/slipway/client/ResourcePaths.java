package dev.slipway.client;

import dev.slipway.model.Kind;
import dev.slipway.model.LabelSelectors;
import dev.slipway.model.ObjectKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The paths of the Kubernetes API.
public final class ResourcePaths {
    private ResourcePaths() {}

    /// `/api/v1/namespaces/shop/pods`; with an empty namespace all of them.
    public static String collection(Kind<?> kind, String namespace) {
        String root =
                kind.type().group().isEmpty()
                        ? "/api/" + kind.type().version()
                        : "/apis/" + kind.type().apiVersion();
        return namespace.isEmpty() || !kind.namespaced()
                ? root + "/" + kind.plural()
                : root + "/namespaces/" + encode(namespace) + "/" + kind.plural();
    }

    public static String object(Kind<?> kind, ObjectKey key) {
        return collection(kind, key.namespace()) + "/" + encode(key.name());
    }

    /// `?labelSelector=…&fieldSelector=…`, or nothing.
    public static String query(ListQuery query, String... more) {
        List<String> parts = new ArrayList<>(List.of(more));
        String labels = LabelSelectors.query(query.labels());
        if (!labels.isEmpty()) {
            parts.add("labelSelector=" + encode(labels));
        }
        if (!query.fields().isEmpty()) {
            List<String> fields = new ArrayList<>();
            query.fields().forEach((path, value) -> fields.add(path + "=" + value));
            parts.add("fieldSelector=" + encode(String.join(",", fields)));
        }
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
