package dev.slipway.metric.http;

import java.util.List;

/// Where alerts are sent, and what was found and dropped, as URLs with the path. Immutable.
public record AlertmanagerUrls(List<String> active, List<String> dropped) {
    public static final AlertmanagerUrls NONE = new AlertmanagerUrls(List.of(), List.of());

    public AlertmanagerUrls {
        active = List.copyOf(active);
        dropped = List.copyOf(dropped);
    }
}
