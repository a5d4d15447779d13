package dev.slipway.proxy;

import java.util.List;
import java.util.Map;

/// A set of endpoints that serve the same thing. The id appears in figures and messages.
///
/// Without `revisionWeights` all endpoints share the requests. With them, a revision is drawn by
/// weight first, however many endpoints it has, among those with a ready endpoint. A revision that
/// is not listed gets requests only while no listed one with a weight has a ready endpoint; one
/// with weight 0 only while no other has.
public record Backend(String id, List<Endpoint> endpoints, Map<String, Integer> revisionWeights) {
    public Backend {
        Checks.notBlank("backend id", id);
        endpoints = List.copyOf(endpoints);
        revisionWeights = Map.copyOf(revisionWeights);
        revisionWeights.forEach((name, weight) -> Checks.range("weight", weight, 0, 1_000_000));
    }
}
