package dev.slipway.scrape;

import dev.slipway.series.Labels;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is scraped and what is not, at one moment.
///
/// @param active ordered by job, then by labels
/// @param dropped as many as each job remembers
/// @param droppedCounts how many each job dropped in all; every job is there, by its name
public record Targets(
        List<TargetStatus> active,
        List<Dropped> dropped,
        SortedMap<String, Integer> droppedCounts) {
    public static final Targets NONE = new Targets(List.of(), List.of(), new TreeMap<>());

    /// Something that was found and that the rules of its job dropped.
    public record Dropped(String pool, Labels discovered) {}

    public Targets {
        active = List.copyOf(active);
        dropped = List.copyOf(dropped);
        droppedCounts = Collections.unmodifiableSortedMap(new TreeMap<>(droppedCounts));
    }

    /// The names of all jobs, ordered.
    public Set<String> pools() {
        return droppedCounts.keySet();
    }
}
