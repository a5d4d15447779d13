package dev.slipway.metric.http;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is scraped and what is not, at one moment. Immutable.
///
/// @param pools the names of all jobs
/// @param droppedCounts how many each job dropped, of which `dropped` may hold fewer
public record ScrapeTargets(
        List<Active> active,
        List<Dropped> dropped,
        List<String> pools,
        Map<String, Integer> droppedCounts) {
    public static final ScrapeTargets NONE =
            new ScrapeTargets(List.of(), List.of(), List.of(), Map.of());

    /// A target that is scraped.
    ///
    /// @param discovered its labels before relabelling
    /// @param globalUrl as others reach it
    public record Active(
            String pool,
            Labels discovered,
            Labels labels,
            String url,
            String globalUrl,
            Duration interval,
            Duration timeout,
            LastScrape last) {
        public Active {
            requireNonNull(pool, "pool");
            requireNonNull(discovered, "discovered");
            requireNonNull(labels, "labels");
            requireNonNull(last, "last");
        }
    }

    /// How the last scrape of a target went.
    ///
    /// @param time null before the first
    /// @param health `up`, `down` or `unknown`
    /// @param error empty if there was none
    /// @param metadata what the target says of its metrics, by family
    public record LastScrape(
            @Nullable Instant time,
            Duration took,
            String health,
            String error,
            Map<String, Metadata> metadata) {
        public LastScrape {
            requireNonNull(took, "took");
            requireNonNull(health, "health");
            requireNonNull(error, "error");
            requireNonNull(metadata, "metadata");
        }
    }

    /// Something that was found and that the rules of its job dropped.
    public record Dropped(String pool, Labels discovered) {
        public Dropped {
            requireNonNull(pool, "pool");
            requireNonNull(discovered, "discovered");
        }
    }

    public ScrapeTargets {
        active = List.copyOf(active);
        dropped = List.copyOf(dropped);
        pools = List.copyOf(pools);
        droppedCounts = Map.copyOf(droppedCounts);
    }
}
