package dev.slipway.proxy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The routes of one host name in order of precedence.
final class RouteTable {
    /// A match and where it leads.
    record Entry(MatchPlan match, RoutePlan route) {}

    private static final List<RouteMatch> EVERYTHING = List.of(RouteMatch.prefix("/"));

    private final List<Entry> ordered = new ArrayList<>();
    private Entry[] entries = {};

    void add(Route route, RoutePlan plan) {
        List<RouteMatch> matches = route.matches().isEmpty() ? EVERYTHING : route.matches();
        for (RouteMatch match : matches) {
            ordered.add(new Entry(new MatchPlan(match), plan));
        }
    }

    /// Ends the adding; sorting is stable, so that equals stay in the order they were added.
    void sort() {
        ordered.sort(Comparator.comparing(Entry::match, MatchPlan.PRECEDENCE));
        entries = ordered.toArray(Entry[]::new);
    }

    @Nullable Entry find(RequestHead head) {
        for (Entry entry : entries) {
            if (entry.match().fits(head)) {
                return entry;
            }
        }
        return null;
    }
}
