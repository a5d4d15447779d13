package dev.slipway.alert.config;

import dev.slipway.series.Matcher;
import java.util.List;

/// Alerts that match `target` are not notified while one that matches `source` fires, if both have
/// the same values of the labels `equal`. Immutable.
public record InhibitRule(List<Matcher> source, List<Matcher> target, List<String> equal) {
    public InhibitRule {
        source = List.copyOf(source);
        target = List.copyOf(target);
        equal = List.copyOf(equal);
    }
}
