package dev.slipway.client;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.LabelSelector;
import java.util.Map;

/// Which objects of a kind: an empty `namespace` means all; `fields` are exact matches on field
/// paths such as `spec.nodeName`, as far as the kind supports them.
public record ListQuery(String namespace, LabelSelector labels, Map<String, String> fields) {
    private static final ListQuery ALL = new ListQuery("", LabelSelector.everything(), Map.of());

    public ListQuery {
        requireNonNull(namespace, "namespace");
        requireNonNull(labels, "labels");
        fields = Map.copyOf(fields);
    }

    public static ListQuery all() {
        return ALL;
    }

    public static ListQuery inNamespace(String namespace) {
        return new ListQuery(namespace, LabelSelector.everything(), Map.of());
    }

    public ListQuery withLabels(LabelSelector selector) {
        return new ListQuery(namespace, selector, fields);
    }

    public ListQuery withField(String path, String value) {
        return new ListQuery(namespace, labels, Map.of(path, value));
    }
}
