package dev.slipway.promql;

import dev.slipway.promql.Evaluated.Scalars;
import dev.slipway.promql.Evaluated.Text;
import dev.slipway.promql.Evaluator.Place;
import dev.slipway.series.GoNumbers;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/// Calls functions: those of ranges through [Evaluator#range], the others with their arguments
/// evaluated. For one thread.
final class FunctionEvaluator {
    private static final Set<String> STATISTICS =
            Set.of("histogram_count", "histogram_sum", "histogram_avg");

    private final Query query;
    private final Evaluator evaluator;

    FunctionEvaluator(Query query, Evaluator evaluator) {
        this.query = query;
        this.evaluator = evaluator;
    }

    Evaluated call(Plan.Call call, Place place) {
        Place inner = place;
        if (call.function().startsWith("histogram_")) {
            inner = new Place(place.steps(), STATISTICS.contains(call.function()));
        }
        RangeFunction ofRange = Functions.ofRange(call.function());
        if (ofRange != null) {
            for (Plan argument : call.arguments()) {
                if (argument instanceof Plan.Range range) {
                    Rows rows = evaluator.range(call, range, ofRange, inner);
                    return call.function().equals("absent_over_time")
                            ? absent(rows, argument, place.steps())
                            : rows.merged();
                }
            }
        }
        DoubleUnaryOperator mathematical = MathFunctions.find(call.function());
        if (mathematical != null) {
            return mapped(argument(call, 0, inner), mathematical);
        }
        return other(call, inner);
    }

    private Evaluated other(Plan.Call call, Place place) {
        Steps steps = place.steps();
        Steps whole = query.steps();
        return switch (call.function()) {
            case "time" -> new Scalars(times(steps));
            case "pi" -> constant(Math.PI, steps);
            case "start" -> constant(whole.startMillis() / 1_000.0, steps);
            case "end" -> constant(query.endMillis() / 1_000.0, steps);
            case "step" -> constant(whole.stepMillis() / 1_000.0, steps);
            case "range" -> constant((query.endMillis() - whole.startMillis()) / 1_000.0, steps);
            case "min_of", "max_of" -> extreme(call, place);
            case "vector" ->
                    new Rows(
                            List.of(
                                    Evaluator.row(
                                            evaluator.scalars(
                                                    call.arguments().getFirst(), place))));
            case "scalar" -> scalar(argument(call, 0, place), steps);
            case "timestamp" -> timestamp(call.arguments().getFirst(), place);
            case "absent" -> absent(argument(call, 0, place), call.arguments().getFirst(), steps);
            case "clamp", "clamp_min", "clamp_max", "round" -> bounded(call, place);
            case "sort", "sort_desc" ->
                    SortFunctions.byValue(sortable(call, place), call.function().equals("sort"));
            case "sort_by_label", "sort_by_label_desc" ->
                    SortFunctions.byLabels(
                            sortable(call, place),
                            texts(call, 1, place),
                            call.function().equals("sort_by_label"));
            case "info" -> info(call, place);
            case "label_replace" ->
                    LabelFunctions.replace(argument(call, 0, place), texts(call, 1, place));
            case "label_join" ->
                    LabelFunctions.join(argument(call, 0, place), texts(call, 1, place));
            case "histogram_quantile", "histogram_quantiles", "histogram_fraction" ->
                    quantiles(call, place);
            case "histogram_count",
                    "histogram_sum",
                    "histogram_avg",
                    "histogram_stddev",
                    "histogram_stdvar" ->
                    new HistogramFunctions(query)
                            .statistic(call.function(), argument(call, 0, place));
            default -> calendar(call, place);
        };
    }

    private Rows info(Plan.Call call, Place place) {
        List<Plan> arguments = call.arguments();
        List<Matcher> conditions =
                arguments.size() > 1 && arguments.get(1) instanceof Plan.Select select
                        ? select.matchers()
                        : List.of();
        Plan.Shift shift = Plan.firstShift(arguments.getFirst());
        return new InfoFunction(query, conditions).enrich(argument(call, 0, place), shift, place);
    }

    private Evaluated quantiles(Plan.Call call, Place place) {
        HistogramFunctions functions = new HistogramFunctions(query);
        List<Plan> arguments = call.arguments();
        return switch (call.function()) {
            case "histogram_quantile" -> {
                double[] quantiles = evaluator.scalars(arguments.getFirst(), place);
                functions.warnOfQuantiles(quantiles, arguments.getFirst().position());
                yield functions.quantile(
                        argument(call, 1, place), arguments.get(1).position(), quantiles);
            }
            case "histogram_fraction" ->
                    functions.fraction(
                            argument(call, 2, place),
                            arguments.get(2).position(),
                            evaluator.scalars(arguments.get(0), place),
                            evaluator.scalars(arguments.get(1), place));
            default -> severalQuantiles(functions, call, place);
        };
    }

    private Evaluated severalQuantiles(HistogramFunctions functions, Plan.Call call, Place place) {
        List<Plan> arguments = call.arguments();
        Rows rows = argument(call, 0, place);
        String label = texts(call, 1, place).getFirst();
        List<Row> results = new ArrayList<>();
        for (int i = 2; i < arguments.size(); i++) {
            double[] quantiles = evaluator.scalars(arguments.get(i), place);
            functions.warnOfQuantiles(quantiles, arguments.get(i).position());
            String value = decimal(quantiles[0]);
            for (Row row :
                    functions.quantile(rows, arguments.getFirst().position(), quantiles).rows()) {
                results.add(row.relabelled(row.labels().with(label, value), row.isNameless()));
            }
        }
        return new Rows(results).merged();
    }

    /// A whole number with a point too, as OpenMetrics writes it.
    private static String decimal(double value) {
        String text = GoNumbers.shortest(value);
        boolean whole = text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        return whole ? text + ".0" : text;
    }

    private Rows argument(Plan.Call call, int index, Place place) {
        return evaluator.rows(call.arguments().get(index), place);
    }

    private Rows sortable(Plan.Call call, Place place) {
        if (query.steps().stepMillis() > 0) {
            query.notes().ineffectiveSort(call.position());
        }
        return argument(call, 0, place);
    }

    private List<String> texts(Plan.Call call, int from, Place place) {
        List<String> texts = new ArrayList<>();
        for (Plan argument : call.arguments().subList(from, call.arguments().size())) {
            if (evaluator.evaluate(argument, place) instanceof Text text) {
                texts.add(text.text());
            }
        }
        return texts;
    }

    private Rows mapped(Rows rows, DoubleUnaryOperator function) {
        List<Row> results = new ArrayList<>(rows.rows().size());
        for (Row row : rows.rows()) {
            Row result = query.nameless(row, row.steps());
            boolean any = false;
            for (int i = 0; i < row.steps(); i++) {
                if (row.hasFloat(i)) {
                    result.set(i, function.applyAsDouble(row.value(i)));
                    any = true;
                }
            }
            if (any) {
                results.add(result);
            }
        }
        return new Rows(results).merged();
    }

    private Evaluated calendar(Plan.Call call, Place place) {
        DoubleUnaryOperator field = CalendarFunctions.of(call.function());
        if (!call.arguments().isEmpty()) {
            return mapped(argument(call, 0, place), field);
        }
        double[] times = Arrays.stream(times(place.steps())).map(field).toArray();
        return new Rows(List.of(Evaluator.row(times)));
    }

    private Evaluated bounded(Plan.Call call, Place place) {
        Rows rows = argument(call, 0, place);
        double[] first =
                call.arguments().size() > 1
                        ? evaluator.scalars(call.arguments().get(1), place)
                        : constant(1, place.steps()).values();
        double[] second =
                call.arguments().size() > 2
                        ? evaluator.scalars(call.arguments().get(2), place)
                        : first;
        List<Row> results = new ArrayList<>(rows.rows().size());
        for (Row row : rows.rows()) {
            Row result = query.nameless(row, row.steps());
            for (int i = 0; i < row.steps(); i++) {
                if (row.hasFloat(i)) {
                    MathFunctions.bound(
                            call.function(), result, i, row.value(i), first[i], second[i]);
                }
            }
            if (!result.isEmpty()) {
                results.add(result);
            }
        }
        return new Rows(results).merged();
    }

    private Evaluated extreme(Plan.Call call, Place place) {
        double[] left = evaluator.scalars(call.arguments().get(0), place);
        double[] right = evaluator.scalars(call.arguments().get(1), place);
        double[] values = new double[left.length];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    call.function().equals("min_of")
                            ? MathFunctions.lesser(left[i], right[i])
                            : MathFunctions.greater(left[i], right[i]);
        }
        return new Scalars(values);
    }

    private static Scalars scalar(Rows rows, Steps steps) {
        double[] values = new double[steps.count()];
        Arrays.fill(values, Double.NaN);
        for (int i = 0; i < values.length; i++) {
            int found = 0;
            for (Row row : rows.rows()) {
                if (row.hasFloat(i)) {
                    found++;
                    values[i] = row.value(i);
                }
            }
            if (found != 1) {
                values[i] = Double.NaN;
            }
        }
        return new Scalars(values);
    }

    private Rows timestamp(Plan argument, Place place) {
        if (argument instanceof Plan.Select select) {
            Rows times = new SelectorReader(query).instant(select, place.steps(), false, true);
            return mapped(times, t -> t);
        }
        Rows rows = evaluator.rows(argument, place);
        List<Row> results = new ArrayList<>();
        for (Row row : rows.rows()) {
            Row result = query.nameless(row, row.steps());
            for (int i = 0; i < row.steps(); i++) {
                if (row.has(i)) {
                    result.set(i, place.steps().timeMillis(i) / 1_000.0);
                }
            }
            results.add(result);
        }
        return new Rows(results).merged();
    }

    private static Rows absent(Rows rows, Plan argument, Steps steps) {
        Row result = new Row(absentLabels(argument), false, steps.count());
        for (int i = 0; i < steps.count(); i++) {
            int step = i;
            if (rows.rows().stream().noneMatch(row -> row.has(step))) {
                result.set(i, 1);
            }
        }
        return result.isEmpty() ? Rows.NONE : new Rows(List.of(result));
    }

    /// What the selector says must be equal tells which series is absent, unless it says so twice.
    private static Labels absentLabels(Plan argument) {
        List<Matcher> matchers =
                switch (argument) {
                    case Plan.Select select -> select.matchers();
                    case Plan.SelectRange range -> range.matchers();
                    case Plan.NumberLiteral _,
                            Plan.TextLiteral _,
                            Plan.Subquery _,
                            Plan.Call _,
                            Plan.Aggregate _,
                            Plan.Binary _,
                            Plan.SetOperation _,
                            Plan.Negate _ ->
                            List.of();
                };
        Labels.Builder labels = Labels.builder();
        Set<String> seen = new HashSet<>();
        for (Matcher matcher : matchers) {
            if (matcher.name().equals(Labels.METRIC_NAME)) {
                continue;
            }
            boolean first = seen.add(matcher.name());
            boolean equal = matcher.type() == Matcher.Type.EQUAL;
            labels.set(matcher.name(), first && equal ? matcher.value() : "");
        }
        return labels.build();
    }

    private static double[] times(Steps steps) {
        double[] times = new double[steps.count()];
        for (int i = 0; i < times.length; i++) {
            times[i] = steps.timeMillis(i) / 1_000.0;
        }
        return times;
    }

    private static Scalars constant(double value, Steps steps) {
        double[] values = new double[steps.count()];
        Arrays.fill(values, value);
        return new Scalars(values);
    }
}
