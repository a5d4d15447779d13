/// Recording and alerting rules, and their unit tests. Rule files (or the specification of a
/// `PrometheusRule` object) become [dev.slipway.rule.RuleGroup]s, which a
/// [dev.slipway.rule.RuleEngine] evaluates and a [dev.slipway.rule.RuleUnitTest] tries out. Knows
/// the rest of Slipway only through [dev.slipway.rule.AlertSink] and
/// [dev.slipway.rule.RuleQueries], which others answer.
///
/// Rules and groups are immutable; an engine may be used by many threads.
@org.jspecify.annotations.NullMarked
package dev.slipway.rule;
