package dev.slipway.rule;

import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesStore;
import dev.slipway.series.StaleMarker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A very small query language over a store: a number, or the name of a metric, perhaps with one
/// label, perhaps compared with a number. What it can say, it says as PromQL does, so that promtool
/// understands it too.
final class SmallQueries implements RuleQueries {
    private static final Pattern SHAPE =
            Pattern.compile(
                    "([a-zA-Z_:][\\w:]*)?(?:\\{(\\w+)=\"([^\"]*)\"})?(?: *(==|>|<) *(-?[\\d.]+))?|([\\d.]+)");
    private static final Duration LOOKBACK = Duration.ofMinutes(5);

    private final SeriesStore store;

    SmallQueries(SeriesStore store) {
        this.store = store;
    }

    @Override
    public Optional<String> findProblem(String expression) {
        return SHAPE.matcher(expression).matches()
                ? Optional.empty()
                : Optional.of("1:1: not understood");
    }

    @Override
    public List<Sample> evaluate(String expression, long timeMillis) {
        java.util.regex.Matcher shape = SHAPE.matcher(expression);
        if (!shape.matches()) {
            throw new RuleException("not understood: " + expression);
        }
        if (shape.group(6) != null) {
            return List.of(Sample.of(Labels.EMPTY, Double.parseDouble(shape.group(6))));
        }
        List<Matcher> matchers = new ArrayList<>();
        if (shape.group(1) != null) {
            matchers.add(Matcher.equal(Labels.METRIC_NAME, shape.group(1)));
        }
        if (shape.group(2) != null) {
            matchers.add(Matcher.equal(shape.group(2), shape.group(3)));
        }
        List<Sample> samples = new ArrayList<>();
        SampleColumns columns = new SampleColumns();
        long start = timeMillis - LOOKBACK.toMillis() + 1;
        try (SeriesCursor cursor = store.select(new Selection(matchers, start, timeMillis))) {
            while (cursor.next()) {
                columns.clear();
                cursor.read(columns);
                double value = columns.value(columns.size() - 1);
                if (!StaleMarker.is(value) && passes(shape.group(4), shape.group(5), value)) {
                    samples.add(
                            new Sample(
                                    cursor.labels(), value, columns.histogram(columns.size() - 1)));
                }
            }
        }
        return samples;
    }

    private static boolean passes(@Nullable String operator, @Nullable String bound, double value) {
        if (operator == null || bound == null) {
            return true;
        }
        double number = Double.parseDouble(bound);
        return switch (operator) {
            case "==" -> value == number;
            case ">" -> value > number;
            default -> value < number;
        };
    }
}
