package dev.slipway.promql;

import dev.slipway.promql.Evaluated.Scalars;
import dev.slipway.promql.Evaluated.Text;
import dev.slipway.promql.Evaluator.Place;
import dev.slipway.promql.QueryValue.Matrix;
import dev.slipway.promql.QueryValue.Sample;
import dev.slipway.promql.QueryValue.Scalar;
import dev.slipway.promql.QueryValue.Series;
import dev.slipway.promql.QueryValue.StringValue;
import dev.slipway.promql.QueryValue.Vector;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.SampleColumns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes what a query answers out of rows.
final class Answer {
    private final Query query;

    Answer(Query query) {
        this.query = query;
    }

    QueryValue of(Plan plan, boolean instant) {
        Steps steps = query.steps();
        Evaluator evaluator = new Evaluator(query);
        Place place = new Place(steps, false);
        if (plan instanceof Plan.Range range) {
            return samples(range, evaluator, place);
        }
        Evaluated result = evaluator.evaluate(plan, place);
        return switch (result) {
            case Text text -> new StringValue(steps.startMillis(), text.text());
            case Scalars scalars ->
                    instant
                            ? new Scalar(steps.startMillis(), scalars.values()[0])
                            : matrix(new Rows(List.of(Evaluator.row(scalars.values()))), steps);
            case Rows rows ->
                    instant
                            ? vector(rows.withoutDelayedNames(), steps)
                            : matrix(rows.withoutDelayedNames(), steps);
        };
    }

    private static Vector vector(Rows rows, Steps steps) {
        List<Sample> samples = new ArrayList<>(rows.rows().size());
        for (Row row : rows.rows()) {
            if (row.has(0)) {
                samples.add(
                        new Sample(
                                row.labels(), steps.startMillis(), row.value(0), row.histogram(0)));
            }
        }
        return new Vector(samples);
    }

    private static Matrix matrix(Rows rows, Steps steps) {
        List<Series> series = new ArrayList<>(rows.rows().size());
        for (Row row : rows.rows()) {
            SampleColumns columns = new SampleColumns();
            for (int i = 0; i < steps.count(); i++) {
                FloatHistogram histogram = row.histogram(i);
                if (histogram != null) {
                    columns.add(steps.timeMillis(i), histogram);
                } else if (row.has(i)) {
                    columns.add(steps.timeMillis(i), row.value(i));
                }
            }
            if (columns.size() > 0) {
                series.add(series(row.labels(), columns));
            }
        }
        series.sort(Comparator.comparing(Series::labels));
        return new Matrix(series);
    }

    /// The samples themselves, as an instant query for a range vector asks for them.
    private Matrix samples(Plan.Range range, Evaluator evaluator, Place place) {
        return switch (range) {
            case Plan.SelectRange select -> {
                List<Series> series = new ArrayList<>();
                long end = select.shift().from(place.steps().startMillis());
                long start = end - select.rangeMillis();
                Window.Margin margin =
                        Window.Margin.of(select.edges(), query.options().lookback().toMillis());
                new SelectorReader(query)
                        .read(
                                select.matchers(),
                                start - margin.beforeMillis() + 1,
                                end + margin.afterMillis(),
                                (labels, columns) -> {
                                    SampleColumns seen =
                                            select.edges() == Expr.Edges.SAMPLED
                                                    ? columns
                                                    : EdgeFunctions.withEdges(
                                                            columns, margin, start, end);
                                    Series found = series(labels, seen);
                                    if (found.size() > 0) {
                                        query.budget().hold(found.size());
                                        series.add(found);
                                    }
                                });
                yield new Matrix(series);
            }
            case Plan.Subquery subquery -> {
                Steps inner = Evaluator.innerSteps(subquery, place.steps());
                query.budget().reserve(inner.count());
                Evaluated rows = evaluator.evaluate(subquery.inner(), new Place(inner, false));
                yield switch (rows) {
                    case Rows found -> matrix(found.withoutDelayedNames(), inner);
                    case Scalars scalars ->
                            matrix(new Rows(List.of(Evaluator.row(scalars.values()))), inner);
                    case Text _ -> new Matrix(List.of());
                };
            }
        };
    }

    private static Series series(dev.slipway.series.Labels labels, SampleColumns columns) {
        int size = 0;
        long[] times = new long[columns.size()];
        double[] values = new double[columns.size()];
        @Nullable FloatHistogram[] histograms = new FloatHistogram[columns.size()];
        boolean any = false;
        for (int i = 0; i < columns.size(); i++) {
            if (dev.slipway.series.StaleMarker.is(columns.value(i))) {
                continue;
            }
            times[size] = columns.timeMillis(i);
            values[size] = columns.value(i);
            histograms[size] = columns.histogram(i);
            any |= histograms[size] != null;
            size++;
        }
        return new Series(
                labels,
                java.util.Arrays.copyOf(times, size),
                java.util.Arrays.copyOf(values, size),
                any ? java.util.Arrays.copyOf(histograms, size) : null);
    }
}
