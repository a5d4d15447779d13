package dev.slipway.scrape;

import dev.slipway.series.Labels;
import java.util.List;

/// What is scraped and what is not, at one moment.
///
/// @param active ordered by job, then by labels
/// @param dropped as many as each job remembers
/// @param pools the names of all jobs, ordered
public record Targets(List<TargetStatus> active, List<Dropped> dropped, List<String> pools) {
    /// Something that was found and that the rules of its job dropped.
    public record Dropped(String pool, Labels discovered) {}

    public Targets {
        active = List.copyOf(active);
        dropped = List.copyOf(dropped);
        pools = List.copyOf(pools);
    }
}
