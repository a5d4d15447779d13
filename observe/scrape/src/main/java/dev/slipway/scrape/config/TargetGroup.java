package dev.slipway.scrape.config;

import static java.util.Objects.requireNonNull;

import dev.slipway.series.Labels;
import java.util.List;

/// Targets found together, and the labels they share. Labels of a target win over shared ones.
///
/// @param source where they were found, unique within one discovery
public record TargetGroup(String source, List<Labels> targets, Labels labels) {
    public TargetGroup {
        requireNonNull(source, "source");
        targets = List.copyOf(targets);
        requireNonNull(labels, "labels");
    }

    /// One group of bare addresses.
    public static TargetGroup ofAddresses(String source, List<String> addresses, Labels labels) {
        return new TargetGroup(
                source,
                addresses.stream().map(each -> Labels.of("__address__", each)).toList(),
                labels);
    }
}
