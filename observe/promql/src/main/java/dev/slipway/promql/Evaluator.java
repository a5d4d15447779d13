package dev.slipway.promql;

import dev.slipway.promql.Elements.Operand;
import dev.slipway.promql.Evaluated.Scalars;
import dev.slipway.promql.Evaluated.Text;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.series.FloatHistogram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Evaluates each node of a plan once, for all steps. For one thread.
final class Evaluator {
    private final Query query;

    Evaluator(Query query) {
        this.query = query;
    }

    /// Where in the tree a node stands.
    ///
    /// @param detectsResets whether only counts and sums of histograms are asked for, so that their
    ///   resets have to be found out before buckets are out of sight
    record Place(Steps steps, boolean detectsResets) {}

    Evaluated evaluate(Plan plan, Place place) {
        query.budget().check();
        Budget.Held held = query.budget().held();
        Evaluated result;
        if (place.steps.count() > 1 && plan.isFixed()) {
            Steps one = Steps.single(place.steps.startMillis());
            result = spread(visit(plan, new Place(one, place.detectsResets)), place.steps.count());
        } else {
            result = visit(plan, place);
        }
        long samples = 0;
        long rows = 0;
        if (result instanceof Rows found) {
            samples = found.samples();
            rows = found.rows().size();
        }
        query.budget().settle(held, samples, rows * place.steps.count());
        return result;
    }

    Rows rows(Plan plan, Place place) {
        return switch (evaluate(plan, place)) {
            case Rows rows -> rows;
            case Scalars _, Text _ -> throw QueryException.execution("expected an instant vector");
        };
    }

    double[] scalars(Plan plan, Place place) {
        return switch (evaluate(plan, place)) {
            case Scalars scalars -> scalars.values();
            case Rows _, Text _ -> throw QueryException.execution("expected a scalar");
        };
    }

    /// A function of a range.
    Rows range(Plan.Call call, Plan.Range range, RangeFunction function, Place place) {
        int count = call.arguments().size();
        int[] positions = new int[count];
        double[] @Nullable [] arguments = new double[count][];
        for (int i = 0; i < count; i++) {
            Plan argument = call.arguments().get(i);
            positions[i] = argument.position();
            if (!(argument instanceof Plan.Range)) {
                arguments[i] = scalars(argument, place);
            }
        }
        Steps steps = place.steps;
        String name = call.function();
        RangeCall rangeCall =
                new RangeCall(query.notes(), steps, range.rangeMillis(), positions, arguments);
        Expr.Edges edges =
                range instanceof Plan.SelectRange select ? select.edges() : Expr.Edges.SAMPLED;
        RangeEvaluator.Job job =
                new RangeEvaluator.Job(
                        edges == Expr.Edges.SAMPLED
                                ? function
                                : EdgeFunctions.of(name, edges == Expr.Edges.SMOOTHED),
                        range,
                        Window.Margin.of(edges, query.options().lookback().toMillis()),
                        rangeCall,
                        Functions.keepsName(name),
                        name.equals("rate") || name.equals("increase"));
        return switch (range) {
            case Plan.SelectRange select ->
                    new RangeEvaluator(query).overSeries(job, select, place.detectsResets);
            case Plan.Subquery subquery -> {
                Steps inner = innerSteps(subquery, steps);
                query.budget().reserve(inner.count());
                Rows rows =
                        inner.count() == 0
                                ? Rows.NONE
                                : vector(subquery.inner(), new Place(inner, false));
                yield new RangeEvaluator(query).overSubquery(job, rows, inner);
            }
        };
    }

    /// A subquery looks at multiples of its resolution, wherever the query begins.
    static Steps innerSteps(Plan.Subquery subquery, Steps steps) {
        long resolution = subquery.stepMillis();
        long after = subquery.shift().from(steps.startMillis()) - subquery.rangeMillis();
        long start = Math.floorDiv(after, resolution) * resolution + resolution;
        return Steps.between(start, subquery.shift().from(steps.endMillis()), resolution);
    }

    /// As rows, even if it is a number.
    private Rows vector(Plan plan, Place place) {
        return switch (evaluate(plan, place)) {
            case Rows rows -> rows;
            case Scalars scalars -> new Rows(List.of(row(scalars.values())));
            case Text _ -> throw QueryException.execution("expected numbers");
        };
    }

    static Row row(double[] values) {
        Row row = new Row(dev.slipway.series.Labels.EMPTY, false, values.length);
        for (int i = 0; i < values.length; i++) {
            row.set(i, values[i]);
        }
        return row;
    }

    private Evaluated visit(Plan plan, Place place) {
        return switch (plan) {
            case Plan.NumberLiteral number -> {
                double[] values = new double[place.steps.count()];
                Arrays.fill(values, number.value());
                yield new Scalars(values);
            }
            case Plan.TextLiteral text -> new Text(text.text());
            case Plan.Select select ->
                    new SelectorReader(query)
                            .instant(select, place.steps, place.detectsResets, false);
            case Plan.Range _ ->
                    throw QueryException.execution("a range vector is no instant vector");
            case Plan.Call call -> new FunctionEvaluator(query, this).call(call, place);
            case Plan.Aggregate aggregate ->
                    new AggregateEvaluator(query, this).aggregate(aggregate, place);
            case Plan.Binary binary -> binary(binary, place);
            case Plan.SetOperation set ->
                    SetOperations.apply(
                            set, rows(set.left(), place), rows(set.right(), place), place.steps);
            case Plan.Negate negate -> negate(evaluate(negate.operand(), place));
        };
    }

    private Evaluated binary(Plan.Binary binary, Place place) {
        Evaluated left = evaluate(binary.left(), place);
        Evaluated right = evaluate(binary.right(), place);
        if (left instanceof Scalars a && right instanceof Scalars b) {
            double[] values = new double[a.values().length];
            for (int i = 0; i < values.length; i++) {
                values[i] = binary.operator().compute(a.values()[i], b.values()[i]);
            }
            return new Scalars(values);
        }
        if (left instanceof Rows a && right instanceof Rows b) {
            return new VectorOperation(query, binary, place.steps).apply(a, b);
        }
        if (left instanceof Rows a && right instanceof Scalars b) {
            return withScalar(binary, a, b.values(), false);
        }
        if (left instanceof Scalars a && right instanceof Rows b) {
            return withScalar(binary, b, a.values(), true);
        }
        throw QueryException.execution("binary expression must contain only scalar and vector");
    }

    private Rows withScalar(
            Plan.Binary binary, Rows vector, double[] scalars, boolean scalarIsLeft) {
        Elements elements =
                new Elements(binary.operator(), binary.bool(), query.notes(), binary.position());
        boolean dropsName = !binary.operator().keepsName() || binary.bool();
        Operand sample = new Operand();
        Operand scalar = new Operand();
        List<Row> results = new ArrayList<>(vector.rows().size());
        for (Row row : vector.rows()) {
            Row result =
                    dropsName
                            ? query.nameless(row, row.steps())
                            : new Row(row.labels(), row.isNameless(), row.steps());
            for (int i = 0; i < row.steps(); i++) {
                if (row.has(i)) {
                    sample.take(row, i);
                    scalar.take(scalars[i]);
                    elements.apply(
                            scalarIsLeft ? scalar : sample,
                            scalarIsLeft ? sample : scalar,
                            scalarIsLeft ? 1 : 0,
                            result,
                            i);
                }
            }
            if (!result.isEmpty()) {
                results.add(result);
            }
        }
        return new Rows(results).merged();
    }

    private Evaluated negate(Evaluated operand) {
        return switch (operand) {
            case Scalars scalars ->
                    new Scalars(Arrays.stream(scalars.values()).map(v -> -v).toArray());
            case Rows rows -> {
                List<Row> results = new ArrayList<>();
                for (Row row : rows.rows()) {
                    Row result = query.nameless(row, row.steps());
                    for (int i = 0; i < row.steps(); i++) {
                        FloatHistogram histogram = row.histogram(i);
                        if (histogram != null) {
                            result.set(i, histogram.scaled(-1));
                        } else if (row.has(i)) {
                            result.set(i, -row.value(i));
                        }
                    }
                    results.add(result);
                }
                yield new Rows(results).merged();
            }
            case Text _ -> throw QueryException.execution("a string has no negative");
        };
    }

    private static Evaluated spread(Evaluated one, int steps) {
        return switch (one) {
            case Text text -> text;
            case Scalars scalars -> {
                double[] values = new double[steps];
                Arrays.fill(values, scalars.values()[0]);
                yield new Scalars(values);
            }
            case Rows rows -> new Rows(rows.rows().stream().map(r -> r.spread(steps)).toList());
        };
    }
}
