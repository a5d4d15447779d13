package dev.slipway.proxy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A backend ready for choosing: its ready endpoints, grouped by revision.
final class BackendPlan {
    /// An endpoint with the revision it runs, as an index into the backend's revisions.
    record Candidate(Upstream upstream, int revision) {}

    /// The ready endpoints of a revision, and its weight; [#UNLISTED] where the backend's weights
    /// do not list it.
    record Revision(String name, int weight, Candidate[] ready, long salt) {}

    private static final int UNLISTED = -1;
    private static final Candidate[] NOBODY = {};

    private final String id;
    private final List<Revision> revisions;
    private final Revision[] drawn;
    private final int weightSum;
    private final Candidate[] usable;

    BackendPlan(Backend backend, Upstreams upstreams) {
        id = backend.id();
        revisions = revisions(backend, upstreams);
        drawn =
                revisions.stream()
                        .filter(r -> r.weight() > 0 && r.ready().length > 0)
                        .toArray(Revision[]::new);
        weightSum = Arrays.stream(drawn).mapToInt(Revision::weight).sum();
        usable = firstGroup();
    }

    private static List<Revision> revisions(Backend backend, Upstreams upstreams) {
        Map<String, List<Endpoint>> byName = new TreeMap<>();
        backend.revisionWeights().keySet().forEach(name -> byName.put(name, new ArrayList<>()));
        for (Endpoint endpoint : backend.endpoints()) {
            byName.computeIfAbsent(endpoint.revision(), name -> new ArrayList<>()).add(endpoint);
        }
        List<Revision> revisions = new ArrayList<>();
        byName.forEach((name, endpoints) -> {
            int index = revisions.size();
            Candidate[] ready =
                    endpoints.stream()
                            .filter(endpoint -> !endpoint.draining())
                            .map(e -> new Candidate(upstreams.of(e), index))
                            .toArray(Candidate[]::new);
            int weight = backend.revisionWeights().getOrDefault(name, UNLISTED);
            revisions.add(new Revision(name, weight, ready, Places.salt(name)));
        });
        return List.copyOf(revisions);
    }

    /// The first group that has anybody: with a weight, not listed, with weight 0.
    private Candidate[] firstGroup() {
        Candidate[] found = drawn.length > 0 ? readyOf(List.of(drawn)) : NOBODY;
        if (found.length == 0) {
            found = readyOf(revisions.stream().filter(r -> r.weight() == UNLISTED).toList());
        }
        return found.length == 0 ? readyOf(revisions) : found;
    }

    private static Candidate[] readyOf(List<Revision> some) {
        return some.stream().flatMap(r -> Arrays.stream(r.ready())).toArray(Candidate[]::new);
    }

    String id() {
        return id;
    }

    List<Revision> revisions() {
        return revisions;
    }

    /// The revisions among which the weights divide the requests; empty where they do not.
    Revision[] drawn() {
        return drawn;
    }

    /// The sum of the weights of `drawn`.
    int weightSum() {
        return weightSum;
    }

    /// All endpoints that may be chosen: those of `drawn` or, where that is empty, who takes their
    /// place.
    Candidate[] usable() {
        return usable;
    }
}
