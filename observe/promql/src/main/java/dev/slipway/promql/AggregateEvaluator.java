package dev.slipway.promql;

import dev.slipway.promql.Evaluator.Place;
import dev.slipway.promql.syntax.Aggregation;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.GoNumbers;
import dev.slipway.series.Labels;
import dev.slipway.series.SelectorText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Aggregations over series. For one thread.
final class AggregateEvaluator {
    private final Query query;
    private final Evaluator evaluator;

    AggregateEvaluator(Query query, Evaluator evaluator) {
        this.query = query;
        this.evaluator = evaluator;
    }

    Rows aggregate(Plan.Aggregate aggregate, Place place) {
        Plan parameter = aggregate.parameter();
        Evaluated value =
                parameter == null ? new Evaluated.Text("") : evaluator.evaluate(parameter, place);
        Rows operand = evaluator.rows(aggregate.operand(), place);
        Groups groups = Groups.of(operand.rows(), aggregate.labels(), aggregate.without());
        if (value instanceof Evaluated.Scalars scalars) {
            return parametrised(aggregate, groups, scalars.values(), place.steps());
        }
        if (aggregate.operation() == Aggregation.COUNT_VALUES
                && value instanceof Evaluated.Text text) {
            return countValues(groups, text.text(), place.steps());
        }
        return reduce(aggregate, groups, new double[place.steps().count()]);
    }

    private Rows parametrised(
            Plan.Aggregate aggregate, Groups groups, double[] parameters, Steps steps) {
        return switch (aggregate.operation()) {
            case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO -> {
                Choice.Kind kind = Choice.Kind.valueOf(aggregate.operation().name());
                int position = aggregate.position();
                if (kind == Choice.Kind.LIMIT_RATIO && aggregate.parameter() != null) {
                    position = aggregate.parameter().position();
                }
                yield new Choice(kind, query.notes(), position).of(groups, parameters, steps);
            }
            case QUANTILE -> {
                Plan parameter = aggregate.parameter();
                int position = parameter == null ? 0 : parameter.position();
                for (double quantile : parameters) {
                    if (!(quantile >= 0 && quantile <= 1)) {
                        query.notes().invalidQuantile(quantile, position);
                    }
                }
                yield reduce(aggregate, groups, parameters);
            }
            case SUM, AVG, MIN, MAX, COUNT, GROUP, STDDEV, STDVAR, COUNT_VALUES ->
                    reduce(aggregate, groups, parameters);
        };
    }

    private Rows reduce(Plan.Aggregate aggregate, Groups groups, double[] parameters) {
        Reduction.Kind kind = Reduction.Kind.valueOf(aggregate.operation().name());
        Reduction reduction = new Reduction(kind, query.notes(), aggregate.operand().position());
        List<Row> results = new ArrayList<>();
        for (Groups.Group group : groups.all()) {
            query.budget().check();
            Row result = new Row(group.labels(), group.nameless(), parameters.length);
            for (int step = 0; step < parameters.length; step++) {
                reduction.reduce(group.rows(), step, parameters[step], result);
            }
            if (!result.isEmpty()) {
                results.add(result);
            }
        }
        return new Rows(results);
    }

    private Rows countValues(Groups groups, String label, Steps steps) {
        boolean unicode = label.codePoints().noneMatch(point -> point >= 0xd800 && point < 0xe000);
        if (label.isEmpty() || !unicode) {
            throw QueryException.execution("invalid label name " + SelectorText.quote(label));
        }
        Map<Labels, Row> results = new LinkedHashMap<>();
        for (Groups.Group group : groups.all()) {
            for (Row row : group.rows()) {
                for (int step = 0; step < steps.count(); step++) {
                    if (row.has(step)) {
                        Labels labels = group.labels().with(label, text(row, step));
                        Row result =
                                results.computeIfAbsent(
                                        labels, l -> new Row(l, group.nameless(), steps.count()));
                        result.set(step, result.has(step) ? result.value(step) + 1 : 1);
                    }
                }
            }
        }
        return new Rows(new ArrayList<>(results.values()));
    }

    private static String text(Row row, int step) {
        FloatHistogram histogram = row.histogram(step);
        return histogram == null ? GoNumbers.plain(row.value(step)) : histogram.toString();
    }
}
