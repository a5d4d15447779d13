package dev.slipway.rule;

import dev.slipway.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A group and how it is doing, as `/api/v1/rules` shows it. Immutable.
///
/// @param lastEvaluation null before the first
/// @param lastTook how long the last evaluation took
public record GroupView(
        RuleGroup group,
        Duration interval,
        @Nullable Instant lastEvaluation,
        Duration lastTook,
        Counts counts,
        List<RuleView> rules) {
    /// What happened since the group was loaded.
    ///
    /// @param missed evaluations that did not take place because one before took too long
    /// @param failures of single rules
    /// @param series that the last evaluation wrote
    public record Counts(long evaluations, long missed, long failures, long series) {}

    /// Whether the last evaluation of a rule succeeded.
    public enum Health {
        UNKNOWN,
        OK,
        BAD
    }

    /// A rule and how it is doing.
    ///
    /// @param lastError empty if there was none
    /// @param state of an alerting rule, that of its most advanced alert
    /// @param alerts pending and firing
    public record RuleView(
            Rule rule,
            Health health,
            String lastError,
            @Nullable Instant lastEvaluation,
            Duration lastTook,
            AlertState state,
            List<AlertView> alerts) {
        public RuleView {
            alerts = List.copyOf(alerts);
        }
    }

    /// An alert as `/api/v1/alerts` shows it.
    ///
    /// @param keepFiringSince null unless it has no result any more and is kept firing
    public record AlertView(
            Labels labels,
            Labels annotations,
            AlertState state,
            Instant activeAt,
            @Nullable Instant keepFiringSince,
            double value) {}

    public GroupView {
        rules = List.copyOf(rules);
    }
}
