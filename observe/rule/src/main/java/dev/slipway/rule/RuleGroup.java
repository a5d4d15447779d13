package dev.slipway.rule;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/// Rules that are evaluated one after the other, at the same time.
///
/// @param file where it is from; with the name it identifies the group
/// @param interval between evaluations; zero for the engine's own
/// @param queryOffset how far in the past queries look, for data that come late
/// @param limit series or alerts that one rule may make; 0 for any number
public record RuleGroup(
        String file,
        String name,
        Duration interval,
        Duration queryOffset,
        int limit,
        List<Rule> rules) {
    public RuleGroup {
        requireNonNull(file, "file");
        requireNonNull(name, "name");
        requireNonNull(interval, "interval");
        requireNonNull(queryOffset, "queryOffset");
        rules = List.copyOf(rules);
    }

    public RuleGroup withInterval(Duration other) {
        return new RuleGroup(file, name, other, queryOffset, limit, rules);
    }

    /// What makes it this group and no other.
    String key() {
        return file + ";" + name;
    }
}
