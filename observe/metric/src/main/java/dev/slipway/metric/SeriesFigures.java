package dev.slipway.metric;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.slipway.model.LabelSelector;
import dev.slipway.rule.RuleException;
import dev.slipway.rule.RuleQueries;
import dev.slipway.series.SelectorText;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// Figures by which workloads are sized, from the series. A metric that has no series but whose
/// name with `_total` has is read as the rate of that counter over two minutes, as Prometheus'
/// adapter for autoscalers does. Thread-safe.
public final class SeriesFigures {
    private static final String RATE_WINDOW = "2m";
    private static final Pattern SPECIAL = Pattern.compile("[\\\\.+*?()|\\[\\]{}^$]");
    private static final System.Logger LOG = System.getLogger(SeriesFigures.class.getName());

    private final RuleQueries queries;
    private final InstantSource clock;

    SeriesFigures(RuleQueries queries, InstantSource clock) {
        this.queries = requireNonNull(queries, "queries");
        this.clock = requireNonNull(clock, "clock");
    }

    /// The sum over the series chosen, for each value that a label has in them.
    ///
    /// @param fixed labels that the series must have, with these values
    public Map<String, Double> sumBy(
            String label, String metric, Map<String, String> fixed, LabelSelector chosen) {
        List<String> conditions = conditions(fixed, chosen);
        conditions.add(SelectorText.labelName(label) + "!=\"\"");
        String by = "sum by (" + SelectorText.labelName(label) + ") ";
        Map<String, Double> sums = new HashMap<>();
        for (RuleQueries.Sample sample : ask(by, metric, conditions)) {
            sums.put(sample.labels().value(label), sample.value());
        }
        return sums;
    }

    /// The sum over all series chosen.
    public OptionalDouble sum(String metric, Map<String, String> fixed, LabelSelector chosen) {
        List<RuleQueries.Sample> samples = ask("sum ", metric, conditions(fixed, chosen));
        return samples.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(samples.getFirst().value());
    }

    private List<RuleQueries.Sample> ask(
            String aggregation, String metric, List<String> conditions) {
        String gauge = "%s({%s})".formatted(aggregation, selector(metric, conditions));
        String counter =
                "%s(rate({%s}[%s]))"
                        .formatted(
                                aggregation, selector(metric + "_total", conditions), RATE_WINDOW);
        try {
            long now = clock.millis();
            List<RuleQueries.Sample> samples = queries.evaluate(gauge, now);
            return samples.isEmpty() ? queries.evaluate(counter, now) : samples;
        } catch (RuleException e) {
            LOG.log(System.Logger.Level.WARNING, "A figure cannot be read metric=" + metric, e);
            return List.of();
        }
    }

    private static String selector(String metric, List<String> conditions) {
        String name = "__name__=" + SelectorText.quote(metric);
        return conditions.isEmpty() ? name : name + "," + String.join(",", conditions);
    }

    private static List<String> conditions(Map<String, String> fixed, LabelSelector chosen) {
        List<String> conditions = new ArrayList<>();
        fixed.forEach((name, value) -> conditions.add(condition(name, "=", value)));
        chosen.matchLabels().forEach((name, value) -> conditions.add(condition(name, "=", value)));
        for (LabelSelector.Requirement each : chosen.matchExpressions()) {
            conditions.add(
                    switch (each.operator()) {
                        case "In" -> condition(each.key(), "=~", anyOf(each.values()));
                        case "NotIn" -> condition(each.key(), "!~", anyOf(each.values()));
                        case "DoesNotExist" -> condition(each.key(), "=", "");
                        default -> condition(each.key(), "!=", "");
                    });
        }
        return conditions;
    }

    private static String condition(String name, String operator, String value) {
        return SelectorText.labelName(name) + operator + SelectorText.quote(value);
    }

    private static String anyOf(List<String> values) {
        return values.stream().map(SeriesFigures::literal).collect(joining("|"));
    }

    /// As a regular expression that matches nothing else.
    private static String literal(String value) {
        return SPECIAL.matcher(value).replaceAll("\\\\$0");
    }
}
