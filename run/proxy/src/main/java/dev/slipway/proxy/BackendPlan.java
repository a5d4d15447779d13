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

    /// The ready endpoints of a revision, and its weight; -1 where the backend's weights do not
    /// list it.
    record Revision(String name, int weight, Candidate[] ready) {}

    private final String id;
    private final boolean weighted;
    private final List<Revision> revisions;
    private final Candidate[] all;
    private final Candidate[] unlisted;

    BackendPlan(Backend backend, Upstreams upstreams) {
        id = backend.id();
        weighted = !backend.revisionWeights().isEmpty();
        revisions = revisions(backend, upstreams);
        all = ready(-1, Integer.MAX_VALUE);
        unlisted = ready(-1, -1);
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
            int weight = backend.revisionWeights().getOrDefault(name, -1);
            revisions.add(new Revision(name, weight, ready));
        });
        return List.copyOf(revisions);
    }

    private Candidate[] ready(int weightMin, int weightMax) {
        return revisions.stream()
                .filter(r -> r.weight() >= weightMin && r.weight() <= weightMax && r.weight() != 0)
                .flatMap(r -> Arrays.stream(r.ready()))
                .toArray(Candidate[]::new);
    }

    String id() {
        return id;
    }

    boolean weighted() {
        return weighted;
    }

    List<Revision> revisions() {
        return revisions;
    }

    /// All ready endpoints but those of revisions with weight 0.
    Candidate[] all() {
        return all;
    }

    /// The ready endpoints of revisions that the weights do not list.
    Candidate[] unlisted() {
        return unlisted;
    }
}
