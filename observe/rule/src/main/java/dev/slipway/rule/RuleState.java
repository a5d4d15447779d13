package dev.slipway.rule;

import dev.slipway.series.Labels;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A rule while it is evaluated again and again; what it remembers is its own. Thread-safe;
/// evaluated by one thread at a time.
sealed interface RuleState permits RecordingState, AlertingState {
    /// When a group is evaluated.
    ///
    /// @param queryMillis what queries look at and series are written at: earlier by the group's
    ///   offset
    record Moment(long timeMillis, long queryMillis) {}

    Rule rule();

    /// What is to be written. Throws [RuleException].
    List<RuleQueries.Sample> evaluate(Moment moment, int limit);

    /// Throws if two have the same labels: nobody could tell them apart.
    static void checkDistinct(List<RuleQueries.Sample> samples, String doing) {
        Set<Labels> seen = new HashSet<>();
        for (RuleQueries.Sample each : samples) {
            if (!seen.add(each.labels())) {
                throw new RuleException(
                        "vector contains metrics with the same labelset after "
                                + doing
                                + ": "
                                + each.labels());
            }
        }
    }

    /// With these labels set; an empty one removes.
    static Labels with(Labels labels, Map<String, String> others) {
        Labels.Builder builder = labels.toBuilder();
        others.forEach(builder::set);
        return builder.build();
    }
}
