package dev.slipway.promql;

import dev.slipway.promql.PromqltestScript.Clear;
import dev.slipway.promql.PromqltestScript.Command;
import dev.slipway.promql.PromqltestScript.Eval;
import dev.slipway.promql.PromqltestScript.Load;
import dev.slipway.promql.QueryValue.Matrix;
import dev.slipway.promql.QueryValue.Sample;
import dev.slipway.promql.QueryValue.Scalar;
import dev.slipway.promql.QueryValue.Series;
import dev.slipway.promql.QueryValue.StringValue;
import dev.slipway.promql.QueryValue.Vector;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.SeriesDescription;
import dev.slipway.promql.syntax.SeriesDescription.Described;
import dev.slipway.promql.syntax.SeriesValue;
import dev.slipway.promql.syntax.SyntaxException;
import dev.slipway.series.Appender;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.MemorySeries;
import dev.slipway.series.StaleMarker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Runs scripts of upstream's promqltest language over series in memory.
final class PromqltestRunner {
    private static final double TOLERANCE = 1e-6;
    private static final long AROUND_MILLIS = 60_000;
    private static final Pattern OF_THE_RANGE = Pattern.compile("\\b(start|end|step|range)\\(");

    /// Where functions of the query's range belong to the stable language: after `@`, between
    /// brackets and after `offset`.
    private static final Pattern STABLE_PLACES =
            Pattern.compile(
                    "@\\s*(start|end)\\s*\\(\\s*\\)|\\[[^\\]]*\\]"
                            + "|offset\\s*[-+]?\\s*((step|range)\\(\\)|\\w+_of\\([^)]*\\)\\)?)",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern EXPERIMENTAL =
            Pattern.compile(
                    "\\b(limitk|limit_ratio|fill|fill_left|fill_right"
                            + "|info|histogram_quantiles|mad_over_time"
                            + "|ts_of_\\w+|sort_by_label\\w*|double_exponential_smoothing"
                            + "|min_of|max_of|step|range|start|end)\\s*\\(",
                    Pattern.CASE_INSENSITIVE);

    private final Function<String, Expr> parser;
    private final PromqlEngine engine =
            new PromqlEngine(EngineOptions.defaults().withAllFlags(), System::nanoTime);
    private final MemorySeries store = new MemorySeries();
    private boolean experimentalData;

    /// What became of one eval.
    record Outcome(Eval eval, boolean experimental, String failure) {
        boolean passed() {
            return failure.isEmpty();
        }
    }

    PromqltestRunner(Function<String, Expr> parser) {
        this.parser = parser;
    }

    List<Outcome> run(List<String> lines) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Command command : PromqltestScript.parse(lines)) {
            switch (command) {
                case Clear _ -> {
                    store.clear();
                    experimentalData = false;
                }
                case Load load -> load(load);
                case Eval eval -> outcomes.add(outcome(eval));
            }
        }
        return outcomes;
    }

    private void load(Load load) {
        Map<Labels, List<SeriesValue>> all = new LinkedHashMap<>();
        for (String line : load.series()) {
            experimentalData |= line.contains("@st");
            if (!line.contains("@st")) {
                Described series = SeriesDescription.parse(line);
                all.put(series.labels(), series.values());
            }
        }
        try (Appender appender = store.appender()) {
            all.forEach((labels, values) -> append(appender, load, labels, values));
            if (load.withCustomBuckets()) {
                CustomBuckets.of(all)
                        .forEach((labels, values) -> append(appender, load, labels, values));
            }
            appender.commit();
        }
    }

    private static void append(Appender appender, Load load, Labels labels, List<?> values) {
        long series = appender.series(labels);
        long time = 0;
        for (Object value : values) {
            switch (value) {
                case FloatHistogram histogram -> appender.append(series, time, histogram);
                case SeriesValue.Floating number -> appender.append(series, time, number.value());
                case SeriesValue.Stale _ -> appender.append(series, time, StaleMarker.VALUE);
                case SeriesValue.Histogram described ->
                        appender.append(series, time, described.histogram());
                default -> {
                    // No sample at this step.
                }
            }
            time += load.intervalMillis();
        }
    }

    private Outcome outcome(Eval eval) {
        String query = STABLE_PLACES.matcher(eval.query()).replaceAll("");
        boolean experimental = experimentalData || EXPERIMENTAL.matcher(query).find();
        try {
            return new Outcome(eval, experimental, check(eval));
        } catch (RuntimeException | StackOverflowError e) {
            return new Outcome(eval, experimental, "throws " + e);
        }
    }

    private String check(Eval eval) {
        Expectations expected = new Expectations(eval);
        QueryResult result;
        try {
            Expr expr = parser.apply(eval.query());
            result =
                    eval.isInstant()
                            ? engine.instant(store, expr, eval.query(), eval.startMillis())
                            : engine.range(
                                    store,
                                    expr,
                                    eval.query(),
                                    new PromqlEngine.Period(
                                            eval.startMillis(),
                                            eval.endMillis(),
                                            eval.stepMillis()));
        } catch (QueryException | SyntaxException e) {
            return expected.failure(String.valueOf(e.getMessage()));
        }
        String said = expected.notes(result);
        if (!said.isEmpty()) {
            return said;
        }
        String wrong = value(eval, expected, result.value());
        return wrong.isEmpty() ? again(eval, expected, result.value()) : wrong;
    }

    /// An instant query must answer what a range query answers at the same time, one step in.
    private String again(Eval eval, Expectations expected, QueryValue value) {
        if (!(value instanceof Vector vector)
                || !eval.isInstant()
                || expected.ordered()
                || OF_THE_RANGE.matcher(eval.query()).find()) {
            return "";
        }
        long time = eval.startMillis();
        PromqlEngine.Period period =
                new PromqlEngine.Period(time - AROUND_MILLIS, time + AROUND_MILLIS, AROUND_MILLIS);
        Matrix matrix =
                (Matrix)
                        engine.range(store, parser.apply(eval.query()), eval.query(), period)
                                .value();
        Vector cut = new Vector(at(time, matrix));
        String wrong = vector(expected, cut);
        return wrong.isEmpty() ? "" : "as a range " + wrong + " from " + vector;
    }

    private static List<Sample> at(long time, Matrix matrix) {
        List<Sample> samples = new ArrayList<>();
        for (Series series : matrix.series()) {
            int place = java.util.Arrays.binarySearch(series.timesMillis(), time);
            if (place >= 0) {
                samples.add(
                        new Sample(
                                series.labels(),
                                time,
                                series.values()[place],
                                series.histogram(place)));
            }
        }
        return samples;
    }

    private String value(Eval eval, Expectations expected, QueryValue value) {
        return switch (value) {
            case Scalar scalar ->
                    expected.scalar() != null && close(expected.scalar(), scalar.value())
                            ? ""
                            : "got " + scalar.value() + ", wanted " + eval.expected();
            case StringValue text -> text.text().equals(expected.string()) ? "" : "got " + text;
            case Vector vector -> vector(expected, vector);
            case Matrix matrix -> matrix(eval, expected, matrix);
        };
    }

    private static String vector(Expectations expected, Vector vector) {
        List<Described> wanted = expected.series();
        if (wanted.size() != vector.samples().size()) {
            return "got " + vector.samples() + ", wanted " + wanted;
        }
        Map<Labels, Sample> samples = new HashMap<>();
        vector.samples().forEach(sample -> samples.put(sample.labels(), sample));
        for (int i = 0; i < wanted.size(); i++) {
            Described series = wanted.get(i);
            Sample sample =
                    expected.ordered() ? vector.samples().get(i) : samples.get(series.labels());
            if (sample == null
                    || !sample.labels().equals(series.labels())
                    || !matches(series.values().getFirst(), sample.value(), sample.histogram())) {
                return "got " + vector.samples() + ", wanted " + series;
            }
        }
        return "";
    }

    private static String matrix(Eval eval, Expectations expected, Matrix matrix) {
        List<Described> wanted = expected.series();
        if (wanted.size() != matrix.series().size()) {
            return "got " + describe(matrix) + ", wanted " + wanted;
        }
        Map<Labels, Series> found = new HashMap<>();
        matrix.series().forEach(series -> found.put(series.labels(), series));
        long step = eval.isInstant() ? expected.rangeStepMillis() : eval.stepMillis();
        long start = eval.isInstant() ? expected.rangeStartMillis() : eval.startMillis();
        for (Described series : wanted) {
            Series got = found.get(series.labels());
            if (got == null || !matches(series, got, start, step, eval)) {
                return "got " + describe(matrix) + ", wanted " + series;
            }
        }
        return "";
    }

    private static boolean matches(Described wanted, Series got, long start, long step, Eval eval) {
        int at = 0;
        long time = start;
        for (SeriesValue value : wanted.values()) {
            if (!eval.isInstant() && time > eval.endMillis()) {
                break;
            }
            if (!(value instanceof SeriesValue.Omitted)) {
                if (at == got.size()
                        || got.timesMillis()[at] != time
                        || !matches(value, got.values()[at], got.histogram(at))) {
                    return false;
                }
                at++;
            }
            time += step;
        }
        return at == got.size();
    }

    private static boolean matches(
            SeriesValue wanted,
            double value,
            @org.jspecify.annotations.Nullable FloatHistogram histogram) {
        if (wanted instanceof SeriesValue.Floating number) {
            return histogram == null && close(number.value(), value);
        }
        return wanted instanceof SeriesValue.Histogram expected
                && histogram != null
                && close(expected.histogram().compact(), histogram.compact())
                && (!expected.hintGiven()
                        || expected.histogram().resetHint() == histogram.resetHint());
    }

    private static boolean close(FloatHistogram left, FloatHistogram right) {
        return left.schema() == right.schema()
                && close(left.count(), right.count())
                && close(left.sum(), right.sum())
                && close(left.zeroCount(), right.zeroCount())
                && left.zeroThreshold() == right.zeroThreshold()
                && close(left.customBounds(), right.customBounds())
                && left.positiveSpans().equals(right.positiveSpans())
                && left.negativeSpans().equals(right.negativeSpans())
                && close(left.positiveCounts(), right.positiveCounts())
                && close(left.negativeCounts(), right.negativeCounts());
    }

    private static boolean close(double[] left, double[] right) {
        if (left.length != right.length) {
            return false;
        }
        for (int i = 0; i < left.length; i++) {
            if (!close(left[i], right[i])) {
                return false;
            }
        }
        return true;
    }

    static boolean close(double left, double right) {
        if (left == right || (Double.isNaN(left) && Double.isNaN(right))) {
            return true;
        }
        double sum = Math.abs(left) + Math.abs(right);
        double difference = Math.abs(left - right);
        if (left == 0 || right == 0 || sum < Double.MIN_NORMAL) {
            return difference < TOLERANCE * Double.MIN_NORMAL;
        }
        return difference / Math.min(sum, Double.MAX_VALUE) < TOLERANCE;
    }

    private static String describe(Matrix matrix) {
        StringBuilder text = new StringBuilder();
        for (Series series : matrix.series()) {
            text.append(series.labels()).append(' ');
            text.append(java.util.Arrays.toString(series.values())).append(' ');
            text.append(java.util.Arrays.toString(series.histograms())).append(' ');
        }
        return text.toString();
    }
}
