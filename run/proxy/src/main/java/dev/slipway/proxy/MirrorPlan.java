package dev.slipway.proxy;

import java.util.List;

/// A mirror of a route: which share of the requests is copied to which backend. The backend is
/// looked up in the table of the moment when a copy is sent.
record MirrorPlan(
        String routeId, String backendId, int numerator, int denominator, long timeoutNanos) {
    private static final MirrorPlan[] NONE = {};

    static MirrorPlan[] of(String routeId, List<RouteFilter> filters) {
        List<RouteFilter.Mirror> mirrors =
                filters.stream()
                        .filter(RouteFilter.Mirror.class::isInstance)
                        .map(RouteFilter.Mirror.class::cast)
                        .toList();
        return mirrors.stream()
                .map(m ->
                        new MirrorPlan(
                                routeId,
                                m.backendId(),
                                m.numerator(),
                                m.denominator(),
                                m.timeout().toNanos()))
                .toList()
                .toArray(NONE);
    }
}
