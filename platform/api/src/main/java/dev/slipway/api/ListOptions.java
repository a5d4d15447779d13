package dev.slipway.api;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.FieldSelector;
import dev.slipway.model.LabelSelector;

/// Which objects to list, and how many at a time. Empty `namespace`: all; `limit` 0: no limit; an
/// empty `resourceVersion` or `0`: the newest state, `match` `Exact` is refused for states that are
/// no longer held.
public record ListOptions(
        String namespace,
        LabelSelector labels,
        FieldSelector fields,
        int limit,
        String continueToken,
        String resourceVersion,
        String resourceVersionMatch) {
    public ListOptions {
        requireNonNull(namespace, "namespace");
        requireNonNull(labels, "labels");
        requireNonNull(fields, "fields");
        requireNonNull(continueToken, "continueToken");
        requireNonNull(resourceVersion, "resourceVersion");
        requireNonNull(resourceVersionMatch, "resourceVersionMatch");
    }

    public static ListOptions inNamespace(String namespace) {
        return of(namespace, LabelSelector.everything(), FieldSelector.everything());
    }

    public static ListOptions of(String namespace, LabelSelector labels, FieldSelector fields) {
        return new ListOptions(namespace, labels, fields, 0, "", "", "");
    }

    public ListOptions withLimit(int newLimit, String newContinueToken) {
        return new ListOptions(
                namespace,
                labels,
                fields,
                newLimit,
                newContinueToken,
                resourceVersion,
                resourceVersionMatch);
    }
}
