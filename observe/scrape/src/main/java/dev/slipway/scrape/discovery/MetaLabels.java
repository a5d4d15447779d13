package dev.slipway.scrape.discovery;

import dev.slipway.model.ObjectMeta;
import dev.slipway.series.Labels;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects labels that say where a target comes from. What is not known gives no label. Not
/// thread-safe.
final class MetaLabels {
    private static final String PREFIX = "__meta_kubernetes_";

    private final Labels.Builder labels;

    MetaLabels() {
        this(Labels.EMPTY);
    }

    MetaLabels(Labels start) {
        labels = start.toBuilder();
    }

    MetaLabels address(String host, @Nullable Integer port) {
        String bracketed = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        labels.set("__address__", port == null ? bracketed : bracketed + ":" + port);
        return this;
    }

    MetaLabels plain(String name, String value) {
        labels.set(name, value);
        return this;
    }

    MetaLabels set(String name, @Nullable Object value) {
        labels.set(PREFIX + name, value == null ? "" : value.toString());
        return this;
    }

    /// The labels and annotations of an object, each with whether it is there.
    MetaLabels object(String role, ObjectMeta metadata) {
        all(role + "_label", metadata.labels());
        return all(role + "_annotation", metadata.annotations());
    }

    MetaLabels labelsOnly(String role, ObjectMeta metadata) {
        return all(role + "_label", metadata.labels());
    }

    Labels build() {
        return labels.build();
    }

    private MetaLabels all(String name, Map<String, String> values) {
        values.forEach((key, value) -> {
            String sanitized = sanitized(key);
            set(name + "_" + sanitized, value);
            set(name + "present_" + sanitized, "true");
        });
        return this;
    }

    private static String sanitized(String key) {
        StringBuilder name = new StringBuilder(key.length());
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            boolean allowed =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '_';
            name.append(allowed ? c : '_');
        }
        return name.toString();
    }
}
